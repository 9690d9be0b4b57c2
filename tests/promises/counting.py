"""A database whose process kills itself before one of its statements."""

import os
import signal
import sqlite3
from pathlib import Path
from typing import Any, cast

from storage.sqlite.database import Database


class _Counting:
    """A connection that counts its statements, and dies before one of them."""

    def __init__(self, db: sqlite3.Connection, last: int) -> None:
        self._db = db
        self._last = last
        self.armed = False
        self.count = 0

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        if self.armed:
            self.count += 1
            if self.count == self._last:
                os.kill(os.getpid(), signal.SIGKILL)
        return self._db.execute(sql, *parameters)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)


class CountingDatabase(Database):
    def __init__(self, path: Path, last: int) -> None:
        super().__init__(path)
        self._last = last
        self.counting: _Counting | None = None

    def _connect_writer(self) -> sqlite3.Connection:
        self.counting = _Counting(super()._connect_writer(), self._last)
        return cast("sqlite3.Connection", self.counting)

    def arm(self) -> None:
        """Counts from here."""
        assert self.counting is not None
        self.counting.armed = True

    @property
    def count(self) -> int:
        return self.counting.count if self.counting else 0
