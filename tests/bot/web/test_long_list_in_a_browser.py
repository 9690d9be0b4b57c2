"""A list of 153 councils on the chat page: all of it is there, and with scripts typing narrows it."""

import asyncio
import socket

import pytest
import uvicorn
from playwright.async_api import Browser

from conversations.asking.door import Door
from conversations.asking.locales import line
from conversations.asking.replies import Button, Expects, Place, Reply, Says
from tests.bot.web.accessibility import violations
from tests.bot.web.conftest import app_of
from tests.bot.web.phone import PHONE
from tests.bot.web.web_fakes import Clock, FakeConsultations, FakeTurnTaker, held
from tests.waiting import HANGS

pytestmark = pytest.mark.browser

NAMES = [*(f"Aber{number} Vale" for number in range(151)), "Ynys Môn", "St Helens"]


def listed(expects: Expects) -> Reply:
    options = [Button(name, f"v1:7.o{number}") for number, name in enumerate(NAMES)]
    done = [Button("Done", "v1:7.done", Place.CONTROL)] if expects is Expects.MANY else []
    return Reply(Says.QUESTION, "Which council?", (*options, *done), expects, anchor="v1:7.add")


class Asks(FakeTurnTaker):
    """Asks this at once."""

    def __init__(self, clock: Clock, asked: Reply) -> None:
        super().__init__(clock)
        self.asked = asked

    async def first_page(self, consultation: str, door: Door) -> tuple[Reply, ...]:
        return (self.asked,)


@pytest.mark.parametrize("expects", [Expects.ONE, Expects.MANY])
@pytest.mark.parametrize("scripts", [True, False])
async def test_the_whole_list_is_there_and_typing_narrows_it(
    opened: Browser, clock: Clock, expects: Expects, *, scripts: bool
) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    app = app_of(Asks(clock, listed(expects)), clock, FakeConsultations(held("homes")))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    serving = asyncio.ensure_future(server.serve(sockets=[listening]))
    context = await opened.new_context(viewport=PHONE, java_script_enabled=scripts, reduced_motion="reduce")
    context.set_default_timeout(HANGS * 1000)
    try:
        page = await context.new_page()
        await page.goto(f"http://127.0.0.1:{listening.getsockname()[1]}/c/homes")
        options = page.locator("#now .tickable, #now .option").filter(visible=True)
        assert await options.count() == len(NAMES)
        box = page.get_by_label(line("web_filter"))
        assert await box.is_visible() is scripts
        if not scripts:
            return
        assert await violations(page) == []
        if expects is Expects.MANY:
            await page.get_by_label("St Helens").check()
        await box.fill("ynys mon")
        assert await options.all_text_contents() == ["Ynys Môn", *(["St Helens"] if expects is Expects.MANY else [])]
        await box.fill("")
        assert await options.count() == len(NAMES)
    finally:
        await context.close()
        server.should_exit = True
        await serving
