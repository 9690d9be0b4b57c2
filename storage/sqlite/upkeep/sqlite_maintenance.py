"""Maintenance on SQLite: its parts put together, and how the store stands."""

import asyncio
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from storage.errors import StoreError
from storage.keys import Keys
from storage.keys.audit_chain import AuditChain
from storage.maintenance import BackedUp, Finding, Measured, Progress, Restored, unheard
from storage.sqlite.database import Database
from storage.sqlite.upkeep import key_checks
from storage.sqlite.upkeep.backup import back_up
from storage.sqlite.upkeep.examination import examine
from storage.sqlite.upkeep.expiry import Expiry
from storage.sqlite.upkeep.restore import restore
from storage.sqlite.upkeep.settling import settle
from storage.sqlite.waiting_times import WaitingTimes

_BEAT_BYTES = 64 * 1024
"""More than any turn needs, so that the check notices a full disk no later than a turn does."""


_OPEN = "SELECT id, key_check FROM consultation WHERE status = 'open'"

_OLDEST = "SELECT id, created FROM outbox WHERE created = (SELECT min(created) FROM outbox)"
"""What came in the first ten minutes of all that waits."""


class SqliteMaintenance:
    def __init__(
        self,
        path: Path,
        database: Database,
        keys: Keys,
        chain: AuditChain,
        *,
        expiry: Expiry,
        times: WaitingTimes,
    ) -> None:
        self._path = path
        self._database = database
        self._keys = keys
        self._chain = chain
        self._expiry = expiry
        self._times = times

    async def forget_old(self, at: datetime) -> None:
        await self._expiry.forget_old(at)
        await settle(self._database)
        await self.cut_log()

    async def lay_out_anew(self, within: float) -> bool:
        return await settle(self._database, within=within)

    async def cut_log(self) -> bool:
        return await self._database.cut_log()

    async def check(self) -> None:
        def work(db: sqlite3.Connection) -> None:
            db.execute("INSERT INTO pulse VALUES (zeroblob(?))", (_BEAT_BYTES,))
            db.execute("DELETE FROM pulse")

        await self._database.write(work)
        for identifier, check in await self._database.rows(_OPEN):
            await self._check_key(identifier, check)
        hang = await self._database.write(key_checks.relied_on)
        if lines := await asyncio.to_thread(self._keys.wrong, hang):
            raise StoreError("; ".join(lines.values()))

    async def _check_key(self, identifier: str, check: bytes | None) -> None:
        missing = await asyncio.to_thread(self._keys.is_missing, identifier)
        key = None if missing else await self._keys.find(identifier)
        if key is not None and check in (None, key.check):
            return
        # It may have been closed meanwhile, and opened anew.
        if (identifier, check) in await self._database.rows(_OPEN):
            how = "missing" if key is None else "not the one that it was opened with"
            raise StoreError(f"the key of {identifier} is {how}: put back the copy that you keep of KEYS_DIR")

    async def accept_keys(self, *, by: str, at: datetime) -> Mapping[str, int]:
        return await self._database.write(lambda db: key_checks.accept(db, self._keys, self._chain, by=by, at=at))

    async def measured(self) -> Measured:
        row = await self._database.row("SELECT (SELECT count(*) FROM outbox), (SELECT count(*) FROM dead_letter)")
        waiting, dead_letters = row or (0, 0)
        oldest = [
            self._times.since(identifier, datetime.fromisoformat(created))
            for identifier, created in await self._database.rows(_OLDEST)
        ]
        return Measured(waiting, min(oldest, default=None), dead_letters)

    def back_up(
        self, file: Path, *, at: datetime, by: str, again: bool = False, progress: Progress = unheard
    ) -> BackedUp:
        return back_up(self._path, file, self._keys.folder, at=at, by=by, again=again, progress=progress)

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
