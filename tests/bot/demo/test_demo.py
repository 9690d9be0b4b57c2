"""The demo: synthetic people on a real store."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from rich.console import Console

from bot.demo.demo import fill
from bot.demo.demo_error import DemoError
from bot.demo.synthetic_people import make_people
from bot.telegram import TELEGRAM
from bot.web import WEB
from conversations.asking.consultation.file import bundled
from conversations.telling.responses import Review
from storage.keys import Keys
from storage.sqlite import SqliteStore
from tests.listening import hear

TODAY = date(2026, 6, 1)
ID = "stable_homes"
QUIET = Console(file=StringIO())


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    made = SqliteStore(
        tmp_path / "data" / "earshot.db",
        Keys(tmp_path / "keys"),
        clock=lambda: datetime(2026, 6, 1, tzinfo=UTC),
        hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1),
    )
    await made.start()
    for text in bundled():
        await made.consultations.add(text)
    yield made
    await made.close()


async def opened(store: SqliteStore, *, trial: bool = True) -> SqliteStore:
    await store.consultations.open(ID, TODAY, TODAY + timedelta(weeks=4), trial=trial, by="test")
    return store


async def test_every_answer_goes_the_way_of_a_real_one(store: SqliteStore) -> None:
    await fill(await opened(store), ID, 40, 1, TODAY, hear=hear, console=QUIET)
    gathered = await store.gathering.responses(ID)
    assert len(gathered) == 40
    people = make_people(bundled()[0], 40, 1)
    assert Counter(one.age_band for one in gathered) == Counter(one.age for one in people)
    assert {one.door for one in gathered} == {WEB.name, TELEGRAM.name}
    finished = [one for one in people if not one.stops_before]
    assert sum(one.finished for one in gathered) == len(finished)
    assert sum(len(one.answers) for one in gathered if one.finished) == sum(len(one.said) for one in finished)
    written = [given.answer for one in gathered for given in one.answers.values() if given.answer.text]
    assert any(answer.hidden for answer in written)
    assert len({answer.text for answer in written}) > 80


async def test_most_is_reviewed_some_is_left_out_and_worries_wait(store: SqliteStore) -> None:
    await fill(await opened(store), ID, 120, 1, TODAY, hear=hear, console=QUIET)
    given = [one for response in await store.gathering.responses(ID) for one in response.answers.values()]
    reviews = Counter(one.review for one in given if one.answer.text)
    assert reviews[Review.APPROVED] > reviews[Review.WAITING] > reviews[Review.REJECTED] > 0
    assert all(one.reason for one in given if one.review is Review.REJECTED)
    assert await store.flags.raised(ID)
    assert not [one for one in given if one.answer.risk and one.review is Review.APPROVED]


async def test_a_database_with_answers_is_left_as_it_is(store: SqliteStore) -> None:
    await fill(await opened(store), ID, 3, 1, TODAY, hear=hear, console=QUIET)
    with pytest.raises(DemoError, match="empty database"):
        await fill(store, ID, 3, 1, TODAY, hear=hear, console=QUIET)
    assert len(await store.gathering.responses(ID)) == 3


async def test_only_an_open_trial_is_filled(store: SqliteStore) -> None:
    with pytest.raises(DemoError, match="trial"):
        await fill(store, ID, 3, 1, TODAY, hear=hear, console=QUIET)
    await opened(store, trial=False)
    with pytest.raises(DemoError, match="trial"):
        await fill(store, ID, 3, 1, TODAY, hear=hear, console=QUIET)


async def test_a_consultation_without_synthetic_answers_is_refused(store: SqliteStore) -> None:
    with pytest.raises(DemoError, match="stable_homes"):
        await fill(store, "advocacy", 3, 1, TODAY, hear=hear, console=QUIET)
