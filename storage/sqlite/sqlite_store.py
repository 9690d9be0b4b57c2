"""The store on SQLite: its parts put together."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from argon2 import PasswordHasher

from storage.keys import Keys
from storage.keys.audit_chain import AuditChain
from storage.keys.key_files import AUDIT
from storage.keys.receipt_verifiers import ReceiptVerifiers
from storage.rules.retention import Retention
from storage.sqlite.database import LOCK_WAIT, Database, Synchronous
from storage.sqlite.tables import audit_table
from storage.sqlite.tables.audit_table import SqliteAudit
from storage.sqlite.tables.cases.alert_tables import SqliteAlerts
from storage.sqlite.tables.cases.case_tables import SqliteCases
from storage.sqlite.tables.code_frame_table import SqliteCodeFrames
from storage.sqlite.tables.coder_table import SqliteCoders
from storage.sqlite.tables.coding_tables import SqliteCodings
from storage.sqlite.tables.consultation_tables import SqliteConsultations
from storage.sqlite.tables.file_tables import SqliteFiles
from storage.sqlite.tables.flags.flag_table import SqliteFlags
from storage.sqlite.tables.hiding_table import SqliteHiding
from storage.sqlite.tables.outbox_table import SqliteOutbox
from storage.sqlite.tables.receipt_tables import SqliteReceipts
from storage.sqlite.tables.response_tables import SqliteGathering, SqliteSnapshots
from storage.sqlite.tables.review_tables import SqliteReviewing
from storage.sqlite.tables.staff_tables import SqliteStaff
from storage.sqlite.tables.withdrawn_table import WithdrawnTable
from storage.sqlite.turn_transaction import SqliteTurns
from storage.sqlite.upkeep import key_checks
from storage.sqlite.upkeep.closing import Closing
from storage.sqlite.upkeep.expiry import Expiry
from storage.sqlite.upkeep.sealed_places import bring_back
from storage.sqlite.upkeep.sqlite_maintenance import SqliteMaintenance
from storage.sqlite.waiting_times import WaitingTimes


class SqliteStore:
    """The Store in the file `path` and the keys in `keys`. Start it before anything else, close it at the end.

    `clock` gives the time in UTC of audit rows; `hasher` says what a receipt costs to try (see ReceiptVerifiers);
    `retention` for how long what is kept.
    `synchronous`, `lock_wait` (seconds) and `adjust`: see Database; `database` stands in for all three.
    """

    def __init__(
        self,
        path: Path,
        keys: Keys,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        hasher: PasswordHasher | None = None,
        retention: Retention | None = None,
        synchronous: Synchronous = "FULL",
        lock_wait: float = LOCK_WAIT,
        adjust: Callable[[sqlite3.Connection], object] = lambda _: None,
        database: Database | None = None,
    ) -> None:
        if database is None:
            database = Database(path, synchronous=synchronous, lock_wait=lock_wait, adjust=adjust)
        self._database = database
        self._keys = keys
        self._verifiers = ReceiptVerifiers(keys, hasher)
        self._chain = chain = AuditChain(keys)
        database.committed = lambda db: audit_table.bring_up_head(db, chain)
        self.audit = audit = SqliteAudit(database, clock, chain)
        self._withdrawn = withdrawn = WithdrawnTable(database, keys, audit)
        self._closing = closing = Closing(database, keys, audit, clock)
        self.consultations = SqliteConsultations(database, keys, audit, closing)
        times = WaitingTimes()
        self.turns = SqliteTurns(database, keys, withdrawn, times)
        self.receipts = SqliteReceipts(database, keys, withdrawn, self._verifiers, clock)
        self.outbox = SqliteOutbox(database, keys, times)
        self.reviewing = SqliteReviewing(database, keys, audit)
        self.hiding = SqliteHiding(database, keys, audit)
        self.flags = SqliteFlags(database, keys, audit)
        self.cases = SqliteCases(database, keys, audit, clock)
        self.alerts = SqliteAlerts(database, keys, audit, times)
        self.gathering = SqliteGathering(database)
        self.snapshots = SqliteSnapshots(database)
        self.files = SqliteFiles(database)
        self.code_frames = SqliteCodeFrames(database, audit)
        self.coders = SqliteCoders(database, audit)
        self.codings = SqliteCodings(database, audit)
        self.staff = SqliteStaff(database, audit)
        expiry = Expiry(database, audit, closing, retention or Retention())
        self.maintenance = SqliteMaintenance(path, database, keys, chain, expiry=expiry, times=times)

    async def start(self) -> None:
        await self._database.start()
        try:
            hang = await self._database.write(key_checks.relied_on)
            checks = await asyncio.to_thread(self._keys.prepare, hang)
            await self._database.write(lambda db: audit_table.begin(db, self._chain, relied_on=AUDIT in hang))
            await self._database.write(lambda db: key_checks.note(db, checks))
            await self._database.write(lambda db: bring_back(db, self._keys))  # of a backup put back by other means
            await self._closing.start()
            await self._withdrawn.replay()
            await self._withdrawn.catch_up()
        except BaseException:
            await self._database.stop()
            raise

    async def close(self) -> None:
        await self._database.stop()
