"""The audit: rows that are only ever added."""

import sqlite3
from collections.abc import Callable
from datetime import datetime

from storage.rules import coarse_times
from storage.sqlite.database import Database


class SqliteAudit:
    """`clock` gives the time of the rows, in UTC."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def note(self, action: str, *, by: str, detail: str = "") -> None:
        await self._database.write(lambda db: self.add(db, action, by, detail))

    def add(self, db: sqlite3.Connection, action: str, by: str, detail: str = "") -> None:
        """Adds a row as a part of the caller's transaction: what was done and that it was stand or fall together."""
        add(db, self._clock(), action, by, detail)


def add(db: sqlite3.Connection, at: datetime, action: str, by: str, detail: str = "") -> None:
    """Where there is no store around the database, as when it is copied or put back."""
    kept = coarse_times.of_audit(action, detail, at)
    db.execute("INSERT INTO audit (at, action, done_by, detail) VALUES (?, ?, ?, ?)", (kept, action, by, detail))


def last(db: sqlite3.Connection, *actions: str) -> str:
    """When any of this was last done, as text in UTC that sorts as time does; empty where it never was."""
    places = ", ".join("?" * len(actions))
    (found,) = db.execute(f"SELECT max(at) FROM audit WHERE action IN ({places})", actions).fetchone()  # noqa: S608
    return found or ""
