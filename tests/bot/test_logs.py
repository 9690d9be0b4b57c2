"""Nothing that a log line, a library, a warning or an error holds gets out, whoever logs it and how."""

import ast
import asyncio
import io
import json
import logging
import socket
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot
from telegram.error import TelegramError

from bot import telegram
from bot.logs import EVENTS, FIELDS, UNKNOWN_EVENT, set_up_logs
from bot.server.serving import server_config
from bot.telegram import connection_state
from bot.telegram.transport import AiohttpTransport
from tests.bot_api import TOKEN, BotApi, Fault

ROOT = Path(__file__).parents[2]
SECRET = "zquorn-7312045599"
"""Stands for a token, a name, an address, or what somebody wrote."""


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that the process logs, at the level that says most. Afterwards everything is as it was."""
    before = (logging.getLogRecordFactory(), logging.raiseExceptions, logging.root.level, tuple(logging.root.handlers))
    hooks = (sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning)
    configured = structlog.get_config()
    stream = io.StringIO()
    set_up_logs("DEBUG", stream)
    try:
        yield stream
    finally:
        logging.setLogRecordFactory(before[0])
        logging.raiseExceptions = before[1]
        logging.root.setLevel(before[2])
        logging.root.handlers = list(before[3])
        sys.excepthook, sys.unraisablehook, threading.excepthook, warnings.showwarning = hooks
        structlog.configure(**configured)


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def without_time(line: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name != "timestamp"}


class LeakyError(Exception):
    """As many libraries' are: it says what it was about."""


def leak() -> None:
    raise LeakyError(SECRET)


# ------------------------------------------------------------------------------------------------------- our own lines


def test_a_line_says_what_happened_where_and_when(log: io.StringIO) -> None:
    structlog.get_logger().warning("an update failed", door="telegram", reason="KeyError", count=2)
    [line] = lines(log)
    assert without_time(line) == {
        "event": "an update failed",
        "level": "warning",
        "door": "telegram",
        "reason": "KeyError",
        "count": 2,
    }
    assert datetime.now(UTC).timestamp() - datetime.fromisoformat(line["timestamp"]).timestamp() < 60


@pytest.mark.parametrize(
    "fields",
    [
        {"address": SECRET},
        {"text": SECRET},
        {"consultation": SECRET},
        {"reason": SECRET},
        {"reason": "Sam Jones lives at 4 Mill Lane"},
        {"reason": [SECRET]},
        {"door": SECRET},
        {"page": SECRET},
        {"method": SECRET},
        {"library": SECRET},
        {"count": SECRET},
        {"count": 7312045599},
        {"count": True},
        {"seconds": SECRET},
        {"status": 7312045599},
        {"exc_info": LeakyError(SECRET)},
        {"stack_info": True},
        {"level": SECRET},
        {"timestamp": SECRET},
    ],
    ids=str,
)
def test_what_is_not_listed_or_not_checked_is_left_out(log: io.StringIO, fields: dict[str, Any]) -> None:
    structlog.get_logger().bind(**fields).error("turn not kept")
    structlog.get_logger().error("turn not kept", **fields)
    assert [without_time(line) for line in lines(log)] == [{"event": "turn not kept", "level": "error"}] * 2
    assert SECRET not in log.getvalue()


@pytest.mark.parametrize("said", [f"{SECRET} failed", SECRET, "an update failed for Sam"])
def test_a_line_that_was_put_together_is_replaced(log: io.StringIO, said: str) -> None:
    structlog.get_logger().error(said)
    structlog.get_logger().error("an update failed %s", SECRET)
    assert [line["event"] for line in lines(log)] == [UNKNOWN_EVENT] * 2


def test_no_traceback_goes_out_with_a_line(log: io.StringIO) -> None:
    try:
        leak()
    except LeakyError:
        structlog.get_logger().exception("page failed", door="web")
    [line] = lines(log)
    assert without_time(line) == {"event": "page failed", "level": "error", "door": "web"}


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING", "ERROR"])
def test_the_level_decides_which_of_our_lines_there_are(log: io.StringIO, level: str) -> None:
    stream = io.StringIO()
    set_up_logs(level, stream)
    for name in ("debug", "info", "warning", "error"):
        getattr(structlog.get_logger(), name)("turn not kept")
    expected = ("debug", "info", "warning", "error")
    assert [line["level"] for line in lines(stream)] == list(expected[expected.index(level.lower()) :])


def test_work_goes_on_when_its_log_cannot_be_written(log: io.StringIO) -> None:
    log.close()
    structlog.get_logger().error("turn not kept")


