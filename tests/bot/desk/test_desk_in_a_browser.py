"""The desk in a real browser: the whole way with and without JavaScript, on a phone and a wide screen, in the dark."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from bot.desk.accounts.one_time_links import first_link
from conversations.hearing.values import Kind, Risk
from conversations.telling.responses import Review
from storage.worries.flags import FlagVerdict
from tests.bot.desk.conftest import PASSWORD, TestDesk
from tests.browser import FLAGS, NONE_FOUND, browser, in_ci
from tests.waiting import HANGS

pytestmark = pytest.mark.browser

SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
"""Ignored by git."""

WIDE: ViewportSize = {"width": 1100, "height": 800}
PHONE: ViewportSize = {"width": 320, "height": 640}

LOW_CONTRAST = """() => {
  const numbers = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b]
    .map((one) => one / 255)
    .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, place) => sum + one * [0.2126, 0.7152, 0.0722][place], 0);
  const behind = (part) => {
    for (let at = part; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const bad = [];
  for (const part of document.querySelectorAll("body *")) {
    const words = [...part.childNodes].filter((one) => one.nodeType === 3 && one.data.trim());
    if (!words.length || !part.checkVisibility()) continue;
    const pair = [light(numbers(getComputedStyle(part).color)), light(behind(part))].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < 4.5) bad.push(`${part.tagName} ${part.className} ${ratio.toFixed(2)}: ${words[0].data.trim()}`);
  }
  return bad;
}"""
"""Words with a contrast under 4.5 to 1 (WCAG AA)."""

FOCUSED = """() => {
  const at = document.activeElement;
  return [at.innerText.trim(), getComputedStyle(at).outlineStyle, at === document.body];
}"""


@dataclass
class Served:
    desk: TestDesk
    address: str

    async def first_link(self) -> str:
        link = await first_link(self.desk.store.staff, self.desk.clock, self.desk.chance, self.address)
        assert link is not None
        return link


@pytest.fixture
async def served(desk: TestDesk) -> AsyncIterator[Served]:
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(desk.app, log_config=None, access_log=False, lifespan="off"))
    task = asyncio.create_task(server.serve(sockets=[listening]))
    yield Served(desk, f"http://127.0.0.1:{listening.getsockname()[1]}")
    server.should_exit = True
    await task


@pytest.fixture
async def opened() -> AsyncIterator[Browser]:
    found = browser()
    if found is None:
        if in_ci():
            pytest.fail(NONE_FOUND)
        pytest.skip(NONE_FOUND)
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield running
        await running.close()


async def fill(desk: TestDesk) -> None:
    await desk.wrote(
        "My social worker [name] never rings back. I went to [place] and nobody came.\nPlease answer the phone.",
        question="FIRST",
        hidden=(Kind.PERSON, Kind.LOCATION),
        sent_again=True,
    )
    await desk.wrote("Somewhere I can stay. " * 20, quoting=False, risk=Risk.CONCERN)
    await desk.wrote("I don't feel safe where I live.", risk=Risk.URGENT)
    await desk.wrote("A kitchen that smells of toast.")
    await desk.worried("I don't feel safe where I live.", Risk.URGENT, ["not_safe"])
    await desk.worried("I cry a lot since [name] left.", Risk.CONCERN, ["low_mood"])
    for place, count in (("a", 31), ("b", 22), ("c", 3)):
        for _ in range(count):
            await desk.ticked("SAY", place)


async def look(page: Page, name: str) -> None:
    """Takes a picture, and sees that nothing sticks out sideways and that all words can be read."""
    await page.screenshot(path=SCREENSHOTS / f"desk_{name}.png", full_page=True)
    assert await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert await page.evaluate(LOW_CONTRAST) == []


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
async def test_from_signing_in_to_the_letter(served: Served, opened: Browser, script: bool) -> None:
    await fill(served.desk)
    context = await opened.new_context(java_script_enabled=script, viewport=WIDE if script else PHONE)
    context.set_default_timeout(HANGS * 1000)
    page = await context.new_page()
    asked_for: list[str] = []
    page.on("request", lambda request: asked_for.append(request.url))

    await page.goto(await served.first_link())
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_label("The same password again").fill(PASSWORD)
    await page.get_by_role("button", name="Set password and sign in").click()

    await page.get_by_role("link", name="4 answers wait").click()
    assert "I don't feel safe" in await page.locator("blockquote").inner_text()
    await page.get_by_role("button", name="Approve").click()
    assert "3 waiting" in await page.locator(".place").inner_text()

    await page.get_by_text("Leave out…").click()
    await page.get_by_role("button", name="It could show who someone is").click()
    await page.get_by_role("button", name="Undo").click()
    await page.get_by_text("Taken back").wait_for()
    assert "Somewhere I can stay" in await page.locator("blockquote").inner_text()
    for _ in range(3):
        await page.get_by_role("button", name="Approve").click()
    await page.get_by_text("No answer waits.").wait_for()
    assert len(await served.desk.texts(Review.APPROVED)) == 4

    await page.get_by_role("link", name="Results").click()
    for button in ("Word", "JSON"):
        async with page.expect_download() as download:
            await page.get_by_role("button", name=button).click()
        assert "trying" in (await download.value).suggested_filename
    await page.get_by_role("button", name="Sign out").click()
    await page.get_by_text("You are signed out.").wait_for()
    assert all(url.startswith(served.address) for url in asked_for)
    await context.close()


async def test_reviewing_with_keys_alone(served: Served, opened: Browser) -> None:
    await fill(served.desk)
    page = await at_the_desk(served, opened)
    await page.goto(f"{served.address}/desk/c/trying/answers")
    await page.keyboard.press("n")
    await page.wait_for_url("**at=1")
    await page.keyboard.press("a")
    await page.wait_for_url("**did=approved**")
    await page.keyboard.press("2")
    await page.keyboard.press("l")
    await page.keyboard.press("2")
    await page.wait_for_url("**did=left-out**")
    await page.keyboard.press("u")
    await page.wait_for_url("**did=undone**")
    await page.get_by_role("button", name="Turn keys off").click()
    await page.keyboard.press("a")
    await page.keyboard.press("l")
    await page.reload()
    await page.keyboard.press("a")
    await page.get_by_role("button", name="Turn keys on").wait_for()
    assert await served.desk.store.reviewing.queue_length("trying") == 3


async def test_a_worry_is_raised_with_keys_and_closed_with_a_press(served: Served, opened: Browser) -> None:
    await served.desk.wrote("The blue bag is under my bed.")
    page = await at_the_desk(served, opened)
    await page.goto(f"{served.address}/desk/c/trying/answers")
    await page.keyboard.press("w")
    await page.get_by_text("What may it be about?").wait_for()
    await page.keyboard.press("Escape")
    assert not await page.get_by_text("What may it be about?").is_visible()
    await page.keyboard.press("w")
    await page.get_by_label("exploitation").check()
    await page.get_by_role("button", name="A concern: somebody should look").click()
    await page.wait_for_url("**did=raised")
    await page.get_by_role("link", name="Flags").click()
    await page.get_by_role("group", name="Was it a worry?").get_by_role("button", name="it was a worry").click()
    await page.wait_for_url("**did=closed")
    [flag] = await served.desk.store.flags.raised("trying", closed=True)
    assert (flag.kinds, flag.verdict) == (("exploitation",), FlagVerdict.RIGHT)


async def test_keys_do_nothing_while_a_reason_is_written(served: Served, opened: Browser) -> None:
    await fill(served.desk)
    page = await at_the_desk(served, opened)
    await page.goto(f"{served.address}/desk/c/trying/answers")
    await page.keyboard.press("l")
    await page.get_by_label("Another reason").press_sequentially("a luna 12")
    assert await page.get_by_label("Another reason").input_value() == "a luna 12"
    await page.keyboard.press("Enter")
    await page.wait_for_url("**did=left-out**")
    [item] = await served.desk.store.reviewing.queue("trying", review=Review.REJECTED)
    assert item.reason == "a luna 12"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
async def test_every_page_fits_and_can_be_read(
    served: Served, opened: Browser, screen: ViewportSize, scheme: str
) -> None:
    await fill(served.desk)
    page = await at_the_desk(served, opened)
    await page.set_viewport_size(screen)
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    end = f"{screen['width']}_{scheme}"

    async def see(name: str, path: str) -> None:
        await page.goto(served.address + path)
        await look(page, f"{name}_{end}")

    await see("home", "/desk")
    await see("own_password", "/desk/password")
    await see("flags", "/desk/c/trying/flags")
    await see("waiting", "/desk/c/trying/answers")
    await page.get_by_role("button", name="Approve").click()
    await look(page, f"approved_one_{end}")
    await page.get_by_text("Leave out…").click()
    await look(page, f"reasons_{end}")
    await page.get_by_text("Raise a worry…").click()
    await look(page, f"raising_{end}")
    await page.get_by_role("button", name="It is a test, or copied").click()
    await look(page, f"hidden_words_{end}")
    await see("list_approved", "/desk/c/trying/answers?view=approved")
    await see("list_left_out", "/desk/c/trying/answers?view=left-out")
    await see("results", "/desk/c/trying/results")
    await see("nothing_waits", "/desk/c/real/answers")
    await see("missing", "/desk/nowhere")
    await see("used_link", "/desk/link/used")
    await page.context.clear_cookies()
    await see("sign_in", "/desk/sign-in")
    await page.get_by_label("Name").fill("Nobody")
    await page.get_by_label("Password").fill("wrong")
    await page.get_by_role("button", name="Sign in").click()
    await look(page, f"wrong_password_{end}")


async def test_every_control_is_reached_and_seen_with_the_tab_key(served: Served, opened: Browser) -> None:
    await fill(served.desk)
    page = await at_the_desk(served, opened)
    await page.goto(f"{served.address}/desk/c/trying/answers")
    reached = []
    for _ in range(30):
        await page.keyboard.press("Tab")
        name, outline, nowhere = await page.evaluate(FOCUSED)
        reached.append(name)
        assert nowhere or outline == "solid", name
    for name in ("Skip to what matters", "Sign out", "Flags", "Approve", "Later", "Leave out…", "Turn keys off"):
        assert name in reached


async def at_the_desk(served: Served, opened: Browser, *, script: bool = True) -> Page:
    page = await opened.new_page(viewport=WIDE, java_script_enabled=script)
    await page.goto(await served.first_link())
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_label("The same password again").fill(PASSWORD)
    await page.get_by_role("button", name="Set password and sign in").click()
    await page.wait_for_url("**/desk")
    return page
