"""A store with answers of 25 people to tell of."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from bot.web import WEB
from conversations.asking.answer import Answer
from conversations.asking.consultation.file import bundled
from conversations.asking.records import AnswerKept, QuotingSaid, ResponseBegun, ResponseFinished
from conversations.asking.session import Session, Turn
from storage.keys import Keys
from storage.reviewing import Verdict
from storage.sqlite import SqliteStore

TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ID = "stable_homes"


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    """Opened in earnest, and nobody has come."""
    made = SqliteStore(tmp_path / "empty" / "earshot.db", Keys(tmp_path / "empty-keys"), clock=lambda: NOW)
    await made.start()
    for text in bundled():
        await made.consultations.add(text)
    await made.consultations.open(ID, TODAY, TODAY + timedelta(weeks=4), trial=False, by="test")
    yield made
    await made.close()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    made = SqliteStore(
        tmp_path / "data" / "earshot.db",
        Keys(tmp_path / "keys"),
        clock=lambda: NOW,
        hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1),
    )
    await made.start()
    for text in bundled():
        await made.consultations.add(text)
    await made.consultations.open(ID, TODAY, TODAY + timedelta(weeks=4), trial=True, by="test")
    for number in range(25):
        await answers(made, number)
    for item in await made.reviewing.queue(ID):
        await made.reviewing.decide(item.id, Verdict.APPROVE, reason="", seen=item.answer.text, by="test", at=NOW)
    yield made
    await made.close()


async def answers(store: SqliteStore, number: int) -> None:
    """One more person answers, to the end."""
    response = number.to_bytes(16)
    chosen = "some" if number < 15 else "a_little" if number < 20 else "none"
    records = (
        ResponseBegun(response, 1, "13_15", WEB.name, TODAY),
        AnswerKept(response, "SH7", Answer(chosen=(chosen,)), TODAY),
        AnswerKept(response, "SH6", Answer(text=f"a cat, number {number}, that stays"), TODAY),
        QuotingSaid(response, yes=True),
        ResponseFinished(response),
    )

    def take(state: Session | None) -> Turn:
        return Turn(Session(version=1, place="done", at=NOW, response=response, age_band="13_15"), (), records)

    await store.turns.turn(ID, f"web:{number}", f"event {number}", take, at=NOW)
