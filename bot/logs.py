"""Logging: fields from an allow-list, as lines of JSON on stderr."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset(
    {"event", "level", "timestamp", "door", "reason", "consultation", "count", "seconds", "status", "method", "what"}
)
"""The only fields that a log line may have. None of them can hold a person, an address, a token or words."""

QUIET = ("telegram", "httpx", "httpcore", "aiohttp", "asyncio", "uvicorn", "aiosqlite", "PIL", "multipart")
"""Libraries whose own logs could carry a URL with a token, or an update."""


def set_up_logs(level: str) -> None:
    """Sets up structlog, and keeps the libraries' own logs from saying more than that something happened."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    for name in QUIET:
        logger = logging.getLogger(name)
        logger.handlers = [logging.NullHandler()]
        logger.propagate = False


def only_allowed(_logger: object, _method: str, fields: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drops every field that is not on the list; tracebacks too, since they can hold anything."""
    return {name: value for name, value in fields.items() if name in ALLOWED}
