"""/healthz says whether something can be written now, and never keeps whoever asks waiting."""

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
from starlette.applications import Starlette

from bot.health import GOOD_FOR, PATIENCE, health_routes
from bot.pages.security_headers import security_headers
from storage.errors import StoreError
from storage.sqlite.database import LOCK_WAIT
from tests.waiting import HANGS


class Checked:
    def __init__(self) -> None:
        self.error: StoreError | None = None
        self.answers = asyncio.Event()
        self.answers.set()
        self.times = 0

    async def check(self) -> None:
        self.times += 1
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


async def test_whoever_asks_again_within_seconds_makes_nothing_be_written() -> None:
    store, now = Checked(), datetime(2026, 5, 3, tzinfo=UTC)
    app = Starlette(routes=list(health_routes(store, clock=lambda: now)))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://earshot.test") as pages:
        answers = await asyncio.gather(*(pages.get("/healthz") for _ in range(50)))
        assert ({answer.status_code for answer in answers}, store.times) == ({200}, 1)
        store.error = StoreError("the disk is full: make room")
        now += GOOD_FOR - timedelta(milliseconds=1)
        assert ((await pages.get("/healthz")).status_code, store.times) == (200, 1)
        now += timedelta(milliseconds=1)
        assert ((await pages.get("/healthz")).status_code, store.times) == (503, 2)
        now -= timedelta(hours=1)  # the machine's clock was put right: what was found then is of no known age
        store.error = None
        assert ((await pages.get("/healthz")).status_code, store.times) == (200, 3)


async def test_its_answer_carries_the_headers_of_every_page() -> None:
    app = Starlette(routes=list(health_routes(Checked())))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://earshot.test") as pages:
        headers = (await pages.get("/healthz")).headers
    these = security_headers(unlisted=True)
    assert {name: headers.get(name) for name in these} == these
