"""The same transcripts through the doors themselves: the real store, and what each door really shows."""

import asyncio
import io
from abc import ABC, abstractmethod
from datetime import datetime, timedelta
from typing import Any

import httpx
from lxml import html
from rich.console import Console
from starlette.applications import Starlette

from bot.telegram.telegram_door import TelegramDoor
from bot.terminal import chat
from bot.turns.turn_taker import TurnTaker
from bot.web.chat_routes import chat_routes
from conversations.asking.locales import line
from storage.store import Store
from tests.bot_api import BotApi
from tests.conversations.respondent import BEGINS, chance, span
from tests.conversations.transcript import Step
from tests.listening import hear
from tests.waiting import HANGS

CONSULTATION = "stable_homes"


class Clock:
    """Moves by twenty seconds with each step, or by as much as a transcript waits."""

    def __init__(self) -> None:
        self.now = BEGINS

    def __call__(self) -> datetime:
        return self.now


class Chance:
    """The same bytes in every run, and other ones at every call."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, size: int) -> bytes:
        self.count += 1
        return (chance(self.count) * (size // 32 + 1))[:size]


class Player(ABC):
    """Does a transcript's steps at one door; `shown` is all that the respondent sees after a step."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.clock = Clock()
        self.chance = Chance()
        self.turn_taker = TurnTaker(
            store, clock=self.clock, chance=self.chance, web_address="https://earshot.example.org", hear=hear
        )

    async def play(self, step: Step) -> str:
        """Does a step; gives what is shown after it."""
        self.clock.now += timedelta(seconds=20)
        if step.verb == "wait":
            self.clock.now += span(step.rest)
            return ""
        return await self.do(step)

    @abstractmethod
    async def do(self, step: Step) -> str: ...

    async def __aenter__(self) -> "Player":
        return self

    async def __aexit__(self, *_: object) -> None:
        return None


