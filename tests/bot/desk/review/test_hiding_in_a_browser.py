"""Hiding words in a real browser: by keys alone, without JavaScript, on a phone and in the dark, and by axe."""

from typing import Literal

import pytest
from playwright.async_api import Browser, Page, ViewportSize

from bot.desk.roles import Role
from conversations.telling.responses import Review
from tests.bot.desk.conftest import TRIED
from tests.bot.desk.test_desk_in_a_browser import PHONE, WIDE, Served, look, opened, served
from tests.bot.web.accessibility import violations

__all__ = ["opened", "served"]

pytestmark = pytest.mark.browser

SAID = "My friend Brogan is the best thing about this place. When brogan's dog is there nobody is sad."
QUEUE = f"/desk/c/{TRIED}/answers"


async def as_moderator(
    served: Served,
    opened: Browser,
    *,
    screen: ViewportSize = WIDE,
    script: bool = True,
    scheme: Literal["light", "dark"] = "light",
) -> Page:
    sam = await served.desk.signed_in(Role.MODERATOR, Role.PARTICIPATION_WORKER)
    context = await opened.new_context(viewport=screen, java_script_enabled=script, color_scheme=scheme)
    await context.add_cookies([{"name": "desk", "value": sam.cookies["desk"], "url": served.address}])
    return await context.new_page()


async def test_by_keys_alone(served: Served, opened: Browser) -> None:
    desk = served.desk
    await desk.wrote(SAID)
    await desk.wrote("brogan is my brother")
    await desk.wrote("this is fine")
    [item] = [one for one in await desk.store.reviewing.queue(TRIED) if one.answer.text == SAID]
    page = await as_moderator(served, opened)
    await page.goto(f"{served.address}{QUEUE}/{item.id.hex()}")
    assert await violations(page) == []
    await look(page, "review-answer")
    await page.keyboard.press("h")
    await page.wait_for_url("**/hide")
    for number in (2, 11):
        await page.locator(f"[name=w-{number}]").focus()
        await page.keyboard.press("Space")
    await page.locator("[name=kind]").first.focus()
    await page.keyboard.press("Space")
    assert await violations(page) == []
    await look(page, "review-hide")
    await page.keyboard.press("Enter")
    await page.get_by_role("heading", name="This is what it will say").wait_for()
    assert await violations(page) == []
    await look(page, "review-preview")
    await page.keyboard.press("Enter")
    await page.get_by_text("The same stands in one other answer").wait_for()
    assert await violations(page) == []
    await look(page, "review-others")
    await page.get_by_role("button", name="Hide it there, too").press("Enter")
    await page.get_by_text("in this answer and in the others").wait_for()
    await page.keyboard.press("a")
    await page.get_by_text("Approved.").wait_for()
    assert sorted(await desk.texts(Review.WAITING)) == ["[name] is my brother", "this is fine"]
    [kept] = await desk.texts(Review.APPROVED)
    assert "rogan" not in kept


@pytest.mark.parametrize(("screen", "scheme"), [(PHONE, "light"), (WIDE, "dark")])
async def test_without_javascript(
    served: Served, opened: Browser, screen: ViewportSize, scheme: Literal["light", "dark"]
) -> None:
    await served.desk.wrote(SAID)
    page = await as_moderator(served, opened, screen=screen, script=False, scheme=scheme)
    await page.goto(f"{served.address}{await served.desk.only_waiting()}/hide")
    await page.locator("label.word").nth(2).click()
    await page.get_by_label("A name").check()
    await look(page, f"review-hide-{scheme}")
    await page.get_by_role("button", name="See the result").click()
    await page.get_by_role("button", name="Hide it").click()
    await page.get_by_text("Hidden. The answer stays").wait_for()
    await look(page, f"review-hidden-{scheme}")
    await page.get_by_role("button", name="Bring back").click()
    assert await served.desk.texts(Review.WAITING) == [SAID]
    await page.get_by_role("button", name="Approve").click()
    await page.get_by_role("link", name="Read and search").click()
    await page.get_by_label("Words to look for").fill("brogan dog")
    await page.get_by_role("button", name="Search").click()
    await page.get_by_text("1 to 1 of 1").wait_for()
    await look(page, f"review-approved-{scheme}")
