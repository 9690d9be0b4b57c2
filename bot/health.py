"""/healthz: whether something can be written now."""

import asyncio
from typing import Protocol

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from storage.errors import StoreError

PATIENCE = 2.0
"""Seconds in which the store has to answer. It waits longer than that itself for whoever holds the database, and behind
others who wait; whoever asks how it stands shall not."""


class Checked(Protocol):
    async def check(self) -> None:
        """Raises StoreError where nothing can be written now."""


def health_routes(maintenance: Checked, *, patience: float = PATIENCE) -> list[Route]:
    """200 where something was written just now; 503, with a reason, where not, or not within `patience` seconds."""

    async def healthz(_request: Request) -> Response:
        try:
            async with asyncio.timeout(patience):
                await maintenance.check()
        except StoreError as error:
            return PlainTextResponse(f"not well: {error}\n", 503)
        except TimeoutError:
            return PlainTextResponse(f"not well: the database does not answer within {patience:g} seconds\n", 503)
        return PlainTextResponse("ok\n")

    return [Route("/healthz", healthz)]
