"""Retention: what is kept is kept for so long, and goes by itself.

Every run that deletes something leaves an audit row with counts, and never ids.
"""

import contextlib
import sqlite3
from datetime import date, datetime
from typing import NamedTuple

from storage.errors import HeldUpError
from storage.rules.retention import Kept, Retention
from storage.sqlite.database import Database, moment
from storage.sqlite.tables import session_tables
from storage.sqlite.tables.audit_table import SqliteAudit
from storage.sqlite.tables.flags.flag_table import keep_out
from storage.sqlite.tables.hiding_table import forget as forget_hidden
from storage.sqlite.tables.receipt_tables import forget_tries
from storage.sqlite.upkeep import wiping
from storage.sqlite.upkeep.closing import Closing

# What a condition of each kind of term says of a row; :day is the first day that is kept, :now this moment.
_CLOSED = "consultation IN (SELECT id FROM consultation WHERE status <> 'open' AND coalesce(closed_on, closes) < :day)"
_STATED = (
    "response IN (SELECT response.id FROM response JOIN consultation ON consultation.id = response.consultation "
    "WHERE closes < :day)"
)


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
    Kept.AUDIT: _Deleting("audit", "at < :day"),
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
            counts = {}
            for term in self._retention.terms():
                how, day = DELETING[term.what], term.first_kept(at.date())
                if term.what is Kept.FLAGS:
                    keep_out(db, day, at)
                gone = db.execute(
                    f"DELETE FROM {how.table} WHERE {how.where}",  # noqa: S608 - constants
                    {"day": day.isoformat(), "now": moment(at)},
                ).rowcount
                if gone:
                    counts[term.what] = gone
                    wiping.order(db, *how.wipe)
            db.execute(session_tables.FORGET_SAID)
            forget_tries(db, at)
            forget_hidden(db, at)
            if counts:
                self._audit.add(
                    db, "old things deleted", "retention", ", ".join(f"{what}: {n}" for what, n in counts.items())
                )

        await self._database.write(work)
        await self._closing.finish_all()

    async def _close_forgotten(self, at: datetime) -> None:
        rows = await self._database.rows(
            "SELECT id, closes FROM consultation WHERE status = 'open' AND closes IS NOT NULL"
        )
        for identifier, closes in rows:
            if self._retention.closed_by_itself(date.fromisoformat(closes), at.date()):
                # Where it is held up, what is left to do is marked, and done as soon as it can be.
                with contextlib.suppress(HeldUpError):
                    await self._closing.close(identifier, by="retention", at=at)
