"""Ends a process while it closes a consultation, at any step: each statement, each file written, synced or removed."""

import os
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from storage.sqlite.upkeep.closing import Closing


class CrashError(Exception):
    """Stands for the end of the process."""


def crash() -> None:
    raise CrashError


class Steps:
    """Counts steps, and ends the process at that of this number and whenever it goes on after it. 0: never."""

    def __init__(self, last: int, end: Callable[[], None] = crash) -> None:
        self.taken: list[str] = []
        self._last = last
        self._end = end

    def step(self, name: str) -> None:
        self.taken.append(name)
        if self._last and len(self.taken) >= self._last:
            self._end()

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for owner, name in ((os, "fsync"), (os, "open"), (Path, "unlink"), (Path, "open")):
            monkeypatch.setattr(owner, name, self._before(getattr(owner, name), name))
        connect, step = sqlite3.connect, self.step

        class Connection(sqlite3.Connection):
            def execute(self, sql: str, *parameters: object) -> sqlite3.Cursor:
                step(sql)
                return super().execute(sql, *parameters)  # type: ignore[arg-type]

            def executemany(self, sql: str, *parameters: object) -> sqlite3.Cursor:
                step(sql)
                return super().executemany(sql, *parameters)  # type: ignore[arg-type]

        def connected(*args: object, **named: object) -> sqlite3.Connection:
            return connect(*args, **{**named, "factory": Connection})  # type: ignore[call-overload,no-any-return]

        monkeypatch.setattr(sqlite3, "connect", connected)
        begin = Closing.mark

        def beginning(self: Closing, db: sqlite3.Connection, identifier: str, by: str, today: date) -> bool:
            before = begin(self, db, identifier, by, today)
            step("about to commit")
            return before

        monkeypatch.setattr(Closing, "mark", beginning)
        monkeypatch.setattr(Closing, "go_on", self._before(Closing.go_on, "committed"))

    def _before(self, real: Callable[..., object], name: str) -> Callable[..., object]:
        def stepping(*args: object, **named: object) -> object:
            self.step(name)
            return real(*args, **named)

        return stepping
