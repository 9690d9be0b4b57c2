"""A young person's phone: a browser page of 320 px, driven by what is on the screen."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Locator, Page, ViewportSize, expect

from tests.waiting import HANGS

SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
"""Ignored by git."""

PHONE: ViewportSize = {"width": 320, "height": 640}


@dataclass
class Phone:
    """`troubles` gathers what the browser complains about; `asked_for` every address that it asked for."""

    page: Page
    name: str
    troubles: list[str] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)
    shots: int = 0

    def watch(self) -> "Phone":
        self.page.on(
            "console",
            lambda said: self.troubles.append(said.text) if said.type in ("error", "warning") else None,
        )
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("request", lambda request: self.asked_for.append(request.url))
        return self

    async def question(self) -> str:
        return (await self.page.locator("#question").inner_text()).strip()

    async def log(self) -> str:
        return await self.page.locator("#log").inner_text()

    def button(self, label: str) -> Locator:
        return self.page.locator("#now").get_by_role("button", name=label, exact=True)

    async def moved_on(self, act: Callable[[], Awaitable[object]]) -> None:
        """Acts, and waits until the page shows another form, or none."""
        before = await self.page.locator("#now input[name=id]").first.get_attribute("value")
        await act()
        # Asked from outside the page: with JavaScript off a page can wait for nothing.
        await expect(self.page.locator(f'#now input[name=id][value="{before}"]')).to_have_count(0, timeout=HANGS * 1000)
        await self.page.wait_for_load_state()
        await self.page.locator("#question").wait_for()

    async def tap(self, label: str) -> None:
        await self.moved_on(self.button(label).click)

    async def tick(self, *labels: str) -> None:
        for label in labels:
            await self.page.get_by_label(label, exact=True).check()
        await self.tap("Done")

    async def write(self, words: str, button: str = "Done") -> None:
        await self.page.locator("textarea").fill(words)
        await self.tap(button)

    async def focused(self) -> str:
        """The words of what has the focus."""
        words: str = await self.page.evaluate(
            "() => (document.activeElement.closest('label') || document.activeElement).innerText.trim()"
        )
        return words

    async def focus_is_seen(self) -> bool:
        style: str = await self.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
        return style != "none"

    async def press_to(self, words: str) -> None:
        """Presses Tab until what has these words has the focus."""
        for _ in range(60):
            await self.page.keyboard.press("Tab")
            if await self.focused() == words:
                return
        raise AssertionError(f"Tab never gets to: {words}")

    async def enter(self) -> None:
        await self.moved_on(lambda: self.page.keyboard.press("Enter"))

    async def options(self) -> list[str]:
        return [one.strip() for one in await self.page.locator("#now .option").all_inner_texts()]

    async def boxes(self) -> list[str]:
        return [one.strip() for one in await self.page.locator("#now .tickable").all_inner_texts()]

    async def expects_words(self) -> bool:
        return await self.page.locator("#now textarea").count() > 0

    async def too_wide(self) -> int:
        """By how many px the page is wider than the screen."""
        return int(
            await self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )

    async def small_targets(self) -> list[str]:
        """What can be tapped but is under 44 px high or wide; links within a line of text are let be."""
        found: list[str] = await self.page.evaluate(
            """() => [...document.querySelectorAll(
                'button, summary, .bar-item, .lines a, .sheet a, .tickable, textarea, .main-button')]
              .map(one => [one, one.getBoundingClientRect()])
              .filter(([one, box]) => box.width && (box.height < 43.5 || box.width < 43.5))
              .map(([one, box]) => `${one.textContent.trim()} ${box.width}x${box.height}`)"""
        )
        return found

    async def shot(self, what: str, *, full: bool = True) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        self.shots += 1
        words = re.sub(r"[^a-z0-9]+", "-", what.lower()).strip("-")[:40]
        path = SCREENSHOTS / f"{self.name}-{self.shots:02d}-{words}.png"
        await self.page.screenshot(path=path, full_page=full)
