"""/healthz says whether something can be written now, and never keeps whoever asks waiting."""

import asyncio

import httpx
from starlette.applications import Starlette

from bot.health import PATIENCE, health_routes
from storage.errors import StoreError
from storage.sqlite.database import LOCK_WAIT
from tests.waiting import HANGS


class Checked:
    def __init__(self) -> None:
        self.error: StoreError | None = None
        self.answers = asyncio.Event()
        self.answers.set()

    async def check(self) -> None:
        await self.answers.wait()
        if self.error is not None:
            raise self.error


async def asked(store: Checked, patience: float = PATIENCE) -> tuple[int, str]:
    app = Starlette(routes=list(health_routes(store, patience=patience)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://earshot.test") as pages:
        answer = await pages.get("/healthz")
    return answer.status_code, answer.text


async def test_a_store_that_writes_is_well() -> None:
    assert await asked(Checked()) == (200, "ok\n")


async def test_a_store_that_cannot_write_says_why_and_is_well_as_soon_as_it_can() -> None:
    store = Checked()
    store.error = StoreError("the disk is full: make room")
    assert await asked(store) == (503, "not well: the disk is full: make room\n")
    store.error = None
    assert (await asked(store))[0] == 200


async def test_a_store_that_does_not_answer_is_not_waited_for() -> None:
    store = Checked()
    store.answers.clear()
    async with asyncio.timeout(HANGS):  # without a bound of its own this would never end
        status, text = await asked(store, patience=0.01)
    assert status == 503
    assert "does not answer within 0.01 seconds" in text
    store.answers.set()
    assert (await asked(store))[0] == 200


def test_whoever_asks_waits_less_than_half_of_five_seconds() -> None:
    """Also where the store itself waits longer for whoever holds the database."""
    assert PATIENCE < LOCK_WAIT / 2
