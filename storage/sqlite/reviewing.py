"""Reviewing: the queue of open-text answers, decisions about them, and flags."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

from conversations.hearing.heard import Risk
from conversations.telling.gathered import Review
from storage.sqlite import answers
from storage.sqlite.database import Part, Row, moment
from storage.store import QueuedAnswer, Raised, Verdict

_QUEUED = f"""
SELECT answer.id, answer.consultation, question, version, quoting, review, reason, {answers.COLUMNS}
FROM answer JOIN response ON response.id = answer.response
WHERE review <> 'not_needed'
"""  # noqa: S608 - a constant

# Ids are random, so their order says nothing.
_QUEUE = f"{_QUEUED} AND answer.consultation = ? AND review = ? ORDER BY risk DESC, answer.id LIMIT ? OFFSET ?"

_APPEND = "INSERT INTO decision (answer, revision, verdict, reason, decided_by, at) VALUES (?, ?, ?, ?, ?, ?)"

_BECOMES = {Verdict.APPROVE: Review.APPROVED, Verdict.REJECT: Review.REJECTED}


_DAY = len("2026-03-01")

# While its consultation runs, the time of a closed flag is still of use to those who look after it.
_COARSE = """
UPDATE flag SET at = substr(at, 1, 10)
WHERE id = ? AND (SELECT status FROM consultation WHERE id = flag.consultation) <> 'open'
"""


class ReviewingPart(Part):
    async def queue(
        self, consultation: str, *, review: Review = Review.WAITING, limit: int = 50, offset: int = 0
    ) -> Sequence[QueuedAnswer]:
        rows = await self._database.rows(_QUEUE, (consultation, review.value, limit, offset))
        return [_queued(row) for row in rows]

    async def queue_length(self, consultation: str, review: Review = Review.WAITING) -> int:
        row = await self._database.row(
            "SELECT count(*) FROM answer WHERE review <> 'not_needed' AND consultation = ? AND review = ?",
            (consultation, review.value),
        )
        return int(row[0]) if row else 0

    async def queued(self, answer: bytes) -> QueuedAnswer | None:
        row = await self._database.row(f"{_QUEUED} AND answer.id = ?", (answer,))
        return _queued(row) if row else None

    async def decide(self, answer: bytes, verdict: Verdict, *, reason: str, seen: str, by: str, at: datetime) -> bool:
        def work(db: sqlite3.Connection) -> bool:
            row = db.execute("SELECT text, revision FROM answer WHERE id = ? AND text <> ''", (answer,)).fetchone()
            if row is None or row[0] != seen:
                return False
            db.execute(_APPEND, (answer, row[1], verdict.value, reason, by, moment(at)))
            _becomes(db, answer, _BECOMES[verdict], reason)
            self._audit(db, f"answer {_BECOMES[verdict].value}", by, answer.hex())
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
            self._audit(db, "decision taken back", by, answer.hex())
            return True

        return await self._database.write(work)

    async def flags(self, consultation: str, *, closed: bool = False) -> Sequence[Raised]:
        rows = await self._database.rows(
            "SELECT id, consultation, level, kinds, words, at, closed_at IS NOT NULL, closed_by FROM flag "
            "WHERE consultation = ? AND (closed_at IS NOT NULL) = ? ORDER BY level DESC, id DESC",
            (consultation, closed),
        )
        return [
            Raised(
                id=identifier,
                consultation=of,
                level=Risk(level),
                **_kinds(kinds),
                words=words,
                at=datetime.fromisoformat(at).replace(tzinfo=UTC),
                closed=bool(is_closed),
                closed_by=by,
                day_only=len(at) == _DAY,
            )
            for identifier, of, level, kinds, words, at, is_closed, by in rows
        ]

    async def close_flag(self, identifier: int, *, by: str, at: datetime) -> bool:
        def work(db: sqlite3.Connection) -> bool:
            closed = db.execute(
                "UPDATE flag SET closed_at = ?, closed_by = ? WHERE id = ? AND closed_at IS NULL",
                (moment(at), by, identifier),
            )
            if not closed.rowcount:
                return False
            db.execute(_COARSE, (identifier,))
            self._audit(db, "flag closed", by, str(identifier))
            return True

        return await self._database.write(work)


def _kinds(column: str) -> dict[str, tuple[str, ...]]:
    """The kinds and what raised the flag; a flag of an earlier version has the kinds alone."""
    held = json.loads(column)
    named = held if isinstance(held, dict) else {"kinds": held}
    return {name: tuple(each) for name, each in named.items()}


def _queued(row: Row) -> QueuedAnswer:
    identifier, consultation, question, version, quoting, review, reason, *answer = row
    return QueuedAnswer(
        id=identifier,
        consultation=consultation,
        question=question,
        version=version,
        answer=answers.answer(*answer),
        may_quote=bool(quoting),
        review=Review(review),
        reason=reason,
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
