"""Withdrawals that outlive a backup put back: the table `withdrawn`, and the file outside that follows it.

See storage/keys/withdrawals_file.py for the order of things.
"""

import asyncio
import sqlite3
from collections.abc import Collection

from storage.keys import Keys
from storage.keys.withdrawals_file import Withdrawals
from storage.maintenance import Replayed
from storage.sqlite.database import Database
from storage.sqlite.tables import answer_tables
from storage.sqlite.tables.audit_table import SqliteAudit
from storage.sqlite.tables.outbox_table import HELD, let_go
from storage.sqlite.upkeep import wiping


class WithdrawnTable:
    def __init__(self, database: Database, keys: Keys, audit: SqliteAudit) -> None:
        self._database = database
        self._keys = keys
        self._audit = audit
        self._withdrawals = Withdrawals(keys.folder)

    async def replay(self) -> None:
        """Takes back what a database that was put back has brought with it: a backup, or the copy of a whole disk."""
        gone = await asyncio.to_thread(self._withdrawals.read)

        def work(db: sqlite3.Connection) -> None:
            replayed = replay(db, self._keys, gone)
            if replayed != Replayed():
                self._audit.add(db, "withdrawals replayed", "start-up", str(replayed))

        if gone:
            await self._database.write(work)

    async def catch_up(self) -> None:
        """Writes down what a process did not that ended too early, and lets go the replies that tell of it."""
        # In this order: what is held now tells of what is in the table by now.
        held = await self._database.rows("SELECT id FROM outbox WHERE due = ?", (HELD,))
        await self.write_down([row[0] for row in held])

    async def write_down(self, held: Collection[int] = ()) -> None:
        """Once this returns, everything in the table stands in the file, too, and these replies that told of it are no
        longer held."""
        ids = [row[0] for row in await self._database.rows("SELECT id FROM withdrawn")]
        await asyncio.to_thread(self._withdrawals.add, ids)
        if held:
            await self._database.write(lambda db: let_go(db, held))


def replay(db: sqlite3.Connection, keys: Keys, gone: Collection[bytes]) -> Replayed:
    """Takes back again all that is gone, within the caller's transaction."""
    responses = single = 0
    for one in gone:
        if row := db.execute("SELECT consultation FROM response WHERE id = ?", (one,)).fetchone():
            answer_tables.take_back(db, keys.consultation(row[0]), one)
            responses += 1
        else:
            single += db.execute("DELETE FROM answer WHERE id = ?", (one,)).rowcount
        # Also what this database has never heard of, so that the next backup knows it.
        db.execute("INSERT INTO withdrawn VALUES (?) ON CONFLICT DO NOTHING", (one,))
    if responses or single:
        wiping.order(db, "response", "answer", "receipt", "session", "event", "coder", "coding", "felt", "left_alone")
    return Replayed(responses, single)