class OnTheChatPage(Player):
    """Reads the page's forms and posts them, as a browser without JavaScript does."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        app = Starlette(
            routes=chat_routes(self.turn_taker, store.consultations, clock=self.clock, chance=self.chance, secure=False)
        )
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://127.0.0.1", follow_redirects=True
        )
        self.page: Any = None

    async def __aexit__(self, *_: object) -> None:
        await self.client.aclose()

    async def do(self, step: Step) -> str:
        if step.verb in ("start", "look") or step.rest == "/start":
            return self._see(await self.client.get(f"/c/{CONSULTATION}"))
        if step.verb == "say" and step.rest.startswith("/"):
            label = {"/stop": "Stop", "/skip": "Skip", "/help": "Help", "/delete": "Delete my answers"}[step.rest]
            return await self._press(label)
        if step.verb in ("say", "form"):
            words = self.page.xpath("//textarea") and self.page.xpath("//button[text()='Done']")
            send = line("web_send_more") if words else line("web_send")
            if step.rest.lower() in ("done", "skip"):
                return await self._press(step.rest.capitalize())
            return await self._press(line("done") if step.verb == "form" else send, text=step.rest)
        labels = step.rest.split("; ") if step.verb == "pick" else [step.rest]
        if step.verb == "pick":
            return await self._press("Done", ticked=labels)
        if step.verb == "tap":
            return await self._press(step.rest)
        raise ValueError(f"line {step.line}: nobody can {step.verb} here")

    async def _press(self, label: str, text: str = "", ticked: list[str] | None = None) -> str:
        """Presses the button with this label, with what its form holds besides. `ticked`: None for the boxes as they
        stand."""
        for form in self.page.iter("form"):
            own = [*form.iter(), *(self.page.xpath("//*[@form=$name]", name=form.get("id")) if form.get("id") else ())]
            for button in (one for one in own if one.tag == "button" and one.get("form") in (None, form.get("id"))):
                if " ".join(button.text_content().replace("✓", "").split()) == label:
                    fields = [(one.get("name"), one.get("value")) for one in own if one.get("type") == "hidden"]
                    fields += [("text", text) for one in own if one.tag != "button" and one.get("name") == "text"]
                    fields += [("tap", one.get("value")) for one in own if _is_ticked(one, ticked)]
                    if button.get("name"):
                        fields.append((button.get("name"), button.get("value")))
                    return self._see(await self.client.post(form.get("action"), data=_as_data(fields)))
        raise ValueError(f"the page has no button {label}")

    def _see(self, response: httpx.Response) -> str:
        assert response.status_code == 200
        self.page = html.fromstring(response.text)
        return " ".join(self.page.get_element_by_id("main").text_content().split())


def _is_ticked(element: html.HtmlElement, ticked: list[str] | None) -> bool:
    if element.get("type") != "checkbox":
        return False
    if ticked is None:
        return element.get("checked") is not None
    return " ".join(element.getparent().text_content().split()) in ticked


def _as_data(fields: list[tuple[str, str]]) -> dict[str, list[str]]:
    data: dict[str, list[str]] = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    return data


class OnTelegram(Player):
    """Writes to the door through a Bot API server."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.api = BotApi()
        self.patience = timedelta()

    async def __aenter__(self) -> Player:
        from pydantic import SecretStr

        await self.api.start()
        self.person = self.api.person()
        door = TelegramDoor(
            self.store,
            self.turn_taker,
            SecretStr(self.api.token),
            self.api.url,
            clock=lambda: self.clock.now + self.patience,
            sleep=self._sleep,
            chance=lambda: 0.0,
        )
        self.task = asyncio.ensure_future(door.run())
        return self

    async def _sleep(self, seconds: float) -> None:
        """The door's own patience takes no time here, and makes no respondent's break longer."""
        self.patience += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    async def __aexit__(self, *_: object) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        await self.api.stop()

    async def do(self, step: Step) -> str:
        self.patience = timedelta()
        if step.verb == "start":
            await self.person.say(f"/start {CONSULTATION}")
        elif step.verb in ("say", "form"):
            await self.person.say(step.rest)
            if step.verb == "form":
                await self._quiet()
                await self.person.tap("Done")
        elif step.verb == "tap":
            await self.person.tap(step.rest)
        elif step.verb == "pick":
            for label in step.rest.split("; "):
                await self.person.tap(label)
                await self._quiet()
            await self.person.tap("Done")
        else:
            raise ValueError(f"line {step.line}: nobody can {step.verb} here")
        return await self._quiet()

    async def _quiet(self) -> str:
        """What came, once all updates are taken and all replies sent."""
        await self.api.until(lambda: self.api.unconfirmed == 0)
        async with asyncio.timeout(HANGS):
            while await self.store.outbox.waiting("telegram", self.clock.now + timedelta(days=400)):
                pass  # each look at the store lets the door go on
        return " ".join(" ".join(message.text.split()) for message in self.person.unread())


class InTheTerminal(Player):
    """Types every answer."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.lines: asyncio.Queue[str | None] = asyncio.Queue()
        self.waits = asyncio.Semaphore(0)
        self.output = io.StringIO()

    async def __aenter__(self) -> Player:
        loop = asyncio.get_running_loop()

        def read() -> str | None:
            loop.call_soon_threadsafe(self.waits.release)
            return asyncio.run_coroutine_threadsafe(self.lines.get(), loop).result(20)

        console = Console(file=self.output, width=2000, highlight=False)
        self.task = asyncio.ensure_future(
            chat(self.turn_taker, CONSULTATION, address="terminal:test", console=console, read=read)
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.lines.put(None)
        await self.task

    async def do(self, step: Step) -> str:
        if step.verb == "pick":
            typed = [step.rest.replace("; ", ", "), "done"]
        elif step.verb == "form":
            typed = [step.rest, "done"]
        else:
            typed = [] if step.verb == "start" else [step.rest]
        await self._turn(None)
        for one in typed:
            await self._turn(one)
        self.waits.release()  # the next step begins with the door waiting, as this one did
        shown = self.output.getvalue()
        self.output.seek(0)
        self.output.truncate()
        return " ".join(shown.split())

    async def _turn(self, typed: str | None) -> None:
        """Types a line and waits until the door waits for the next."""
        if typed is not None:
            await self.lines.put(typed)
        async with asyncio.timeout(HANGS):
            await self.waits.acquire()


PLAYERS: dict[str, type[Player]] = {
    "web": OnTheChatPage,
    "telegram": OnTelegram,
    "terminal": InTheTerminal,
}
