"""/healthz: whether something can be written now."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import utc_now
from bot.pages.security_headers import SafePages, security_headers
from storage.errors import StoreError

PATIENCE = 2.0
"""Seconds in which the store has to answer. It waits longer than that itself for whoever holds the database, and behind
others who wait; whoever asks how it stands shall not."""

GOOD_FOR = timedelta(seconds=2)
"""So long what was found is told again: the check writes, and whoever likes may ask, as often as they like."""


class Checked(Protocol):
    async def check(self) -> None:
        """Raises StoreError where nothing can be written now."""


class _Pulse:
    """Checks for the first who asks, and tells those who ask meanwhile and just after what it found."""

    def __init__(self, maintenance: Checked, patience: float, clock: Callable[[], datetime]) -> None:
        self._maintenance, self._patience, self._clock = maintenance, patience, clock
        self._one_at_a_time = asyncio.Lock()
        self._trouble = ""
        self._found: datetime | None = None

    async def trouble(self) -> str:
        """What is wrong; empty where nothing is."""
        async with self._one_at_a_time:
            if self._found is None or not timedelta() <= self._clock() - self._found < GOOD_FOR:
                self._trouble = await self._check()
                self._found = self._clock()
            return self._trouble

    async def _check(self) -> str:
        try:
            async with asyncio.timeout(self._patience):
                await self._maintenance.check()
        except StoreError as error:
            return str(error)
        except TimeoutError:
            return f"the database does not answer within {self._patience:g} seconds"
        return ""


def health_routes(
    maintenance: Checked, *, patience: float = PATIENCE, clock: Callable[[], datetime] = utc_now, secure: bool = False
) -> list[Route]:
    """200 where something was written within GOOD_FOR; 503, with a reason, where not, or not within `patience` seconds.

    `secure`: people reach this server over https.
    """
    pulse = _Pulse(maintenance, patience, clock)

    async def healthz(_request: Request) -> Response:
        trouble = await pulse.trouble()
        return PlainTextResponse(f"not well: {trouble}\n" if trouble else "ok\n", 503 if trouble else 200)

    headers = security_headers(unlisted=True, secure=secure)
    return [Route("/healthz", healthz, middleware=[Middleware(SafePages, headers)])]
