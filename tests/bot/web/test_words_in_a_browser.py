"""The page with six words after the closing day, in a real browser at 320 px."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import uvicorn
from argon2 import PasswordHasher
from playwright.async_api import Browser
from starlette.applications import Starlette

from bot.web.chat_routes import chat_routes
from conversations.asking.locales import line
from storage.keys import Keys
from storage.sqlite import SqliteStore
from tests.bot.web.accessibility import violations
from tests.bot.web.phone import PHONE, Phone
from tests.promises.withdrawing import ID, Time, Town
from tests.waiting import HANGS

pytestmark = pytest.mark.browser


@asynccontextmanager
async def closed(folder: Path) -> AsyncIterator[tuple[str, str, SqliteStore]]:
    """A consultation that closed, served: the address of its page, six words, the store."""
    time = Time()
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    store = SqliteStore(folder / "earshot.sqlite3", Keys(folder / "keys"), clock=time, hasher=hasher)
    await store.start()
    town = Town(store, time)
    await town.opens()
    six = await town.answers("1", AD1="Yes", AD3="Carer, School", AD4="somebody kind who turns up")
    await town.closes()
    app = Starlette(
        routes=chat_routes(town.turn_taker, store.consultations, clock=time, chance=town.chance, secure=False)
    )
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    serving = asyncio.ensure_future(server.serve(sockets=[listening]))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/c/{ID}", six, store
    finally:
        server.should_exit = True
        await serving
        await store.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_answers_are_changed_taken_away_and_deleted_on_a_phone(
    opened: Browser, tmp_path: Path, scheme: str
) -> None:
    async with closed(tmp_path) as (address, six, store):
        context = await opened.new_context(viewport=PHONE, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        context.set_default_timeout(HANGS * 1000)
        phone = Phone(await context.new_page(), f"back-{scheme}").watch()
        page = phone.page

        async def looked_at() -> None:
            assert await phone.too_wide() == 0
            assert await violations(page) == []

        async def press(label: str, place: int = 0) -> None:
            await page.locator("main").get_by_role("button", name=label, exact=True).nth(place).click()
            await page.wait_for_load_state()
            await looked_at()

        await page.goto(address)
        await page.locator("main").get_by_role("link", name=line("web_words_link")).click()
        await looked_at()
        await page.get_by_label(line("web_words_label")).fill(six)
        await press(line("web_words_send"))
        await press(line("web_back_change"), 2)
        await page.get_by_role("textbox").fill("somebody who listens")
        await press(line("web_back_save"))
        assert await page.get_by_text(line("back_changed_words")).count() == 1
        await press(line("web_back_change"), 1)
        await page.get_by_label("Online").check()
        await press(line("web_back_save"))
        await press(line("web_back_take_away"))
        [response] = await store.gathering.responses(ID)
        assert response.answers["AD4"].answer.text == "somebody who listens"
        assert response.answers["AD3"].answer.chosen == ("carer", "school", "online")
        assert "AD1" not in response.answers
        await press(line("delete"))
        await press(line("delete_yes"))
        assert await page.get_by_text(line("deleted")).count() == 1
        assert await store.gathering.responses(ID) == []
        assert six.split()[0] not in " ".join(phone.asked_for)
        assert await context.cookies() == []
        await context.close()
        assert phone.troubles == []
