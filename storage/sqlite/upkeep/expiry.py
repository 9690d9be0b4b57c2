"""Retention: what is kept is kept for so long, and goes by itself.

Every run that deletes something leaves an audit row with counts, and never ids. A number of days is over when so many
whole days lie between then and now.
"""

import contextlib
import sqlite3
from datetime import datetime, timedelta
from typing import NamedTuple

from storage.errors import HeldUpError
from storage.rules.retention import Retention
from storage.sqlite.database import moment
from storage.sqlite.tables import session_tables
from storage.sqlite.tables.receipt_tables import forget_tries
from storage.sqlite.upkeep import wiping
from storage.sqlite.upkeep.closing import ClosingPart


class _Rule(NamedTuple):
    """What is deleted, the statement that deletes it (:day is the first day that is kept, :now this moment), and the
    tables that may hold leftovers of it."""

    what: str
    days: int
    delete: str
    wipe: tuple[str, ...] = ()


def _rules(keep: Retention) -> tuple[_Rule, ...]:
    return (
        _Rule("known events", keep.event_days, "DELETE FROM event WHERE day < :day"),
        _Rule("known forms", keep.event_days, "DELETE FROM receipt_form WHERE day < :day"),
        _Rule("links", 0, "DELETE FROM link WHERE until <= :now"),
        _Rule("sign-ins", 0, "DELETE FROM sign_in WHERE until <= :now"),
        _Rule("dead letters", keep.dead_letter_days, "DELETE FROM dead_letter WHERE at < :day"),
        _Rule(
            "receipts",
            keep.receipt_days,
            "DELETE FROM receipt WHERE response IN (SELECT response.id FROM response JOIN consultation "
            "ON consultation.id = response.consultation WHERE closes < :day)",
            ("receipt",),
        ),
        _Rule(
            "responses with their answers",
            keep.answers_days,
            "DELETE FROM response WHERE consultation IN "
            "(SELECT id FROM consultation WHERE status <> 'open' AND coalesce(closed_on, closes) < :day)",
            ("response", "answer", "receipt", "coding", "felt", "left_alone"),
        ),
        _Rule(
            "coders",
            keep.answers_days,
            "DELETE FROM coder WHERE consultation IN "
            "(SELECT id FROM consultation WHERE status <> 'open' AND coalesce(closed_on, closes) < :day)",
            ("coder",),
        ),
        _Rule(
            "what files held",
            keep.answers_days,
            "DELETE FROM held_in_file WHERE consultation IN "
            "(SELECT id FROM consultation WHERE status <> 'open' AND coalesce(closed_on, closes) < :day)",
        ),
        # Without what they held nothing can be recalled any more: their rows would only say who of the staff made them.
        _Rule(
            "files made",
            keep.answers_days,
            "DELETE FROM made_file WHERE consultation IN "
            "(SELECT id FROM consultation WHERE status <> 'open' AND coalesce(closed_on, closes) < :day)",
        ),
        _Rule("closed flags", keep.flag_days, "DELETE FROM flag WHERE closed_at < :day", ("flag",)),
        _Rule("audit rows", keep.audit_days, "DELETE FROM audit WHERE at < :day"),
    )


class RetentionPart(ClosingPart):
    _retention: Retention

    async def forget_old(self, at: datetime) -> None:
        await self._close_forgotten(at)

        def work(db: sqlite3.Connection) -> None:
            counts = {}
            for rule in _rules(self._retention):
                day = (at.date() - timedelta(days=rule.days)).isoformat()
                gone = db.execute(rule.delete, {"day": day, "now": moment(at)}).rowcount
                if gone:
                    counts[rule.what] = gone
                    wiping.order(db, *rule.wipe)
            db.execute(session_tables.FORGET_SAID)
            forget_tries(db, at)
            if counts:
                self._audit(
                    db, "old things deleted", "retention", ", ".join(f"{what}: {n}" for what, n in counts.items())
                )

        await self._database.write(work)
        await self.finish_closings()

    async def _close_forgotten(self, at: datetime) -> None:
        """Keys do not linger: what nobody closed is closed once its receipts have ended."""
        over = (at.date() - timedelta(days=self._retention.receipt_days)).isoformat()
        rows = await self._database.rows("SELECT id FROM consultation WHERE status = 'open' AND closes < ?", (over,))
        for (identifier,) in rows:
            # Where it is held up, what is left to do is marked, and done as soon as it can be.
            with contextlib.suppress(HeldUpError):
                await self.close_consultation(identifier, by="retention", at=at)
