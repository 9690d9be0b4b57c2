"""A database is brought up to this version whole, or left as it was."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.keys import Keys
from storage.sqlite import SqliteStore
from storage.sqlite.migrations import migrate, migrations
from storage.store import StoreError
from tests.storage.given import CHEAP


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(tmp_path / "earshot.db", isolation_level=None)
    yield made
    made.close()


def tables(db: sqlite3.Connection) -> set[str]:
    return {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def test_the_steps_are_numbered_without_a_gap() -> None:
    assert list(migrations()) == list(range(1, len(migrations()) + 1))


def test_an_empty_database_gets_every_step(db: sqlite3.Connection) -> None:
    migrate(db, migrations())
    assert version(db) == max(migrations())
    assert {"session", "answer", "outbox", "audit"} <= tables(db)


def test_each_step_is_run_once(db: sqlite3.Connection) -> None:
    migrate(db, {1: "CREATE TABLE one (a);"})
    db.execute("INSERT INTO one VALUES (1)")
    migrate(db, {1: "CREATE TABLE one (a);", 2: "CREATE TABLE two (a);\n-- more\nCREATE TABLE three (a);"})
    assert tables(db) == {"one", "two", "three"}
    assert version(db) == 2
    assert db.execute("SELECT a FROM one").fetchall() == [(1,)]


def test_a_failing_step_leaves_the_database_as_it_was(db: sqlite3.Connection) -> None:
    migrate(db, {1: "CREATE TABLE one (a);"})
    with pytest.raises(sqlite3.Error):
        migrate(db, {1: "", 2: "CREATE TABLE two (a);", 3: "CREATE TABLE three (a);\nCREATE TABLE one (a);"})
    assert tables(db) == {"one"}
    assert version(db) == 1
    assert not db.in_transaction


async def _start_on(folder: Path) -> None:
    store = SqliteStore(folder / "earshot.db", Keys(folder / "keys"), hasher=CHEAP)
    try:
        await store.start()
    finally:
        await store.close()


async def test_a_newer_database_is_refused_with_what_to_do(tmp_path: Path, db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE from_the_future (a)")
    db.execute("PRAGMA user_version = 900")
    with pytest.raises(StoreError, match=r"newer version of Earshot .*step 900.*: install that version again"):
        await _start_on(tmp_path)
    assert tables(db) == {"from_the_future"}


async def test_another_programs_database_is_refused(tmp_path: Path, db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE of_another_program (a)")
    with pytest.raises(StoreError, match="another program"):
        await _start_on(tmp_path)
    assert tables(db) == {"of_another_program"}


async def test_what_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "earshot.db").write_text("a shopping list, and more of it " * 50)
    with pytest.raises(StoreError, match="no database"):
        await _start_on(tmp_path)
    assert (tmp_path / "earshot.db").read_text().startswith("a shopping list")


async def test_a_second_start_finds_everything_there(tmp_path: Path) -> None:
    await _start_on(tmp_path)
    await _start_on(tmp_path)
