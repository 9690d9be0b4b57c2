"""Withdrawals that outlive a backup put back: the table `withdrawn`, and the file outside that follows it.

See storage/keys/withdrawals_file.py for the order of things.
"""

import asyncio
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from storage.keys import Keys
from storage.keys.withdrawals_file import Withdrawals
from storage.sqlite.database import Part
from storage.sqlite.tables import answer_tables
from storage.sqlite.upkeep import wiping


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many responses and single answers were taken back again."""

    responses: int = 0
    answers: int = 0

    def __str__(self) -> str:
        return f"{self.responses} responses and {self.answers} single answers"


class WithdrawalsPart(Part):
    _withdrawals: Withdrawals

    async def _replay(self) -> None:
        """Takes back what a database that was put back has brought with it: a backup, or the copy of a whole disk."""
        gone = await asyncio.to_thread(self._withdrawals.read)

        def work(db: sqlite3.Connection) -> None:
            replayed = replay(db, self._keys, gone)
            if replayed != Replayed():
                self._audit(db, "withdrawals replayed", "start-up", str(replayed))

        if gone:
            await self._database.write(work)

    async def _note_withdrawn(self) -> None:
        """Once this returns, everything in the table stands in the file, too."""
        ids = [row[0] for row in await self._database.rows("SELECT id FROM withdrawn")]
        await asyncio.to_thread(self._withdrawals.add, ids)


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
