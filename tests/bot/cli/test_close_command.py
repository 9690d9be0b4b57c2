"""The command that closes a consultation asks once more, and says what it did and what is left to do."""

import io
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli.close_command import close
from bot.plain_errors import StartError
from conversations.asking.answer import Answer
from conversations.asking.records import AnswerKept, FlagRaised
from conversations.hearing.values import Flag, Risk
from storage.errors import StoreError
from storage.keys import Keys
from storage.rules.retention import Retention
from storage.sqlite import SqliteStore
from tests.storage.stored import CHEAP, NOW, answered, consultation, kept, opened, response


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    made = SqliteStore(tmp_path / "data" / "earshot.db", Keys(tmp_path / "keys"), clock=lambda: NOW, hasher=CHEAP)
    await made.start()
    yield made
    await made.close()


async def told(store: SqliteStore, typed: str | None = None, *, yes: bool = False) -> str:
    """What the command prints, with this typed where it asks."""
    output = io.StringIO()
    try:
        await close(
            store,
            "care",
            yes=yes,
            by="ada",
            at=NOW,
            retention=Retention(receipt_days=14),
            console=Console(file=output, width=200),
            read=lambda: typed,
        )
    except StartError as error:
        return f"{output.getvalue()}{error}"
    return output.getvalue()


@pytest.mark.parametrize("typed", [None, "", "yes", "CARE", "moves"])
async def test_it_stays_open_unless_its_id_is_typed(store: SqliteStore, typed: str | None) -> None:
    await opened(store)
    printed = await told(store, typed)
    assert "cannot be undone" in printed
    assert "stays open" in printed
    assert (await store.consultations.get("care")).status == "open"


async def test_it_is_closed_once_its_id_is_typed(store: SqliteStore) -> None:
    await opened(store)
    printed = await told(store, " care ")
    assert "Receipt words work until 2026-04-14" in printed
    assert "people in the middle cannot finish" in printed
    assert "care is closed" in printed
    assert "remove consultation-care.key" in printed
    assert (await store.consultations.get("care")).status == "closed"


async def test_a_script_is_not_asked(store: SqliteStore) -> None:
    await opened(store)
    printed = await told(store, yes=True)
    assert "cannot be undone" not in printed
    assert (await store.consultations.get("care")).status == "closed"


async def test_of_a_trial_it_says_what_goes_and_what_comes_next(store: SqliteStore) -> None:
    await store.consultations.add(consultation())
    await store.consultations.open("care", date(2026, 3, 1), date(2026, 3, 31), trial=True, by="ada")
    await answered(store, kept("my dog"), FlagRaised(Flag(Risk.URGENT, ("self_harm",), "words")))
    printed = await told(store, "care")
    assert "its answers, its receipt words and the flags that are closed are deleted" in printed
    assert "to be read at the desk: 1" in printed
    assert "consultation open care" in printed
    assert await store.gathering.responses("care") == []


@pytest.mark.parametrize("begun_by", ["a process that was killed", "this one"])
async def test_a_closing_that_was_interrupted_is_finished_and_said(
    store: SqliteStore, tmp_path: Path, begun_by: str
) -> None:
    await opened(store)
    await store._database.write(lambda db: store._closing.mark(db, "care", "ada", NOW.date()))
    again = store
    if begun_by != "this one":
        again = SqliteStore(tmp_path / "data" / "earshot.db", Keys(tmp_path / "keys"), clock=lambda: NOW, hasher=CHEAP)
        await again.start()
    try:
        printed = await told(again)
        assert "did not come to its end. What was left to do is done now." in printed
        assert "care is closed. Its key is destroyed" in printed
        assert not list((tmp_path / "keys").glob("*care*.key*"))
        with pytest.raises(StoreError, match="closed already"):
            await told(again)
    finally:
        if again is not store:
            await again.close()


async def test_what_was_finished_at_the_start_and_opened_anew_is_closed_anew(tmp_path: Path) -> None:
    def at() -> SqliteStore:
        return SqliteStore(tmp_path / "data" / "earshot.db", Keys(tmp_path / "keys"), clock=lambda: NOW, hasher=CHEAP)

    first = at()
    await first.start()
    await first.consultations.add(consultation())
    await first.consultations.open("care", NOW.date(), NOW.date(), trial=True, by="ada")
    await first._database.write(lambda db: first._closing.mark(db, "care", "ada", NOW.date()))
    await first.close()
    store = at()
    await store.start()
    await opened(store)
    assert "did not come to its end" not in await told(store, yes=True)
    assert (await store.consultations.get("care")).status == "closed"
    await store.close()


async def test_what_is_not_open_is_not_asked_about(store: SqliteStore) -> None:
    await store.consultations.add(consultation())
    with pytest.raises(StoreError, match="not open yet"):
        await told(store)


async def test_answers_in_another_language_that_nobody_read_are_counted_before_and_after(store: SqliteStore) -> None:
    await opened(store)
    answer = Answer(text="wujek mnie bije", language="pl")
    await answered(store, AnswerKept(response(), "home", answer, NOW.date()))
    asked = await told(store, "no")
    assert "in another language that nobody has redacted yet: 1." in asked
    assert "not read in time, and have no words any more: 1" in await told(store, "care")


async def test_of_other_languages_nothing_is_said_where_there_are_none(store: SqliteStore) -> None:
    await opened(store)
    await answered(store, kept("my dog"))
    assert "language" not in await told(store, "care")
