"""The audit: what was done and the row that says so stand or fall together."""

import sqlite3
from datetime import timedelta

import pytest

from storage.sqlite import SqliteStore
from storage.sqlite.database import moment
from storage.sqlite.tables import audit_table
from tests.storage.stored import NOW

ROWS = "SELECT at, action, done_by, detail FROM audit ORDER BY id"


async def test_a_row_says_what_was_done_by_whom_and_when(store: SqliteStore) -> None:
    await store.audit.note("letter", by="Ada", detail="care md")
    await store.audit.note("signed out", by="Bo")
    at = "2026-03-02T09:30:00.000000+00:00"
    assert await store._database.rows(ROWS) == [(at, "letter", "Ada", "care md"), (at, "signed out", "Bo", "")]


async def test_what_is_undone_leaves_no_row(store: SqliteStore) -> None:
    def work(db: sqlite3.Connection) -> None:
        store.audit.add(db, "letter", "Ada")
        raise RuntimeError("it went wrong after all")

    with pytest.raises(RuntimeError):
        await store._database.write(work)
    assert await store._database.rows(ROWS) == []


async def test_the_last_of_several_actions_is_found(store: SqliteStore) -> None:
    def last(db: sqlite3.Connection) -> str:
        return audit_table.last(db, "backup made", "backup restored")

    def made(db: sqlite3.Connection) -> None:
        for hours, action in enumerate(("backup restored", "backup made", "letter")):
            audit_table.add(db, store._chain, NOW + timedelta(hours=hours), action, by="Ada")

    assert await store._database.write(last) == ""
    await store._database.write(made)
    assert await store._database.write(last) == moment(NOW + timedelta(hours=1))
