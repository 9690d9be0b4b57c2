"""No byte of a deleted row stays in the database's files."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.sqlite.migrations import migrate, migrations
from storage.sqlite.upkeep import wiping

ROWS = 2000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "earshot.db"


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as made:
        made.execute("PRAGMA journal_mode = WAL")
        made.execute("PRAGMA secure_delete = ON")
        made.execute("PRAGMA foreign_keys = ON")
        migrate(made, migrations())
        yield made


def _filled(db: sqlite3.Connection) -> list[bytes]:
    """Sessions of two consultations, in the order of their random ids and changed often, so that rows move between
    pages. Gives what the rows of `care` are known by: their ids, and the beginnings of all states that they had."""
    chance = random.Random(7)
    marks: list[bytes] = []
    ids: list[bytes] = []
    db.execute("BEGIN")
    for number in range(ROWS):
        identifier, consultation = chance.randbytes(16), ("care", "moves")[number % 2]
        state = chance.randbytes(chance.choice((60, 300, 800, 3000)))
        db.execute("INSERT INTO session (id, consultation, state) VALUES (?, ?, ?)", (identifier, consultation, state))
        if consultation == "care":
            ids.append(identifier)
            marks += (identifier, state[:16])
        if ids:
            state = chance.randbytes(chance.choice((60, 300, 800, 3000)))
            db.execute("UPDATE session SET state = ? WHERE id = ?", (state, chance.choice(ids)))
            marks.append(state[:16])
    db.execute("COMMIT")
    return marks


def _left(path: Path, marks: list[bytes]) -> int:
    files = [file.read_bytes() for file in path.parent.iterdir()]
    return sum(any(mark in content for content in files) for mark in marks)


def test_what_was_deleted_is_nowhere_and_the_rest_is_as_it_was(db: sqlite3.Connection, path: Path) -> None:
    marks = _filled(db)
    assert _left(path, marks) > ROWS
    db.execute("BEGIN")
    db.execute("DELETE FROM session WHERE consultation = 'care'")
    wiping.order(db, "session")
    db.execute("COMMIT")
    rest = db.execute("SELECT * FROM session").fetchall()
    assert wiping.wipe(path, 1)
    assert _left(path, marks) == 0
    assert db.execute("SELECT * FROM session").fetchall() == rest
    assert len(rest) == ROWS // 2
    assert db.execute("SELECT * FROM to_wipe").fetchall() == []
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_an_order_that_comes_while_the_work_is_done_is_not_taken_for_done(
    db: sqlite3.Connection, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wiping.order(db, "session")
    write_anew = wiping._write_anew

    def meanwhile(other: sqlite3.Connection, table: str) -> None:
        write_anew(other, table)
        wiping.order(db, "session")

    monkeypatch.setattr(wiping, "_write_anew", meanwhile)
    assert wiping.wipe(path, 1)
    assert [row[0] for row in db.execute("SELECT name FROM to_wipe")] == ["session"]


def test_ids_go_on_counting_where_they_were(db: sqlite3.Connection, path: Path) -> None:
    for _ in range(3):
        db.execute("INSERT INTO flag (consultation, level, kinds, words, at) VALUES ('care', 1, '[]', '', '2026')")
    db.execute("DELETE FROM flag")
    wiping.order(db, "flag")
    assert wiping.wipe(path, 1)
    db.execute("INSERT INTO flag (consultation, level, kinds, words, at) VALUES ('care', 1, '[]', '', '2026')")
    assert db.execute("SELECT id FROM flag").fetchall() == [(4,)]


def test_answers_and_receipts_of_a_response_stay_while_responses_are_written_anew(
    db: sqlite3.Connection, path: Path
) -> None:
    db.execute("INSERT INTO consultation (id, status) VALUES ('care', 'open')")
    db.execute("INSERT INTO response VALUES (x'01', 'care', 1, '13-15', 'web', '2026-03-01', NULL, 0)")
    db.execute("INSERT INTO receipt VALUES (x'02', x'01', 'verifier', '2026-03-01')")
    wiping.order(db, "response")
    assert wiping.wipe(path, 1)
    assert db.execute("SELECT response FROM receipt").fetchall() == [(b"\x01",)]
    assert db.execute("SELECT * FROM withdrawn").fetchall() == []
    db.execute("DELETE FROM response")
    assert db.execute("SELECT * FROM withdrawn").fetchall() == [(b"\x01",)]


def test_only_tables_of_respondents_can_be_ordered(db: sqlite3.Connection) -> None:
    with pytest.raises(ValueError, match="audit"):
        wiping.order(db, "audit")
