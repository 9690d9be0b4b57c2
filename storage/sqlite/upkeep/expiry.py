"""Retention: what is kept is kept for so long, and goes by itself.

Every run that deletes something leaves an audit row with counts, and never ids.
"""

import contextlib
import sqlite3
from datetime import date, datetime
from typing import NamedTuple

from storage.errors import HeldUpError
from storage.keys.audit_chain import Head
from storage.rules.retention import Kept, Retention
from storage.sqlite.database import Database, moment
from storage.sqlite.tables import audit_table, session_tables
from storage.sqlite.tables.audit_table import SqliteAudit
from storage.sqlite.tables.flags.flag_table import keep_out
from storage.sqlite.tables.receipt_tables import forget_tries
from storage.sqlite.upkeep import wiping
from storage.sqlite.upkeep.closing import Closing

# What a condition of each kind of term says of a row; :day is the first day that is kept, :now this moment,
# :first the first audit row that stays.
_CLOSED = "consultation IN (SELECT id FROM consultation WHERE status <> 'open' AND coalesce(closed_on, closes) < :day)"
_STATED = (
    "response IN (SELECT response.id FROM response JOIN consultation ON consultation.id = response.consultation "
    "WHERE closes < :day)"
)


CUT = "record shortened"
"""In the audit: rows before this one went as they were kept for long enough."""
UP_TO = "up to row "


class _Deleting(NamedTuple):
    """The table that a kind of row is deleted from, those of its rows that go, and the tables that may hold leftovers
    of them."""

    table: str
    where: str
    wipe: tuple[str, ...] = ()


DELETING = {
    Kept.EVENTS: _Deleting("event", "day < :day"),
    Kept.FORMS: _Deleting("receipt_form", "day < :day"),
    Kept.LINKS: _Deleting("link", "until <= :now"),
    Kept.SIGN_INS: _Deleting("sign_in", "until <= :now"),
    Kept.DEAD_LETTERS: _Deleting("dead_letter", "at < :day"),
    Kept.RECEIPTS: _Deleting("receipt", _STATED, ("receipt",)),
    Kept.RESPONSES: _Deleting("response", _CLOSED, ("response", "answer", "receipt", "coding", "felt", "left_alone")),
    Kept.CODERS: _Deleting("coder", _CLOSED, ("coder",)),
    Kept.HELD_IN_FILES: _Deleting("held_in_file", _CLOSED),
    Kept.FILES: _Deleting("made_file", _CLOSED),
    Kept.SNAPSHOTS: _Deleting("snapshot", _CLOSED, ("in_snapshot",)),  # who is counted goes with it
    Kept.FLAGS: _Deleting("flag", "closed_at < :day", ("flag", "flag_case", "case_move")),
    # From the oldest on, without a gap: what is left has to hang together.
    Kept.AUDIT: _Deleting("audit", "id < :first"),
}
"""How each term of storage/rules/retention.py ends here."""


class Expiry:
    def __init__(self, database: Database, audit: SqliteAudit, closing: Closing, retention: Retention) -> None:
        self._database = database
        self._audit = audit
        self._closing = closing
        self._retention = retention

    async def forget_old(self, at: datetime) -> None:
        await self._close_forgotten(at)

        def work(db: sqlite3.Connection) -> None:
            counts, first = {}, 0
            for term in self._retention.terms():
                how, day = DELETING[term.what], term.first_kept(at.date())
                if term.what is Kept.FLAGS:
                    keep_out(db, day, at)
                if term.what is Kept.AUDIT:
                    first = self._mark_cut(db, day)
                gone = db.execute(
                    f"DELETE FROM {how.table} WHERE {how.where}",  # noqa: S608 - constants
                    {"day": day.isoformat(), "now": moment(at), "first": first},
                ).rowcount
                if gone:
                    counts[term.what] = gone
                    wiping.order(db, *how.wipe)
            db.execute(session_tables.FORGET_SAID)
            forget_tries(db, at)
            if counts:
                self._audit.add(
                    db, "old things deleted", "retention", ", ".join(f"{what}: {n}" for what, n in counts.items())
                )

        await self._database.write(work)
        await self._closing.finish_all()

    def _mark_cut(self, db: sqlite3.Connection, day: date) -> int:
        """Notes the last audit row that goes, and its seal, from which the rows that stay go on. Which is the first
        that stays."""
        (first,) = db.execute("SELECT min(id) FROM audit WHERE at >= ?", (day.isoformat(),)).fetchone()
        first = first or audit_table.newest(db).number + 1
        gone = db.execute("SELECT id, mac FROM audit WHERE id = ?", (first - 1,)).fetchone()
        if gone:
            self._audit.add(db, CUT, "retention", f"{UP_TO}{Head(gone[0], gone[1] or b'')}")
        return int(first)

    async def _close_forgotten(self, at: datetime) -> None:
        rows = await self._database.rows(
            "SELECT id, closes FROM consultation WHERE status = 'open' AND closes IS NOT NULL"
        )
        for identifier, closes in rows:
            if self._retention.closed_by_itself(date.fromisoformat(closes), at.date()):
                # Where it is held up, what is left to do is marked, and done as soon as it can be.
                with contextlib.suppress(HeldUpError):
                    await self._closing.close(identifier, by="retention", at=at)
