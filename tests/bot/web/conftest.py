"""The chat page by itself, with a fake turn behind it; and, for the browser tests, a browser."""

from collections.abc import AsyncIterator

import httpx
import pytest
from playwright.async_api import Browser, async_playwright
from starlette.applications import Starlette

from bot.web.chat_routes import chat_problems, chat_routes
from tests.bot.web.web_fakes import Chance, Clock, FakeConsultations, FakeTurnTaker, held
from tests.browser import FLAGS, NONE_FOUND, browser, in_ci

HOST = "http://earshot.test"
HERE = "/c/homes"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def turns(clock: Clock) -> FakeTurnTaker:
    return FakeTurnTaker(clock)


def app_of(turns: FakeTurnTaker, clock: Clock, store: FakeConsultations, *, secure: bool = False) -> Starlette:
    chance = Chance()
    return Starlette(
        routes=chat_routes(
            turns,
            store,  # type: ignore[arg-type]  # only what the page reads
            clock=clock,
            chance=chance,
            secure=secure,
            web_address="https://earshot.example.org" if secure else HOST,
        ),
        exception_handlers=chat_problems(chance=chance),
    )


def client_of(app: Starlette, host: str = HOST) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=host)


@pytest.fixture
async def client(turns: FakeTurnTaker, clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    store = FakeConsultations(
        held("homes"), held("trying", trial=True), held("old", status="closed"), held("new", status="draft")
    )
    async with client_of(app_of(turns, clock, store)) as client:
        yield client


@pytest.fixture
async def opened() -> AsyncIterator[Browser]:
    """A browser. Without one the test is skipped with a loud line; where tests have to run, it fails."""
    found = browser()
    if found is None:
        if in_ci():
            pytest.fail(NONE_FOUND)
        pytest.skip(NONE_FOUND)
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield running
        await running.close()
