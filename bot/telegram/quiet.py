"""The libraries' own logs stay silent: they print addresses that hold the token, updates, and what was sent."""

import logging

LIBRARIES = ("telegram", "aiohttp", "httpx", "httpcore")


def silence_libraries() -> None:
    """Nothing that these libraries log goes anywhere, whatever level and handlers the root logger has."""
    for name in LIBRARIES:
        logger = logging.getLogger(name)
        logger.handlers = [logging.NullHandler()]
        logger.propagate = False
        logger.setLevel(logging.CRITICAL)
