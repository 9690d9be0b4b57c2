"""Themes in a real browser: every page on a phone and a wide screen, in the dark, without JavaScript, and by axe."""

import pytest
from playwright.async_api import Browser, ViewportSize

from storage.rules.coding_standing import Place
from tests.bot.desk.conftest import TestDesk
from tests.bot.desk.test_desk_in_a_browser import PHONE, WIDE, Served, at_the_desk, look, opened, served
from tests.bot.web.accessibility import violations
from tests.by_words import Learner

__all__ = ["opened", "served"]

pytestmark = pytest.mark.browser

HOME = "/desk/c/trying/themes/HOME"


async def fill(desk: TestDesk) -> None:
    desk.learns_with(Learner(), share=50)
    for text in ("A dog that waits at the door and my cat on the bed", "Toast and tea when I come home from [place]"):
        for number in range(12):
            await desk.wrote(f"{text}, number {number}")
    for number in range(9):
        await desk.wrote(f"Trips to the sea with everybody, even if it rains all day long. That was number {number}")
    await desk.coded()
    for number, one in enumerate(await desk.store.codings.coded("trying", "HOME")):
        if number % 4 == 0:
            await desk.store.codings.code_by_hand(
                one.id, ["food"], place=Place.FIRST, frame=1, seen=one.text, by="Bo", at=desk.now
            )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
async def test_every_page_of_themes_fits_can_be_read_and_has_no_fault_that_axe_finds(
    served: Served, opened: Browser, screen: ViewportSize, scheme: str
) -> None:
    await fill(served.desk)
    page = await at_the_desk(served, opened)
    await page.set_viewport_size(screen)
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    async def see(name: str, path: str) -> None:
        await page.goto(served.address + path)
        await page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
        await look(page, f"themes_{name}_{screen['width']}_{scheme}")
        assert await violations(page) == [], name

    await see("all", "/desk/c/trying/themes")
    await see("frame", HOME)
    await see("theme", f"{HOME}/theme/food")
    await see("needs", f"{HOME}/code?view=needs")
    await see("new", f"{HOME}/code?view=new")
    await see("second", f"{HOME}/code?view=second")
    await see("done", f"{HOME}/code?view=done")
    await see("suggestions", f"{HOME}/new")
    await see("results", "/desk/c/trying/results")


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
async def test_from_a_group_to_a_theme_to_a_coded_answer(served: Served, opened: Browser, script: bool) -> None:
    await fill(served.desk)
    page = await at_the_desk(served, opened, script=script)
    await page.goto(served.address + "/desk/c/trying/answers")
    await page.get_by_role("link", name="Themes").click()
    await page.get_by_role("link", name="New themes").first.click()
    await page.get_by_text("Make it a theme…").click()
    await page.get_by_label("Name").fill("Days out")
    await page.get_by_label("What belongs to it").fill("Trips and days away.")
    await page.get_by_role("button", name="Make it a theme").click()
    await page.get_by_text("Added.").wait_for()
    await served.desk.coded()
    await page.get_by_role("link", name="Not looked at").click()
    await page.get_by_label("Food").check()
    await page.get_by_role("button", name="Save").click()
    await page.get_by_text("Kept.").wait_for()
    assert any(one.first and one.first.by == "admin" for one in await served.desk.store.codings.coded("trying", "HOME"))
