"""People who answered, a consultation that closes, and what they do afterwards with their six words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import httpx
from lxml import html
from starlette.applications import Starlette

from bot.telegram import TELEGRAM
from bot.turns.arrived import Arrived
from bot.turns.turn_taker import TurnTaker
from bot.web.chat_routes import chat_routes
from conversations.asking.consultation.file import bundled
from conversations.asking.events import Did
from conversations.asking.receipts.receipt_words import parse
from conversations.asking.replies import Reply
from storage.reviewing import QueuedAnswer
from storage.sqlite import SqliteStore
from tests.listening import hear

ID = "advocacy"
OPENS, CLOSES = date(2026, 3, 1), date(2026, 3, 31)
UNTIL = date(2026, 4, 14)
WRONG = "abacus abdomen abdominal abide abiding ability"


@dataclass
class Time:
    now: datetime = datetime(2026, 3, 10, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **some: float) -> None:
        self.now += timedelta(**some)

    def to(self, day: date) -> None:
        self.now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@dataclass
class Chance:
    thrown: int = 0

    def __call__(self, size: int) -> bytes:
        self.thrown += 1
        return (self.thrown.to_bytes(8) * (size // 8 + 1))[-size:]


@dataclass
class Town:
    """The store, the doors, and everybody."""

    store: SqliteStore
    time: Time
    chance: Chance = field(default_factory=Chance)

    def __post_init__(self) -> None:
        self.turn_taker = TurnTaker(
            self.store, clock=self.time, chance=self.chance, web_address="https://earshot.example.org", hear=hear
        )
        self.count = 0

    async def opens(self) -> None:
        for text in bundled():
            await self.store.consultations.add(text)
        await self.store.consultations.open(ID, OPENS, CLOSES, trial=False, by="test")

    async def closes(self) -> None:
        self.time.to(CLOSES + timedelta(days=1))
        await self.store.consultations.close(ID, by="test", at=self.time())

    async def say(self, person: str, text: str, *, of: str = ID) -> str:
        return words_of(await self.do(person, Did.TEXT, text, of=of))

    async def do(self, person: str, did: Did, text: str | None = None, *, of: str = ID) -> tuple[Reply, ...]:
        self.count += 1
        arrived = Arrived(
            id=f"update:{self.count}",
            door=TELEGRAM,
            address=f"telegram:{person}",
            consultation=of,
            did=did,
            text=text,
            message=str(self.count),
        )
        return (await self.turn_taker.take(arrived)).replies

    async def answers(self, person: str, **said: str) -> str:
        """Somebody answers; gives their six words. What is not said is skipped."""
        for typed in ("/start", "16 to 17", "Next"):
            await self.say(person, typed)
        six = six_words(await self.say(person, "Yes, I want to take part"))
        text = (await self.store.consultations.get(ID)).latest
        for question in (*text.questions, *text.about_you):
            await self.say(person, said.get(question.id, "/skip"))
            if question.id in said and question.type in ("open", "multi"):
                await self.say(person, "done")
        if any(text.question(one).type == "open" for one in said):
            await self.say(person, "Yes, you may use my words")
        await self.say(person, "Finish")
        return six

    async def waiting(self) -> dict[str, QueuedAnswer]:
        """What waits for a moderator, by its words."""
        return {one.answer.text: one for one in await self.store.reviewing.queue(ID)}

    def page(self) -> "Page":
        app = Starlette(
            routes=chat_routes(
                self.turn_taker, self.store.consultations, clock=self.time, chance=self.chance, secure=False
            )
        )
        return Page(httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1"))


class Page:
    """The page with six words, in a browser without JavaScript."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.shown = ""
        self.status = 0
        self.cookies: list[str] = []

    async def words(self, six: str) -> str:
        """Types six words on the page that asks for them."""
        await self._see(await self.client.get(f"/c/{ID}/words"))
        return await self.press("Find my answers", text=six)

    async def press(self, label: str, *, at: str = "", **filled: str | list[str]) -> str:
        """Presses the button with this label, beside the heading `at`; fills in what its form asks for."""
        action, data = self.form(label, at, filled)
        return await self._see(await self.client.post(action, data=data, follow_redirects=True))

    def form(
        self, label: str, at: str = "", filled: Mapping[str, str | list[str]] = {}
    ) -> tuple[str, dict[str, list[str]]]:
        """What pressing it would send, and where to."""
        page = html.fromstring(self.shown)
        for button in page.xpath("//main//button"):
            near = " ".join(button.getparent().getparent().text_content().split())
            if squeezed(button) != label or at not in near:
                continue
            form = next(button.iterancestors("form"))
            data: dict[str, list[str]] = {}
            for one in form.xpath(".//input[@type='hidden']"):
                data.setdefault(one.get("name"), []).append(one.get("value"))
            for one in form.xpath(".//input[@type='radio' or @type='checkbox']"):
                ticked = (
                    squeezed(one.getparent()) in filled["tick"] if "tick" in filled else one.get("checked") is not None
                )
                if ticked:
                    data.setdefault(one.get("name"), []).append(one.get("value"))
            for one in form.xpath(".//textarea"):
                data[one.get("name")] = [str(filled.get("text", one.text_content()))]
            if form.xpath(".//input[@name='text']"):
                data["text"] = [str(filled.get("text", ""))]
            if button.get("name"):
                data.setdefault(button.get("name"), []).append(button.get("value"))
            return str(form.get("action")), data
        raise AssertionError(f"no button {label!r} at {at!r}")

    async def send(self, action: str, data: dict[str, list[str]]) -> str:
        return await self._see(await self.client.post(action, data=data, follow_redirects=True))

    async def _see(self, response: httpx.Response) -> str:
        self.shown, self.status = response.text, response.status_code
        self.cookies += response.headers.get_list("set-cookie")
        return squeezed(html.fromstring(response.text).get_element_by_id("main"))


def squeezed(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().replace("✓", "").replace("(picked)", "").split())


def words_of(replies: tuple[Reply, ...]) -> str:
    return "\n".join(reply.text for reply in replies)


def six_words(said: str) -> str:
    return next(line for line in re.split(r"\n", said) if parse(line))