def logging_calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of a logger in the code, with where it is."""
    for package in ("bot", "storage", "conversations"):
        for file in (ROOT / package).rglob("*.py"):
            if file == ROOT / "bot" / "logs.py":
                continue
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                by_log = isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "log" and node.args
                if by_log or (file.name == "chat_routes.py" and ast.unparse(node.func) == "_note"):
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def test_every_line_of_the_code_is_listed() -> None:
    passed_on = {"what", "kind.line"}  # those of chat_routes.py at _note, of connection_state.py below
    found = {kind.line for kind in vars(connection_state).values() if isinstance(kind, connection_state.Kind)}
    for where, call in logging_calls():
        said = call.args[0]
        if isinstance(said, ast.Constant):
            found.add(str(said.value))
        else:
            assert ast.unparse(said) in passed_on, f"{where}: a line has to be written out, and listed in bot/logs.py"
    by_logs_itself = {"a library noted something", "a warning of Python", "an error that nobody caught"}
    assert found - EVENTS == set(), "list these in bot/logs.py"
    assert EVENTS - found - by_logs_itself == set(), "nothing says these any more"


def test_every_field_of_the_code_is_listed() -> None:
    for where, call in logging_calls():
        if isinstance(call.func, ast.Attribute):
            assert {str(one.arg) for one in call.keywords} <= FIELDS, f"{where}: this field never gets into the log"


# --------------------------------------------------------------------------------------------------------- libraries


@pytest.mark.parametrize(
    "name",
    [
        "telegram.Bot",
        "telegram.ext",
        "httpx",
        "httpcore",
        "aiohttp.client",
        "asyncio",
        "uvicorn.error",
        "uvicorn.access",
        "aiosqlite",
        "multipart",
        "PIL",
        "nltk",
        SECRET,
        "",
    ],
)
def test_what_a_library_logs_is_not_passed_on(log: io.StringIO, name: str) -> None:
    heard: list[logging.LogRecord] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record)

    logger, listening = logging.getLogger(name), Listening()
    before = logger.level
    logger.addHandler(listening)
    logger.setLevel(logging.DEBUG)
    try:
        logger.debug("POST https://api.telegram.org/bot%s/sendMessage", SECRET)
        logger.error("Update %r", {"text": SECRET}, extra={"update": SECRET})
        try:
            leak()
        except LeakyError:
            logger.exception(SECRET, stack_info=True)
    finally:
        logger.removeHandler(listening)
        logger.setLevel(before)
    assert SECRET not in log.getvalue()
    assert len(heard) == 3
    assert not any(SECRET in logging.Formatter().format(one) for one in heard)
    assert lines(log)[-1]["reason"] == "LeakyError"


def test_a_library_that_sets_up_its_own_logging_later_has_nothing_to_say(
    log: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    handler = logging.StreamHandler()
    logger = logging.getLogger("late")
    logger.addHandler(handler)
    logger.propagate = False
    logger.error("%s", SECRET)
    logger.error("%d", SECRET)  # the wrong kind: the arguments would be printed to stderr
    handler.format = lambda _: leak()  # type: ignore[assignment,method-assign,return-value]
    logger.error("fine")
    logger.removeHandler(handler)
    printed = capfd.readouterr()
    assert SECRET not in printed.err + printed.out + log.getvalue()


async def test_python_telegram_bot_and_aiohttp_leave_no_token_and_no_words(
    log: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("telegram", "aiohttp", "asyncio"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    async with BotApi() as api:
        transport = AiohttpTransport()
        await transport.initialize()
        bot = Bot(api.token, base_url=f"{api.url}/bot", request=transport, get_updates_request=transport)
        await bot.send_message(api.person().id, SECRET)
        api.fail("sendMessage", Fault.garbage(), Fault(400, SECRET))
        for _ in range(2):
            with pytest.raises(TelegramError):
                await bot.send_message(api.person().id, SECRET)
        await transport.shutdown()
    for name in ("telegram", "aiohttp", "asyncio"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    printed = capfd.readouterr()
    everything = printed.err + printed.out + log.getvalue()
    assert SECRET not in everything
    assert TOKEN not in everything


def test_the_telegram_door_does_not_set_up_logging_by_itself() -> None:
    """One home for all of it, so that nothing undoes it."""
    folder = Path(telegram.__file__).parent
    assert not [file.name for file in folder.glob("*.py") if "import logging" in file.read_text(encoding="utf-8")]


# ---------------------------------------------------------------------------------------------------- stray errors


async def test_an_error_in_a_task_that_nobody_awaits_says_its_kind_only(log: io.StringIO) -> None:
    async def fail() -> None:
        leak()

    task = asyncio.ensure_future(fail())
    await asyncio.wait((task,))
    del task
    asyncio.get_running_loop().call_exception_handler(
        {"message": SECRET, "exception": LeakyError(SECRET), "handle": SECRET}
    )
    said = lines(log)
    assert [line["reason"] for line in said] == ["LeakyError", "LeakyError"]
    assert {line["library"] for line in said} == {"asyncio"}
    assert SECRET not in log.getvalue()


OF_ITS_OWN = f"""
import asyncio, threading, warnings
from bot.logs import set_up_logs
set_up_logs("DEBUG")
class LeakyError(Exception): ...
def leak(): raise LeakyError("{SECRET}")
async def secret(): leak()
class Leaky:
    def __del__(self): leak()
