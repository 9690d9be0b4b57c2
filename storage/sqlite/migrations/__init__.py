"""The numbered steps that bring a database up to this version, and how they are run."""

import re
import sqlite3
from collections.abc import Iterator
from importlib.resources import files

from storage.errors import StoreError

_NAME = re.compile(r"(\d{4})_\w+\.sql")


def migrations() -> dict[int, str]:
    """Each step's statements by its number, in order: 1, 2, 3..."""
    found = {
        int(name[1]): file.read_text(encoding="utf-8")
        for file in files(__package__).iterdir()
        if (name := _NAME.fullmatch(file.name))
    }
    return dict(sorted(found.items()))


def migrate(db: sqlite3.Connection, steps: dict[int, str]) -> None:
    """Runs the steps that this database has not had, all in one transaction: all of them, or none.

    Raises StoreError where the database is newer than the steps, or another program's.
    """
    newest = max(steps)
    if _version(db) == newest:
        return
    db.execute("BEGIN IMMEDIATE")  # and look again: another process may have been faster
    try:
        version = _version(db)
        _check(db, version, newest)
        for number in range(version + 1, newest + 1):
            for statement in _statements(steps[number]):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {number}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _check(db: sqlite3.Connection, version: int, newest: int) -> None:
    if version > newest:
        raise StoreError(
            f"the database was written by a newer version of Earshot (it is at step {version}, this one knows "
            f"{newest}): install that version again, or put back a backup from before it"
        )
    if version == 0 and db.execute("SELECT count(*) FROM sqlite_schema").fetchone() != (0,):
        raise StoreError("the database file belongs to another program: move it away, or choose another DATA_DIR")


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    # Not executescript: it commits what went before.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
