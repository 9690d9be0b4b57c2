"""Logging: one line of JSON on stderr for each thing that an operator should know, and never anything of anybody.

A line has only fields that are listed here, with values that are checked: words that the code itself chose, kinds of
errors, small numbers. What libraries log, Python's warnings and errors that nobody caught pass through here too; of
those a line keeps which library it was and what kind of error, since their texts may hold an address with the bot's
token, an update, or what somebody wrote.
"""

import functools
import logging
import sys
import threading
import warnings
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any, TextIO

from bot.desk.roles import MATRIX, WITHOUT_SIGN_IN
from bot.inference.by_rules import ByRules

EVENTS = frozenset(
    {
        # The doors
        "telegram is open",
        "telegram reached again",
        "telegram refuses the token: check EARSHOT_TELEGRAM_TOKEN and start again",
        "another process receives with this token: stop it, or give this one its own",
        "telegram asks to wait: waiting as long as it asks",
        "telegram not reached, trying again: check the network and EARSHOT_TELEGRAM_API",
        "telegram answers with an error, trying again",
        "telegram answers with something unreadable, trying again: check EARSHOT_TELEGRAM_API",
        "a start-up call was passed over",
        "the door stumbled and goes on",
        "an update without a number was passed over",
        "an update failed",
        "an update was given up",
        "the outbox cannot be read, trying again",
        "the outbox cannot be written, trying again",
        "a reply could not be sent",
        "a reply was dropped",
        "a question was refused, sent without buttons",
        "replies were dropped that could not be sent for a day",
        "page not shown",
        "page failed",
        "problem not shown",
        "desk page failed",
        # The service
        "turn failed",
        "turn not kept",
        "turns come too fast",
        "old things not forgotten",
        "a lead was not told by e-mail; tried again in a minute",
        "leads could not be told",
        "newest rows lie in the order in which they came until the next start",
        "a text was not heard at all",
        "hearing failed on a text",
        "heard by rules alone",
        "answers not coded",
        "coding goes by words alone",
        "screening has not learned from decisions",
        # What is not ours
        "a library noted something",
        "a warning of Python",
        "an error that nobody caught",
    }
)
"""All that a line may say. What is not among them is replaced: it might have been put together from something."""

UNKNOWN_EVENT = "something that bot/logs.py does not list"

PAGES = MATRIX.keys() | WITHOUT_SIGN_IN
METHODS = frozenset({"setMyCommands", "setMyDescription", "setMyShortDescription"})
REASONS = frozenset({"unreadable", "held up", "not started", *ByRules})
LIBRARIES = frozenset({"aiohttp", "aiosqlite", "asyncio", "concurrent", "httpx", "httpcore", "telegram", "uvicorn"})
OTHER = "other"


class _Kinds:
    """The names of all exceptions that there are: none of them is anybody's words."""

    def __init__(self) -> None:
        self._names: frozenset[str] = frozenset()

    def __contains__(self, name: object) -> bool:
        if name not in self._names:
            self._names = frozenset(one.__name__ for one in _below(BaseException))
        return name in self._names


def _below(kind: type[BaseException]) -> set[type[BaseException]]:
    found, next_ones = {kind}, [kind]
    while next_ones:
        new = [one for one in next_ones.pop().__subclasses__() if one not in found]
        found.update(new)
        next_ones.extend(new)
    return found


def _number(least: int, most: int) -> Callable[[object], bool]:
    """Small numbers only: an id of somebody is none."""
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most


def _checks() -> Mapping[str, Callable[[object], bool]]:
    kinds = _Kinds()
    return {
        "door": lambda value: value in _door_names(),
        "page": lambda value: value in PAGES,
        "method": lambda value: value in METHODS,
        "library": lambda value: value in LIBRARIES | {OTHER},
        "reason": lambda value: isinstance(value, str) and (value in REASONS or value in kinds),
        "count": _number(0, 100_000),
        "seconds": _number(0, 100_000),
        "status": _number(100, 599),
    }


@functools.cache
def _door_names() -> frozenset[str]:
    from bot.known_doors import DOORS  # noqa: PLC0415 - what doors are made of is needed once there is a line to check

    return frozenset(door.name for door in DOORS)


FIELDS = frozenset(_checks())
"""The fields that a line may have, besides event, level and timestamp."""


