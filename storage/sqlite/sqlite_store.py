"""The store on SQLite: its parts put together."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from argon2 import PasswordHasher

from conversations.asking.consultation.model import Consultation
from storage.errors import StoreError
from storage.keys import Keys
from storage.keys.receipt_verifiers import ReceiptVerifiers
from storage.keys.withdrawals_file import Withdrawals
from storage.rules.retention import Retention
from storage.rules.tries import Pace
from storage.sqlite.database import LOCK_WAIT, Database, Synchronous
from storage.sqlite.tables.coding_tables import CodingPart
from storage.sqlite.tables.consultation_tables import ConsultationsPart
from storage.sqlite.tables.file_tables import FilesPart
from storage.sqlite.tables.flag_table import FlagsPart
from storage.sqlite.tables.outbox_table import OutboxPart
from storage.sqlite.tables.receipt_tables import ReceiptsPart
from storage.sqlite.tables.response_tables import GatheringPart
from storage.sqlite.tables.review_tables import ReviewingPart
from storage.sqlite.tables.staff_tables import StaffPart
from storage.sqlite.turn_transaction import TurnsPart
from storage.sqlite.upkeep.expiry import RetentionPart
from storage.sqlite.upkeep.measures import MeasuringPart

_BEAT_BYTES = 64 * 1024
"""More than any turn needs, so that the check notices a full disk no later than a turn does."""


class SqliteStore(
    ConsultationsPart,
    RetentionPart,
    TurnsPart,
    ReceiptsPart,
    OutboxPart,
    ReviewingPart,
    FlagsPart,
    GatheringPart,
    FilesPart,
    CodingPart,
    MeasuringPart,
    StaffPart,
):
    """The Store in the file `path` and the keys in `keys`. Start it before anything else, close it at the end.

    `clock` gives the time in UTC of audit rows; `hasher` says what a receipt costs to try (see ReceiptVerifiers);
    `retention` for how long what is kept.
    `synchronous`, `lock_wait` (seconds) and `adjust`: see Database.
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
    ) -> None:
        database = Database(path, synchronous=synchronous, lock_wait=lock_wait, adjust=adjust)
        super().__init__(database, keys, clock)
        self._receipts = ReceiptVerifiers(keys, hasher)
        self._pace = Pace(clock)
        self._retention = retention or Retention()
        self._texts: dict[tuple[str, int], Consultation] = {}
        self._withdrawals = Withdrawals(keys.folder)

    async def start(self) -> None:
        await asyncio.to_thread(self._keys.prepare)
        await self._receipts.start()
        await self._database.start()
        try:
            await self.finish_closings()
            await self._replay()
            await self._note_withdrawn()
        except BaseException:
            await self._database.stop()
            raise

    async def close(self) -> None:
        await self._database.stop()

    async def check(self) -> None:
        def work(db: sqlite3.Connection) -> None:
            db.execute("INSERT INTO pulse VALUES (zeroblob(?))", (_BEAT_BYTES,))
            db.execute("DELETE FROM pulse")

        await self._database.write(work)
        for held in await self.consultations():
            if held.status == "open" and await self._held_key(held.id) is None:
                raise StoreError(f"the key of {held.id} is missing: put back the copy that you keep of KEYS_DIR")
