"""Reviewing: the queue of open-text answers, and decisions about them."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from conversations.asking.left_out import WhyLeftOut, kept_reason
from conversations.telling.responses import Review
from storage.reviewing import QueuedAnswer, Verdict
from storage.sqlite.database import Database, Row, moment
from storage.sqlite.tables import answer_tables
from storage.sqlite.tables.audit_table import SqliteAudit
from storage.sqlite.tables.flag_table import ALL, DECISIONS, OutOfPrint

_QUEUED = f"""
SELECT answer.id, answer.consultation, question, version, quoting, review, reason, revision, {answer_tables.COLUMNS}
FROM answer JOIN response ON response.id = answer.response
WHERE review <> 'not_needed'
"""  # noqa: S608 - a constant

# Ids are random, so their order says nothing.
_QUEUE = f"{_QUEUED} AND answer.consultation = ? AND review = ? ORDER BY risk DESC, answer.id LIMIT ? OFFSET ?"

_APPEND = "INSERT INTO decision (answer, revision, verdict, reason, decided_by, at) VALUES (?, ?, ?, ?, ?, ?)"

_BECOMES = {Verdict.APPROVE: Review.APPROVED, Verdict.REJECT: Review.REJECTED}


class SqliteReviewing:
    def __init__(self, database: Database, audit: SqliteAudit) -> None:
        self._database = database
        self._audit = audit

    async def queue(
        self, consultation: str, *, review: Review = Review.WAITING, limit: int = 50, offset: int = 0
    ) -> Sequence[QueuedAnswer]:
        rows = await self._database.rows(_QUEUE, (consultation, review.value, limit, offset))
        out = await self._out_of_print(consultation)
        return [_queued(row, out) for row in rows]

    async def queue_length(self, consultation: str, review: Review = Review.WAITING) -> int:
        row = await self._database.row(
            "SELECT count(*) FROM answer WHERE review <> 'not_needed' AND consultation = ? AND review = ?",
            (consultation, review.value),
        )
        return int(row[0]) if row else 0

    async def queued(self, answer: bytes) -> QueuedAnswer | None:
        row = await self._database.row(f"{_QUEUED} AND answer.id = ?", (answer,))
        return _queued(row, await self._out_of_print(row[1])) if row else None

    async def _out_of_print(self, consultation: str) -> OutOfPrint:
        flags = await self._database.rows(ALL, (consultation,))
        return OutOfPrint(flags, await self._database.rows(DECISIONS, (consultation,)))

    async def decide(
        self, answer: bytes, verdict: Verdict, *, reason: WhyLeftOut, seen: str, by: str, at: datetime
    ) -> bool:
        def work(db: sqlite3.Connection) -> bool:
            row = db.execute("SELECT text, revision FROM answer WHERE id = ? AND text <> ''", (answer,)).fetchone()
            if row is None or row[0] != seen:
                return False
            db.execute(_APPEND, (answer, row[1], verdict.value, str(reason), by, moment(at)))
            _becomes(db, answer, _BECOMES[verdict], str(reason))
            self._audit.add(db, f"answer {_BECOMES[verdict].value}", by, answer.hex())
            return True

        return await self._database.write(work)

    async def undo(self, answer: bytes, *, by: str, at: datetime) -> bool:
        def work(db: sqlite3.Connection) -> bool:
            row = db.execute("SELECT revision FROM answer WHERE id = ?", (answer,)).fetchone()
            if row is None:
                return False
            standing = _standing(db, answer, row[0])
            if not standing:
                return False
            db.execute(_APPEND, (answer, row[0], "undo", "", by, moment(at)))
            verdict, reason = standing[-2] if len(standing) > 1 else (None, "")
            _becomes(db, answer, _BECOMES[verdict] if verdict else Review.WAITING, reason)
            self._audit.add(db, "decision taken back", by, answer.hex())
            return True

        return await self._database.write(work)


def _queued(row: Row, out: OutOfPrint) -> QueuedAnswer:
    identifier, consultation, question, version, quoting, review, reason, revision, *columns = row
    answer = answer_tables.answer(*columns)
    return QueuedAnswer(
        id=identifier,
        consultation=consultation,
        question=question,
        version=version,
        answer=answer,
        may_quote=bool(quoting),
        review=Review(review),
        reason=kept_reason(reason),
        kept_out=out.standing(identifier, answer.text, answer.risk, revision).kept_out,
    )


def _becomes(db: sqlite3.Connection, answer: bytes, review: Review, reason: str) -> None:
    db.execute("UPDATE answer SET review = ?, reason = ? WHERE id = ?", (review.value, reason, answer))


def _standing(db: sqlite3.Connection, answer: bytes, revision: int) -> list[tuple[Verdict, str]]:
    """The decisions about this text that were not taken back, oldest first."""
    standing: list[tuple[Verdict, str]] = []
    for verdict, reason in db.execute(
        "SELECT verdict, reason FROM decision WHERE answer = ? AND revision = ? ORDER BY id", (answer, revision)
    ):
        if verdict == "undo":
            standing.pop()
        else:
            standing.append((Verdict(verdict), reason))
    return standing
