"""Maintenance on SQLite: its parts put together, and how the store stands."""

import sqlite3
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path

from storage.consultations import Consultations
from storage.errors import StoreError
from storage.keys import Keys
from storage.maintenance import BackedUp, Finding, Measured, Progress, Restored, unheard
from storage.sqlite.database import Database
from storage.sqlite.upkeep.backup import back_up
from storage.sqlite.upkeep.examination import examine
from storage.sqlite.upkeep.expiry import Expiry
from storage.sqlite.upkeep.restore import restore

_BEAT_BYTES = 64 * 1024
"""More than any turn needs, so that the check notices a full disk no later than a turn does."""


class SqliteMaintenance:
    def __init__(
        self, path: Path, database: Database, keys: Keys, consultations: Consultations, expiry: Expiry
    ) -> None:
        self._path = path
        self._database = database
        self._keys = keys
        self._consultations = consultations
        self._expiry = expiry

    async def forget_old(self, at: datetime) -> None:
        await self._expiry.forget_old(at)

    async def check(self) -> None:
        def work(db: sqlite3.Connection) -> None:
            db.execute("INSERT INTO pulse VALUES (zeroblob(?))", (_BEAT_BYTES,))
            db.execute("DELETE FROM pulse")

        await self._database.write(work)
        for held in await self._consultations.all():
            if held.status == "open" and await self._keys.find(held.id) is None:
                raise StoreError(f"the key of {held.id} is missing: put back the copy that you keep of KEYS_DIR")

    async def measured(self) -> Measured:
        row = await self._database.row(
            "SELECT (SELECT count(*) FROM outbox), (SELECT min(created) FROM outbox), "
            "(SELECT count(*) FROM dead_letter)"
        )
        waiting, oldest, dead_letters = row or (0, None, 0)
        return Measured(waiting, datetime.fromisoformat(oldest) if oldest else None, dead_letters)

    def back_up(self, file: Path, *, at: datetime, by: str, progress: Progress = unheard) -> BackedUp:
        return back_up(self._path, file, self._keys.folder, at=at, by=by, progress=progress)

    def restore(
        self,
        file: Path,
        *,
        at: datetime,
        by: str,
        replace: bool = False,
        without_keys: bool = False,
        progress: Progress = unheard,
    ) -> Restored:
        return restore(
            file,
            self._path,
            self._keys,
            at=at,
            by=by,
            replace=replace,
            without_keys=without_keys,
            progress=progress,
        )

    def examine(self, *, at: datetime, needed: Collection[str] = ()) -> Iterator[Finding]:
        return examine(self._path, self._keys, at=at, needed=needed)
