"""A desk with a store of its own, staff to sign in and answers to review."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import httpx
import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette

from bot.alerts.mail_server import SendsMail
from bot.desk.accounts.one_time_links import new_secret
from bot.desk.desk_routes import desk_routes
from bot.desk.roles import Role
from bot.inference.background_coding import BackgroundCoding
from bot.inference.double_coding import DOUBLE_CODED
from bot.known_doors import rows_in_figures
from bot.web import WEB
from conversations.asking.answer import Answer
from conversations.asking.consultation.model import Consultation
from conversations.asking.records import AnswerKept, FlagRaised, QuotingSaid, Record, ResponseBegun, ResponseWithdrawn
from conversations.asking.session import Session, Turn
from conversations.hearing.values import Feeling, Flag, Kind, Risk
from conversations.telling.responses import Review
from storage.errors import StoreError
from storage.keys import Keys
from storage.sqlite import SqliteStore
from tests.by_words import Learner, by_words

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "lamp river quiet"
ADDRESS = "http://desk.test"
TRIED = "trying"
REAL = "real"


def consultation(identifier: str, title: str) -> Consultation:
    return Consultation.model_validate(
        {
            "format": 1,
            "id": identifier,
            "version": 1,
            "title": title,
            "about": "To try the desk.",
            "questions": [
                {
                    "id": "HOME",
                    "type": "open",
                    "text": "What makes a place feel like home?",
                    "themes": [
                        {"id": "pets", "name": "Pets", "definition": "Animals.", "examples": ["a dog", "my cat"]},
                        {"id": "food", "name": "Food", "definition": "Meals.", "examples": ["toast and tea"]},
                    ],
                },
                {"id": "FIRST", "type": "open", "text": "What should change first?"},
                {
                    "id": "SAY",
                    "type": "scale",
                    "text": "How much say do you get?",
                    "options": [{"id": "a", "text": "A lot"}, {"id": "b", "text": "Some"}, {"id": "c", "text": "None"}],
                },
            ],
        }
    )


async def mixed(_redacted: str) -> Feeling:
    """Every answer sounds mixed."""
    return Feeling.MIXED


@dataclass
class Files:
    """Stands for the makers of letters and data: says what was asked for."""

    broken: bool = False

    async def letter(self, consultation: str, form: str, by: str) -> tuple[str, str, bytes]:
        if self.broken:
            raise StoreError("the letter could not be made")
        return f"TRIAL {consultation}\r\n.{form}", "text/html" if form == "html" else "text/plain", b"a letter"

    async def data(self, consultation: str, form: str, by: str) -> tuple[str, str, bytes]:
        return f"{consultation}.{form}", "application/json", b"[1]"


@dataclass
class TestDesk:
    """The desk, who is at it, and what young people wrote."""

    __test__ = False

    store: SqliteStore
    now: datetime = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)
    dice: Random = field(default_factory=lambda: Random(5))
    files: Files = field(default_factory=Files)
    secure: bool = False
    public_url: str = ""
    trouble: str = ""
    mail: SendsMail | None = None
    telegram: bool = False
    adjusted: int = 0
    """How often screening was asked to learn from what people said."""

    def __post_init__(self) -> None:
        self.coding = BackgroundCoding(self.store, by_words, clock=self.clock)

    def clock(self) -> datetime:
        return self.now

    async def adjust(self) -> None:
        self.adjusted += 1

    def chance(self, size: int) -> bytes:
        return self.dice.randbytes(size)

    def wait(self, **duration: float) -> None:
        self.now += timedelta(**duration)

    @property
    def address(self) -> str:
        return ADDRESS.replace("http:", "https:") if self.secure else ADDRESS

    @property
    def app(self) -> Starlette:
        return Starlette(
            routes=desk_routes(
                self.store,
                clock=self.clock,
                chance=self.chance,
                web_address=self.public_url or self.address,
                downloads=self.files,
                feel=mixed,
                trouble=lambda: self.trouble,
                coding=self.coding,
                adjust=self.adjust,
                door_rows=rows_in_figures(),
                mail=self.mail,
                telegram=self.telegram,
            )
        )

    def learns_with(self, learner: Learner, share: int = DOUBLE_CODED) -> None:
        self.coding = BackgroundCoding(self.store, lambda: by_words(learner), clock=self.clock, share=share)

    async def coded(self) -> None:
        """The background comes by."""
        await self.coding.finish()

    def visitor(self, app: Starlette | None = None) -> httpx.AsyncClient:
        """Someone who is not signed in. Visitors of one app share what it keeps in memory."""
        return httpx.AsyncClient(transport=httpx.ASGITransport(app or self.app), base_url=self.address)

    async def signed_in(self, *roles: Role, name: str = "Sam") -> httpx.AsyncClient:
        """Someone with these roles, signed in."""
        account = await self.store.staff.add(name, roles, by="test")
        secret = new_secret(self.chance)
        await self.store.staff.sign_in(account.id, secret, self.now + timedelta(hours=12))
        visitor = self.visitor()
        visitor.cookies.set("desk", secret)
        return visitor

    async def account(self, name: str, *roles: Role, password: str = PASSWORD) -> int:
        """An account that can sign in with a password."""
        account = await self.store.staff.add(name, roles, by="test")
        await self.store.staff.set_password(account.id, CHEAP.hash(password), by="test")
        return account.id

    async def wrote(
        self,
        text: str,
        *,
        question: str = "HOME",
        of: str = TRIED,
        quoting: bool = True,
        hidden: tuple[Kind, ...] = (),
        sent_again: bool = False,
        risk: Risk = Risk.NONE,
        who: str = "",
        response: bytes | None = None,
    ) -> bytes:
        """Keeps an answer of somebody new (or of `who`, again); gives back the id of their response."""
        new = response is None
        response = response or self.chance(16)
        answer = Answer(text=text, hidden=hidden, sent_again=sent_again, risk=risk)
        day = self.now.date()
        records: list[Record] = [ResponseBegun(response, 1, "13-15", WEB.name, day)] if new else []
        records += [AnswerKept(response, question, answer, day), QuotingSaid(response, quoting)]
        await self._turn(of, who or response.hex(), response, records)
        return response

    async def ticked(self, question: str, *options: str, of: str = TRIED) -> None:
        response = self.chance(16)
        begun = ResponseBegun(response, 1, "13-15", WEB.name, self.now.date())
        kept = AnswerKept(response, question, Answer(chosen=options), self.now.date())
        await self._turn(of, response.hex(), response, [begun, kept])

    async def withdrew(self, response: bytes, *, of: str = TRIED) -> None:
        await self._turn(of, response.hex(), None, [ResponseWithdrawn(response)])

    async def worried(
        self,
        words: str,
        level: Risk = Risk.URGENT,
        kinds: Collection[str] = ("self_harm",),
        raised_by: Collection[str] = (),
        *,
        response: bytes | None = None,
        question: str = "",
        sentences: str = "",
        of: str = TRIED,
    ) -> None:
        """`response`, `question` and `sentences`: what the flag is about, where it is about an answer."""
        flag = Flag(level, tuple(kinds), words, tuple(raised_by))
        who = response.hex() if response else self.chance(8).hex()
        await self._turn(of, who, response, [FlagRaised(flag, response, question, sentences)])

    async def _turn(self, of: str, who: str, response: bytes | None, records: list[Record]) -> None:
        def take(state: Session | None) -> Turn:
            kept = state or Session(version=1, place="HOME", at=self.now)
            return Turn(kept.but(response=response), (), tuple(records))

        await self.store.turns.turn(of, f"web:{who}", self.chance(8).hex(), take, at=self.now)

    async def only_waiting(self, of: str = TRIED) -> str:
        """The address of the one answer that waits."""
        [item] = await self.store.reviewing.queue(of)
        return f"/desk/c/{of}/answers/{item.id.hex()}"

    async def texts(self, review: Review, of: str = TRIED) -> list[str]:
        return [item.answer.text for item in await self.store.reviewing.queue(of, review=review)]


@pytest.fixture(autouse=True)
def passwords_are_cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a try costs in earnest is in accounts/test_passwords.py."""
    monkeypatch.setattr("bot.desk.accounts.passwords.PasswordHasher", lambda: CHEAP)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    store = SqliteStore(tmp_path / "data" / "earshot.db", Keys(tmp_path / "keys"), hasher=CHEAP)
    await store.start()
    yield store
    await store.close()


@pytest.fixture
async def desk(store: SqliteStore) -> TestDesk:
    for identifier, title, trial in ((TRIED, "To try things", True), (REAL, "For real", False)):
        await store.consultations.add(consultation(identifier, title))
        await store.consultations.open(identifier, date(2026, 5, 1), date(2026, 7, 31), trial=trial, by="test")
    return TestDesk(store)
