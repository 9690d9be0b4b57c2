"""Wiping: nothing of a deleted row stays in the database's files.

SQLite's secure_delete zeroes rows and pages as they are freed. But where rows move from one page to another, copies of
them stay in unused room of the old page, and these it does not find (tried: of 3,000 deleted sessions a few could still
be read in the file). So the tables that they were in are written anew: all their pages are freed, and so zeroed. Then
the log is moved into the database and cut off.
"""

import sqlite3
from pathlib import Path

TABLES = frozenset(
    {
        *("session", "event", "place", "outbox", "receipt", "response", "answer", "flag"),
        *("flag_case", "case_move"),
        *("coder", "coding", "felt", "left_alone", "in_snapshot", "hidden_by_hand"),
    }
)
"""Tables that can be wiped."""


def order(db: sqlite3.Connection, *tables: str) -> None:
    """Notes, in the transaction that deletes rows, what is to be wiped after it: no crash can make us forget it."""
    if unknown := set(tables) - TABLES:
        raise ValueError(f"not to be wiped: {', '.join(sorted(unknown))}")
    db.executemany("INSERT OR REPLACE INTO to_wipe VALUES (?, random())", [(table,) for table in tables])


def wipe(path: Path, lock_wait: float) -> bool:
    """Does what was ordered, and says whether nothing is left to do: somebody who reads can hold up the log's end.

    Works on a connection of its own, since the log cannot be cut off inside of a transaction.
    """
    db = sqlite3.connect(path, isolation_level=None, timeout=lock_wait)
    try:
        ordered = db.execute("SELECT name, mark FROM to_wipe").fetchall()
        if not ordered:
            return True
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA foreign_keys = OFF")  # rows come back as they were: nothing may go because of them
        for table, _ in ordered:
            if table in TABLES:
                _write_anew(db, table)
        if db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            return False
        db.executemany("DELETE FROM to_wipe WHERE name = ? AND mark = ?", ordered)
        return True
    finally:
        db.close()


def _write_anew(db: sqlite3.Connection, table: str) -> None:
    db.execute("BEGIN IMMEDIATE")
    try:
        # Triggers are for rows that really come and go.
        triggers = db.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", (table,)
        ).fetchall()
        for name, _ in triggers:
            db.execute(f'DROP TRIGGER "{name}"')
        db.execute(f"CREATE TABLE wiping AS SELECT * FROM {table}")  # noqa: S608 - one of TABLES
        db.execute(f"DELETE FROM {table}")  # noqa: S608
        db.execute(f"INSERT INTO {table} SELECT * FROM wiping")  # noqa: S608
        db.execute("DROP TABLE wiping")
        for _, sql in triggers:
            db.execute(sql)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
