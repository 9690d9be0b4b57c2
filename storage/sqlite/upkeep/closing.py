"""Closing on SQLite: what storage/rules/closing_steps.py orders, as statements.

The mark is the column `closing`.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from storage.errors import HeldUpError, UnknownConsultationError
from storage.keys import Keys
from storage.rules.closing_steps import (
    Care,
    Goes,
    Step,
    care,
    check_closing,
    deleted,
    is_stale,
    last_known,
    next_step,
)
from storage.sqlite.database import Database
from storage.sqlite.tables import hiding_table
from storage.sqlite.tables.answer_tables import UNREAD
from storage.sqlite.tables.audit_table import SqliteAudit
from storage.sqlite.tables.cases.kept_cases import coarse_at_close
from storage.sqlite.tables.flags.flag_table import COARSE_AT_CLOSE
from storage.sqlite.upkeep import wiping
from storage.sqlite.upkeep.settling import settle


class _Deleting(NamedTuple):
    """The tables that a consultation's rows are deleted from, those of its rows that go, and further tables that may
    hold leftovers of them."""

    tables: tuple[str, ...]
    where: str = "consultation = ?"
    wipe: tuple[str, ...] = ()


DELETING = {
    Goes.SESSIONS: _Deleting(("session", "place")),
    Goes.EVENTS: _Deleting(("event",)),
    Goes.REPLIES: _Deleting(("outbox",)),
    Goes.CLOSED_FLAGS: _Deleting(("flag",), "consultation = ? AND closed_at IS NOT NULL"),
    Goes.RESPONSES: _Deleting(("response",), wipe=("answer", "receipt", "coding", "felt", "left_alone")),
    Goes.CODERS: _Deleting(("coder",)),
}
"""How each thing that goes is deleted here."""

_CLOSE = """
UPDATE consultation SET status = 'closed', closing = 1, closed_on = ? WHERE id = ?
"""


# What nobody has redacted can be opened by nobody from now on: the answer stays, with what was understood of it.
_NOT_READ = f"""
UPDATE answer SET sealed = NULL, review = CASE WHEN text = '' THEN review ELSE 'waiting' END
WHERE consultation = ? AND {UNREAD}
"""  # noqa: S608 - a constant


class Closing:
    def __init__(self, database: Database, keys: Keys, audit: SqliteAudit, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._keys = keys
        self._audit = audit
        self._clock = clock
        self._gone_on: set[str] = set()
        """What the start found interrupted and has finished: whoever asks to have it closed is told so."""

    async def close(self, identifier: str, *, by: str, at: datetime) -> bool:
        before = await self._database.write(lambda db: self.mark(db, identifier, by, at.date()))
        if not await self.go_on(identifier, by):
            raise HeldUpError(
                f"{identifier} is closed and its key is destroyed, but somebody reads the database, so the room of "
                "what was deleted is not overwritten yet: that is done as soon as it can be, or close it again"
            )
        return before

    async def start(self) -> None:
        """As `finish_all`, before anything else is done."""
        marked = await self._database.rows("SELECT id FROM consultation WHERE closing = 1")
        await self.finish_all()
        still = await self._database.rows("SELECT id FROM consultation WHERE closing = 1")
        self._gone_on = {row[0] for row in marked} - {row[0] for row in still}

    async def finish_all(self) -> bool:
        """Does what other processes' closings ask of this one, and what crashes left over. False where the rest has to
        wait until somebody has read the database."""
        rows = await self._database.rows("SELECT id, status, closing, key_check FROM consultation")
        for identifier, status, closing, check in rows:
            held = self._keys.held(identifier)
            if held is not None and is_stale(held.check, status, check):
                self._keys.drop(identifier)
            match care(
                status, marked=bool(closing), check=check, destroyed=await self._destroyed(identifier, status, check)
            ):
                case Care.LEARN_CHECK:
                    await self._note_check(identifier)
                case Care.CLOSE_AGAIN:
                    await self.close(identifier, by="after restoring", at=self._clock())
                case Care.GO_ON:
                    await self.go_on(identifier, "start-up")
                case Care.NOTHING:
                    pass
        return await self._database.wipe()

    async def _destroyed(self, identifier: str, status: str, check: bytes | None) -> bool:
        """Whether the key of an open one was destroyed once; of others nobody asks."""
        if status != "open" or check is None:
            return False
        return await asyncio.to_thread(self._keys.was_destroyed, identifier, check)

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

    def mark(self, db: sqlite3.Connection, identifier: str, by: str, today: date) -> bool:
        """True where somebody began before, and did not come to the end."""
        row = db.execute("SELECT status, trial, closing FROM consultation WHERE id = ?", (identifier,)).fetchone()
        if row is None:
            raise UnknownConsultationError(
                f"there is no consultation {identifier[:40]!r}: 'consultation list' shows those that there are"
            )
        status, trial, closing = row
        if closing or (status == "closed" and identifier in self._gone_on):
            self._gone_on.discard(identifier)  # from the second time on it is closed already
            return True
        check_closing(identifier, status)
        db.execute(_CLOSE, (today.isoformat(), identifier))
        db.execute(COARSE_AT_CLOSE, (identifier,))
        if db.execute(_NOT_READ, (identifier,)).rowcount:
            wiping.order(db, "answer")
        coarse_at_close(db, identifier)
        hiding_table.forget_all(db, identifier)
        wiping.order(
            db, "flag", "flag_case", "case_move"
        )  # copies of the times that they had may be left in unused room
        for one in deleted(trial=bool(trial)):
            how = DELETING[one]
            for table in how.tables:
                db.execute(f"DELETE FROM {table} WHERE {how.where}", (identifier,))  # noqa: S608 - constants
            wiping.order(db, *how.tables, *how.wipe)
        self._audit.add(db, "consultation closing", by, f"{identifier}{' (trial)' if trial else ''}")
        return False

    async def go_on(self, identifier: str, by: str) -> bool:
        """Goes on after the mark. False where the overwriting has to wait."""
        row = await self._database.row("SELECT key_check, closing FROM consultation WHERE id = ?", (identifier,))
        if row is None:
            return True
        check, closing = row
        step = next_step(last_known(marked=bool(closing)))
        while step is not None:
            if step is Step.DESTROY_KEY:
                await asyncio.to_thread(self._keys.destroy, identifier, check)
            elif step is Step.OVERWRITE and not await self._overwrite():
                return False
            elif step is Step.UNMARK:
                await self._database.write(lambda db: self._unmark(db, identifier, by))
            step = next_step(step)
        return True

    async def _overwrite(self) -> bool:
        """What is left shows no order in which it came, and what was deleted is nowhere. False where it has to wait."""
        to_wipe = [row[0] for row in await self._database.rows("SELECT name FROM to_wipe")]
        return await settle(self._database, but=to_wipe) and await self._database.wipe()

    def _unmark(self, db: sqlite3.Connection, identifier: str, by: str) -> None:
        done = db.execute(
            "UPDATE consultation SET closing = 0, key_check = NULL WHERE id = ? AND closing = 1 RETURNING trial",
            (identifier,),
        ).fetchone()
        if done is not None:  # else another process was faster
            self._audit.add(
                db,
                "consultation closed",
                by,
                f"{identifier}: sessions, event ids and waiting replies deleted and overwritten, key destroyed"
                f"{'; the answers of the trial deleted' if done[0] else ''}",
            )
