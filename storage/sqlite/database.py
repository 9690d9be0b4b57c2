"""One SQLite file: the group writer, the connection that reads, and how both are opened."""

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

import aiosqlite

from storage.errors import StoreError
from storage.rules.coarse_times import exact
from storage.sqlite.group_writer import GroupWriter
from storage.sqlite.migrations import migrate, migrations
from storage.sqlite.sqlite_errors import is_busy, plain
from storage.sqlite.upkeep.wiping import wipe

T = TypeVar("T")
Row = tuple[Any, ...]
Synchronous = Literal["FULL", "NORMAL"]
"""FULL: what was acknowledged outlives a power cut. NORMAL: faster, and a power cut may lose the last seconds."""

LOCK_WAIT = 5.0
"""Seconds to wait for another program that holds the database."""


class Database:
    """`adjust` is run on the writing connection before anything else is (tests bound its size with it)."""

    def __init__(
        self,
        path: Path,
        *,
        synchronous: Synchronous = "FULL",
        lock_wait: float = LOCK_WAIT,
        adjust: Callable[[sqlite3.Connection], object] = lambda _: None,
    ) -> None:
        self._path = path
        self._synchronous = synchronous
        self._lock_wait = lock_wait
        self._adjust = adjust
        self._writer = GroupWriter(self._connect_writer, self._after_commit)
        self._reader: aiosqlite.Connection | None = None
        self.committed: Callable[[sqlite3.Connection], None] = lambda _: None
        """Called after each commit, on the writing connection, before anybody hears of it; what it raises is lost."""

    def _after_commit(self, db: sqlite3.Connection) -> None:
        self.committed(db)

    async def start(self) -> None:
        """Makes the file where there is none, runs migrations. Raises StoreError with what to do."""
        await self._writer.start()
        try:
            self._reader = await self.connect_reader()
        except BaseException:
            await self._writer.stop()
            raise

    async def stop(self) -> None:
        """Finishes what waits to be written, cuts off the log, and closes."""
        if self._reader is not None:
            await self._reader.close()
            self._reader = None
        with contextlib.suppress(StoreError):  # held up, or no disk: the next start does it
            await self.cut_log()
        await self._writer.stop()

    def write(self, work: Callable[[sqlite3.Connection], T]) -> Awaitable[T]:
        """Runs a function on the writing connection and commits: see GroupWriter.run."""
        return self._writer.run(work)

    def apart(self, work: Callable[[sqlite3.Connection], T]) -> Awaitable[T]:
        """Runs a function on the writing connection, in no transaction: see GroupWriter.run_apart."""
        return self._writer.run_apart(work)

    async def cut_log(self) -> bool:
        """Moves the log into the database and cuts it off, so that it keeps no page as it was before. False where
        somebody reads, or another program writes: nobody is made to wait for them, and it can be tried again."""
        return await self.apart(_cut_log)

    async def wipe(self) -> bool:
        """Does what wiping.order ordered; False where the rest has to wait for another program."""
        try:
            return await asyncio.to_thread(wipe, self._path, self._lock_wait)
        except sqlite3.Error as error:
            if is_busy(error):
                return False
            raise plain(error) from error

    async def rows(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """All rows, from what is committed."""
        if self._reader is None:
            raise StoreError("the database is not open")
        return await read(self._reader, sql, parameters)

    async def row(self, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
        """The first row; None where there is none."""
        rows = await self.rows(sql, parameters)
        return rows[0] if rows else None

    async def connect_reader(self) -> aiosqlite.Connection:
        """One more reading connection, for long work that others shall not wait for; the caller closes it."""
        try:
            reader = await aiosqlite.connect(self._path, isolation_level=None, timeout=self._lock_wait)
        except sqlite3.Error as error:
            raise plain(error) from error
        try:
            await read(reader, "PRAGMA query_only = ON")
        except BaseException:
            await reader.close()
            raise
        return reader

    def _connect_writer(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # SQLite gives its other files the mode of this one.
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise StoreError(f"the database {self._path} cannot be opened ({error.strerror})") from error
        db = sqlite3.connect(self._path, isolation_level=None, timeout=self._lock_wait, cached_statements=256)
        try:
            _write_ahead(db)
            db.execute(f"PRAGMA synchronous = {self._synchronous}")
            db.execute("PRAGMA secure_delete = ON")
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA temp_store = MEMORY")  # nothing of what is kept is written anywhere else
            db.execute("PRAGMA journal_size_limit = 67108864")
            db.execute("PRAGMA cache_size = -8000")  # KiB
            # Pages of 4 KiB. Those that many turns change are copied into the database once in a while, not each time.
            db.execute("PRAGMA wal_autocheckpoint = 4000")
            migrate(db, migrations())
            self._adjust(db)
        except BaseException:
            db.close()
            raise
        return db


def _cut_log(db: sqlite3.Connection) -> bool:
    (wait,) = db.execute("PRAGMA busy_timeout").fetchone()
    db.execute("PRAGMA busy_timeout = 0")
    try:
        return not db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        db.execute(f"PRAGMA busy_timeout = {wait}")


def _write_ahead(db: sqlite3.Connection) -> None:
    if db.execute("PRAGMA journal_mode = WAL").fetchone() != ("wal",):
        raise StoreError("the database needs a disk of this machine: DATA_DIR may not be on a network drive")


async def read(reader: aiosqlite.Connection, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
    """All rows. Raises StoreError."""
    try:
        return [tuple(row) for row in await reader.execute_fetchall(sql, parameters)]
    except sqlite3.Error as error:
        raise plain(error) from error
    except ValueError as error:  # aiosqlite's, for a connection that was closed
        raise StoreError("the database is not open") from error


def moment(at: datetime) -> str:
    """A time as it is kept: text in UTC that sorts as time does."""
    return exact(at)