def set_up_logs(level: str, stream: TextIO | None = None) -> None:
    """Sets up all logging of this process: ours, the libraries', warnings, and errors that nobody caught.

    `level`: DEBUG, INFO, WARNING or ERROR, for our own lines; libraries are heard from WARNING on. `stream` is stderr
    where nothing is said.
    """
    _configure(level, stream)
    _catch_all(_logger)


def keep_texts_out(level: str, stream: TextIO | None = None) -> None:
    """The same of what is not ours, for a command that logs nothing itself: structlog is loaded and set up once there
    is a line to be written, since most such commands end without one."""

    @functools.cache
    def configured() -> None:
        _configure(level, stream)

    def logger() -> Any:
        configured()
        return _logger()

    _catch_all(logger)


def _logger() -> Any:
    import structlog  # noqa: PLC0415 - see keep_texts_out

    return structlog.get_logger()


def _configure(level: str, stream: TextIO | None) -> None:
    import structlog  # noqa: PLC0415 - see keep_texts_out

    structlog.configure(
        processors=[only_allowed, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=lambda *_: _Lines(stream or sys.stderr),
        context_class=dict,
        cache_logger_on_first_use=False,
    )


def _catch_all(logger: Callable[[], Any]) -> None:
    """Makes lines of what libraries log, of warnings and of errors that nobody caught. `logger` gives ours."""
    # Texts are taken out where records are made, so it does not matter who has which handler.
    logging.setLogRecordFactory(_without_text)
    logging.raiseExceptions = False  # else a handler that fails prints what it was to write
    for name in (None, *logging.root.manager.loggerDict):
        one = logging.getLogger(name)
        for handler in tuple(one.handlers):
            one.removeHandler(handler)
        one.propagate = True
    logging.root.addHandler(_Bridge(logger))
    logging.root.setLevel(logging.WARNING)

    def warned(  # noqa: PLR0917 (Python's own signature)
        message: Warning | str,  # noqa: ARG001
        category: type[Warning],
        filename: str,  # noqa: ARG001
        lineno: int,  # noqa: ARG001
        file: TextIO | None = None,  # noqa: ARG001
        line: str | None = None,  # noqa: ARG001
    ) -> None:
        logger().warning("a warning of Python", reason=category.__name__)

    def uncaught(kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            logger().error("an error that nobody caught", reason=kind.__name__)

    warnings.showwarning = warned
    sys.excepthook = uncaught
    sys.unraisablehook = lambda given: uncaught(given.exc_type)
    threading.excepthook = lambda given: uncaught(given.exc_type)


_CHECKS = _checks()


def only_allowed(logger: object, method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The line as it may be: every field that is not listed, and every value that does not pass, is left out."""
    event = fields.get("event")
    known = {name: value for name, value in fields.items() if name in _CHECKS and _CHECKS[name](value)}
    said = event if isinstance(event, str) and event in EVENTS else UNKNOWN_EVENT
    return _timed()(logger, method, {"event": said, **known, "level": method})


@functools.cache
def _timed() -> Callable[[object, str, MutableMapping[str, Any]], MutableMapping[str, Any]]:
    import structlog  # noqa: PLC0415 - see keep_texts_out

    return structlog.processors.TimeStamper(fmt="%Y-%m-%dT%H:%M:%SZ", utc=True)


class _Lines:
    """Writes lines. Where that fails, the work that was logged goes on."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def msg(self, line: str) -> None:
        try:
            self._stream.write(f"{line}\n")
            self._stream.flush()
        except (OSError, ValueError):
            return

    debug = info = warning = error = critical = exception = fatal = warn = log = msg


def _without_text(
    name: str,
    level: int,
    _path: str,
    _line: int,
    _message: object,
    _arguments: object,
    error: Any,
    *_more: object,
    **_other: object,
) -> logging.LogRecord:
    """A record of the standard library's logging that says who logged it and what kind of error it was about."""
    package = name.partition(".")[0]
    known = package if package in LIBRARIES else OTHER
    record = logging.LogRecord(known, level, "", 0, "a library noted something", None, None)
    if isinstance(error, tuple) and error and isinstance(error[0], type):
        record.reason = error[0].__name__
    elif isinstance(error, BaseException):
        record.reason = type(error).__name__
    return record


class _Bridge(logging.Handler):
    """The standard library's records as lines of ours."""

    def __init__(self, logger: Callable[[], Any]) -> None:
        super().__init__()
        self._logger = logger

    def emit(self, record: logging.LogRecord) -> None:
        say = self._logger().error if record.levelno >= logging.ERROR else self._logger().warning
        say("a library noted something", library=record.name, reason=getattr(record, "reason", None))
