"""What the tests of the store start from."""

from datetime import UTC, date, datetime

from argon2 import PasswordHasher

from conversations.asking.answer import Answer
from conversations.asking.consultation.model import Consultation
from conversations.asking.records import AnswerKept, Record, ResponseBegun
from conversations.asking.replies import Button, Reply, Says
from conversations.asking.session import Session, Turn
from conversations.hearing.values import Risk
from storage.sqlite import SqliteStore

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
ADDRESS = "telegram:7312045599"
WORDS = ("amber", "badger", "copper", "dolphin", "ember", "falcon")


def consultation(identifier: str = "care", version: int = 1) -> Consultation:
    return Consultation.model_validate(
        {
            "format": 1,
            "id": identifier,
            "version": version,
            "title": "Your care",
            "about": "What you think about your care.",
            "questions": [
                {"id": "home", "type": "open", "text": "What makes a place a home?"},
                {"id": "say", "type": "open", "text": "What should change?"},
                {"id": "plan", "type": "choice", "text": "Seen your plan?", "options": [_option(o) for o in "yn"]},
            ],
        }
    )


def _option(identifier: str) -> dict[str, str]:
    return {"id": identifier, "text": f"Option {identifier}"}


async def opened(store: SqliteStore, identifier: str = "care") -> str:
    await store.consultations.add(consultation(identifier))
    await store.consultations.open(identifier, date(2026, 3, 1), date(2026, 3, 31), trial=False, by="ada")
    return identifier


def response(number: int = 1) -> bytes:
    return number.to_bytes(16, "big")


def begun(number: int = 1) -> ResponseBegun:
    return ResponseBegun(response(number), 1, "13-15", "telegram", TODAY)


def kept(text: str, question: str = "home", number: int = 1, risk: Risk = Risk.NONE) -> AnswerKept:
    return AnswerKept(response(number), question, Answer(text=text, risk=risk), TODAY)


def ticked(option: str, question: str = "plan", number: int = 1) -> AnswerKept:
    return AnswerKept(response(number), question, Answer(chosen=(option,)), TODAY)


class Takes:
    """A turn made up of these records. It remembers the states that it was handed."""

    def __init__(self, *records: Record, number: int | None = 1, place: str = "home", says: str = "Thanks") -> None:
        self.records = records
        self.number = number
        self.place = place
        self.says = says
        self.given: list[Session | None] = []
        self.ends = False

    def __call__(self, state: Session | None) -> Turn:
        self.given.append(state)
        after = Session(
            version=1, place=self.place, at=NOW, response=response(self.number) if self.number is not None else None
        )
        replies = (Reply(Says.QUESTION, self.says, (Button("Yes", "v1:1.y"),)),)
        return Turn(None if self.ends else after, replies, self.records)


async def answered(store: SqliteStore, *records: Record, number: int = 1, event: str = "first") -> None:
    """One respondent who begins and says this, in one turn."""
    await store.turns.turn(
        "care", f"telegram:{number}", event, Takes(begun(number), *records, number=number), at=NOW, receipt=None
    )