warnings.warn("{SECRET}")
secret()
leaky = Leaky()
del leaky
thread = threading.Thread(target=leak, name="{SECRET}")
thread.start()
thread.join()
leak()
"""


def test_a_process_of_its_own_prints_nothing_but_kinds_of_warnings_and_errors() -> None:
    ended = subprocess.run([sys.executable, "-c", OF_ITS_OWN], cwd=ROOT, capture_output=True, text=True, check=False)
    said = [json.loads(line) for line in ended.stderr.splitlines()]
    assert [(line["event"], line["reason"]) for line in said] == [
        ("a warning of Python", "UserWarning"),
        ("a warning of Python", "RuntimeWarning"),  # never awaited
        *[("an error that nobody caught", "LeakyError")] * 3,
    ]
    assert (ended.returncode, ended.stdout) == (1, "")


def test_an_error_that_ends_a_thread_or_the_process_says_its_kind_only(log: io.StringIO) -> None:
    thread = threading.Thread(target=leak)
    hook = threading.excepthook
    thread.start()
    thread.join()
    assert hook is threading.excepthook
    try:
        leak()
    except LeakyError as error:
        sys.excepthook(LeakyError, error, error.__traceback__)
    said = lines(log)
    assert [(line["event"], line["reason"]) for line in said] == [("an error that nobody caught", "LeakyError")] * 2
    assert SECRET not in log.getvalue()


def test_an_error_where_none_can_be_raised_says_its_kind_only(
    log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Leaky:
        def __del__(self) -> None:
            leak()

    leaky = Leaky()
    del leaky
    [line] = lines(log)
    assert line["reason"] == "LeakyError"
    assert SECRET not in log.getvalue()


# ------------------------------------------------------------------------------------------------------ the web server


async def test_the_web_server_keeps_no_address_no_user_agent_and_no_path(
    log: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    """Also not where a request fails, or is none at all."""

    async def fails(request: Request) -> Response:
        raise LeakyError(f"{request.client} {request.headers.get('user-agent')}")

    async def works(_request: Request) -> Response:
        return Response("fine")

    logging.getLogger("uvicorn").setLevel(logging.DEBUG)
    server = uvicorn.Server(server_config(Starlette(routes=[Route("/fails", fails), Route("/works", works)])))
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    serving = asyncio.ensure_future(server.serve(sockets=[listening]))
    headers = {"User-Agent": SECRET, "X-Forwarded-For": "203.0.113.77", "Referer": f"https://{SECRET}.example"}
    async with aiohttp.ClientSession(headers=headers) as session:
        for path in ("works", "fails", f"missing/{SECRET}?who={SECRET}"):
            async with session.get(f"http://127.0.0.1:{port}/{path}") as answer:
                await answer.read()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"{SECRET} is no request\r\n\r\n".encode())
        assert b"400" in await reader.read()
        writer.close()
        await writer.wait_closed()
    server.should_exit = True
    await serving
    logging.getLogger("uvicorn").setLevel(logging.NOTSET)
    printed = capfd.readouterr()
    everything = printed.err + printed.out + log.getvalue()
    for secret in (SECRET, "203.0.113.77", "127.0.0.1", "/works", "/fails"):
        assert secret not in everything
    assert "LeakyError" in {line.get("reason") for line in lines(log)}


LATER = f"""
import sys, warnings
from bot.logs import keep_texts_out
keep_texts_out("INFO")
loaded = "structlog" in sys.modules
keep_texts_out("ERROR")
warnings.warn("{SECRET}")
def leak(): raise ValueError("{SECRET}")
print(loaded)
leak()
"""


def test_a_command_that_logs_nothing_loads_no_logger_and_still_lets_no_text_out() -> None:
    ended = subprocess.run([sys.executable, "-c", LATER], cwd=ROOT, capture_output=True, text=True, check=False)
    said = [json.loads(line) for line in ended.stderr.splitlines()]
    assert [(line["event"], line["reason"]) for line in said] == [("an error that nobody caught", "ValueError")]
    assert (ended.returncode, ended.stdout) == (1, "False\n")
