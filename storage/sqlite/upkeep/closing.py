"""Closing: what leads from an answer to who gave it is destroyed, for good.

The first transaction does all that people notice: it is closed, its sessions, event ids and waiting replies are gone.
What follows (destroying the key, wiping what was deleted) can be done any number of times; the mark `closing` stays
until all of it is done, so that whoever starts next finishes it.
"""

import asyncio
import sqlite3
from datetime import date, datetime

from storage.errors import HeldUpError, StoreError, UnknownConsultationError
from storage.sqlite.database import Part
from storage.sqlite.upkeep import wiping

_ROWS = ("session", "event", "outbox")
"""What tells of respondents, and goes."""

_TRIAL_ROWS = ("response", "answer", "receipt", "flag", "coder", "coding", "felt", "left_alone")
"""What goes with a trial too; answers, their codings and receipts go with their response. Code frames stay: they are
staff's own work."""

_CLOSE = """
UPDATE consultation SET status = 'closed', closing = 1, closed_on = ? WHERE id = ?
"""


class ClosingPart(Part):
    async def close_consultation(self, identifier: str, *, by: str, at: datetime) -> None:
        await self._database.write(lambda db: self._begin(db, identifier, by, at.date()))
        if not await self._finish(identifier, by):
            raise HeldUpError(
                f"{identifier} is closed and its key is destroyed, but somebody reads the database, so the room of "
                "what was deleted is not overwritten yet: that is done as soon as it can be, or close it again"
            )

    async def finish_closings(self) -> bool:
        """Does what other processes' closings ask of this one, and what crashes left over. False where the rest has to
        wait until somebody has read the database."""
        rows = await self._database.rows("SELECT id, status, closing, key_check FROM consultation")
        for identifier, status, closing, check in rows:
            held = self._keys.held(identifier)
            if held is not None and (status != "open" or held.check != check):
                self._keys.drop(identifier)
            if status == "open" and check is None:
                await self._note_check(identifier)
            elif status == "open" and await asyncio.to_thread(self._keys.was_destroyed, identifier, check):
                # A backup from before it was closed.
                await self.close_consultation(identifier, by="after restoring", at=self._clock())
            elif closing:
                await self._finish(identifier, "start-up")
        return await self._database.wipe()

    async def _note_check(self, identifier: str) -> None:
        """For what was opened before keys had one."""
        key = await asyncio.to_thread(self._keys.consultation, identifier)
        if key is not None:
            await self._database.write(
                lambda db: db.execute(
                    "UPDATE consultation SET key_check = ? WHERE id = ? AND status = 'open' AND key_check IS NULL",
                    (key.check, identifier),
                )
            )

    def _begin(self, db: sqlite3.Connection, identifier: str, by: str, today: date) -> None:
        row = db.execute("SELECT status, trial, closing FROM consultation WHERE id = ?", (identifier,)).fetchone()
        if row is None:
            raise UnknownConsultationError(
                f"there is no consultation {identifier[:40]!r}: 'consultation list' shows those that there are"
            )
        status, trial, closing = row
        if closing:
            return
        if status != "open":
            raise StoreError(f"{identifier} is {'not open yet' if status == 'draft' else f'{status} already'}")
        db.execute(_CLOSE, (today.isoformat(), identifier))
        for table in _ROWS:
            db.execute(f"DELETE FROM {table} WHERE consultation = ?", (identifier,))  # noqa: S608 - one of a list
        wiping.order(db, *_ROWS, "flag")
        db.execute(
            "UPDATE flag SET at = substr(at, 1, 10) WHERE consultation = ? AND closed_at IS NOT NULL", (identifier,)
        )
        if trial:
            # Flags that nobody has closed stay: they may be real.
            db.execute("DELETE FROM flag WHERE consultation = ? AND closed_at IS NOT NULL", (identifier,))
            db.execute("DELETE FROM response WHERE consultation = ?", (identifier,))
            db.execute("DELETE FROM coder WHERE consultation = ?", (identifier,))  # they learned from those answers
            wiping.order(db, *_TRIAL_ROWS)
        self._audit(db, "consultation closing", by, f"{identifier}{' (trial)' if trial else ''}")

    async def _finish(self, identifier: str, by: str) -> bool:
        """What comes after the first transaction. Any of it may have been done before."""
        row = await self._database.row("SELECT key_check, closing FROM consultation WHERE id = ?", (identifier,))
        if row is None or not row[1]:
            return True
        await asyncio.to_thread(self._keys.destroy, identifier, row[0])
        if not await self._database.wipe():
            return False

        def work(db: sqlite3.Connection) -> None:
            done = db.execute(
                "UPDATE consultation SET closing = 0, key_check = NULL WHERE id = ? AND closing = 1 RETURNING trial",
                (identifier,),
            ).fetchone()
            if done is not None:
                self._audit(
                    db,
                    "consultation closed",
                    by,
                    f"{identifier}: sessions, event ids and waiting replies deleted and overwritten, key destroyed"
                    f"{'; the answers of the trial deleted' if done[0] else ''}",
                )

        await self._database.write(work)
        return True
