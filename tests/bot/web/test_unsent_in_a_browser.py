"""Words that were typed and not sent: a warning before they are lost, and nothing of them once the phone lay about."""

from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, Dialog

from tests.bot.web.served import Served, serving
from tests.bot.web.test_chat_in_a_browser import a_phone, begin

pytestmark = pytest.mark.browser

WORDS = "tell us before she goes, not after"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served")) as served:
        yield served


async def test_whoever_leaves_with_words_in_the_box_is_asked_first_and_keeps_them(
    served: Served, opened: Browser
) -> None:
    async with a_phone(opened, "unsent") as phone:
        asked: list[str] = []

        async def stay(dialog: Dialog) -> None:
            asked.append(dialog.type)
            await dialog.dismiss()

        phone.page.on("dialog", stay)
        await begin(phone, served)
        await phone.tap("None")
        box = phone.page.locator("#now textarea")
        await box.press_sequentially(WORDS)
        await phone.page.evaluate("location.href = '/privacy'")
        await phone.page.evaluate("() => new Promise(requestAnimationFrame)")
        assert asked == ["beforeunload"]
        assert await box.input_value() == WORDS
        await phone.tap("Done")
        await phone.page.goto(served.page)
        assert asked == ["beforeunload"], "what was sent is no reason to ask"


async def test_the_way_out_never_asks(served: Served, opened: Browser) -> None:
    async with a_phone(opened, "way out") as phone:
        await begin(phone, served)
        await phone.tap("None")
        await phone.page.locator("#now textarea").press_sequentially(WORDS)
        phone.page.on("dialog", lambda dialog: pytest.fail(dialog.type))
        await phone.page.locator(".exit-button").click()
        await phone.page.wait_for_url("**/away")


async def test_words_that_lie_for_half_an_hour_are_gone(served: Served, opened: Browser) -> None:
    async with a_phone(opened, "half an hour") as phone:
        await phone.page.clock.install()
        await begin(phone, served)
        await phone.tap("None")
        box = phone.page.locator("#now textarea")
        await box.press_sequentially(WORDS)
        await phone.page.clock.run_for("29:00")
        assert await box.input_value() == WORDS
        await phone.page.clock.run_for("02:00")
        assert await box.input_value() == ""
        stored = "() => [localStorage.length, sessionStorage.length, JSON.stringify(history.state)]"
        assert await phone.page.evaluate(stored) == [0, 0, "null"]
