"""Reviewing: the queue of open-text answers, and decisions about them."""

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from conversations.asking.left_out import WhyLeftOut, kept_reason
from conversations.hearing.values import Heard, Risk
from conversations.telling.responses import Review
from storage.keys import Keys
from storage.keys.sealed_answers import opener
from storage.reply_json import whole
from storage.reviewing import LEASE, Mark, QueuedAnswer, Verdict
from storage.rules.coarse_times import day
from storage.sqlite.database import Database, Row, moment
from storage.sqlite.tables import answer_tables, file_tables
from storage.sqlite.tables.audit_table import SqliteAudit
from storage.sqlite.tables.flags import kept_flags
from storage.sqlite.tables.flags.flag_table import ALL, DECISIONS, OutOfPrint

_QUEUED = f"""
SELECT answer.id, answer.consultation, response, question, version, quoting,
       CASE WHEN {answer_tables.UNREAD} THEN 'unread' ELSE review END, reason, revision, mark,
       {answer_tables.COLUMNS}
FROM answer JOIN response ON response.id = answer.response
WHERE (review <> 'not_needed' OR {answer_tables.UNREAD})
"""  # noqa: S608 - a constant

# The words are read of those alone that are shown. Ids are random, so their order says nothing.
_QUEUE = f"""
{_QUEUED} AND answer.id IN (
    SELECT id FROM (
        SELECT id, risk, 0 AS unread FROM answer WHERE consultation = ?1 AND review = ?2 AND review <> 'not_needed'
        UNION ALL
        SELECT id, risk, 1 FROM answer WHERE consultation = ?1 AND {answer_tables.UNREAD} AND ?2 = 'waiting')
    ORDER BY risk >= {Risk.URGENT.value} DESC, unread DESC, risk DESC, id LIMIT ?3 OFFSET ?4)
ORDER BY risk >= {Risk.URGENT.value} DESC, {answer_tables.UNREAD} DESC, risk DESC, answer.id
"""  # noqa: S608

_FREE = f"""
SELECT id FROM (
    SELECT id, risk, 0 AS unread FROM answer WHERE consultation = :consultation AND review = 'waiting'
    UNION ALL
    SELECT id, risk, 1 FROM answer WHERE consultation = :consultation AND {answer_tables.UNREAD})
WHERE id NOT IN (SELECT answer FROM review_lease WHERE staff <> :by AND until > :now)
ORDER BY risk >= {Risk.URGENT.value} DESC, unread DESC, risk DESC, id LIMIT 1 OFFSET :offset
"""  # noqa: S608

_APPROVED = """
SELECT id, text FROM answer WHERE consultation = ?1 AND review = 'approved' AND (?2 = '' OR question = ?2) ORDER BY id
"""

_WITH_ANOTHER = "SELECT staff FROM review_lease WHERE answer = ? AND staff <> ? AND until > ?"
_LEASE = """
INSERT INTO review_lease (answer, staff, until) VALUES (?, ?, ?)
ON CONFLICT (answer) DO UPDATE SET staff = excluded.staff, until = excluded.until
"""

_LENGTH = f"""
SELECT count(*) FROM answer
WHERE consultation = ?1 AND ((review = ?2 AND review <> 'not_needed') OR ({answer_tables.UNREAD} AND ?2 = 'waiting'))
"""  # noqa: S608

_READ = f"""
UPDATE answer SET text = ?, hidden = ?, risk = max(risk, ?), by_rules = ?, language = ?, sealed = NULL,
    review = 'waiting', reason = '', revision = revision + 1
WHERE id = ? AND {answer_tables.UNREAD} RETURNING revision
"""  # noqa: S608

_APPEND = "INSERT INTO decision (answer, revision, verdict, reason, decided_by, at) VALUES (?, ?, ?, ?, ?, ?)"

_BECOMES = {Verdict.APPROVE: Review.APPROVED, Verdict.REJECT: Review.REJECTED}


class SqliteReviewing:
    def __init__(self, database: Database, keys: Keys, audit: SqliteAudit) -> None:
        self._database = database
        self._keys = keys
        self._audit = audit

    async def queue(
        self, consultation: str, *, review: Review = Review.WAITING, limit: int = 50, offset: int = 0
    ) -> Sequence[QueuedAnswer]:
        rows = await self._database.rows(_QUEUE, (consultation, review.value, limit, offset))
        out = await self._out_of_print(consultation)
        return [await self._queued(row, out) for row in rows]

    async def queue_length(self, consultation: str, review: Review = Review.WAITING) -> int:
        row = await self._database.row(_LENGTH, (consultation, review.value))
        return int(row[0]) if row else 0

    async def unread(self, consultation: str) -> int:
        row = await self._database.row(
            f"SELECT count(*) FROM answer WHERE consultation = ? AND {answer_tables.UNREAD}",  # noqa: S608
            (consultation,),
        )
        return int(row[0]) if row else 0

    async def queued(self, answer: bytes) -> QueuedAnswer | None:
        row = await self._database.row(f"{_QUEUED} AND answer.id = ?", (answer,))
        return await self._queued(row, await self._out_of_print(row[1])) if row else None

    async def _out_of_print(self, consultation: str) -> OutOfPrint:
        flags = await self._database.rows(ALL, (consultation,))
        return OutOfPrint(flags, await self._database.rows(DECISIONS, (consultation,)))

    async def approved(
        self, consultation: str, *, question: str = "", words: str = "", limit: int = 25, offset: int = 0
    ) -> tuple[int, Sequence[QueuedAnswer]]:
        texts = await self._database.rows(_APPROVED, (consultation, question))
        ids = await asyncio.to_thread(_with_words, texts, words)
        shown = ids[offset : offset + limit]
        rows = await self._database.rows(
            f"{_QUEUED} AND answer.id IN ({', '.join('?' * len(shown))}) ORDER BY answer.id", shown
        )
        out = await self._out_of_print(consultation)
        return len(ids), [await self._queued(row, out) for row in rows]

    async def take_next(self, consultation: str, *, by: str, at: datetime, offset: int = 0) -> QueuedAnswer | None:
        said = {"consultation": consultation, "by": by, "now": moment(at), "offset": offset}

        def work(db: sqlite3.Connection) -> bytes | None:
            row = db.execute(_FREE, said).fetchone()
            if row is not None:
                _lease(db, row[0], by, at)
            return row[0] if row else None

        found = await self._database.write(work)
        return await self.queued(found) if found else None

    async def take(self, answer: bytes, *, by: str, at: datetime) -> str:
        def work(db: sqlite3.Connection) -> str:
            holder = _holder(db, answer, by, at)
            if not holder and db.execute("SELECT 1 FROM answer WHERE id = ?", (answer,)).fetchone():
                _lease(db, answer, by, at)
            return holder or by

        return await self._database.write(work)

    async def mark(self, answer: bytes, mark: Mark, *, seen: str, by: str, at: datetime) -> bool:
        def work(db: sqlite3.Connection) -> bool:
            done = db.execute(
                "UPDATE answer SET mark = ? WHERE id = ? AND text = ? AND text <> '' AND review <> 'not_needed'",
                (mark.value, answer, seen),
            ).rowcount
            if done:
                if mark:
                    file_tables.no_print(db, answer, at.date())
                self._audit.add(db, f"answer marked: {mark.value or 'nothing'}", by, answer.hex())
            return bool(done)

        return await self._database.write(work)

    async def decide(
        self, answer: bytes, verdict: Verdict, *, reason: WhyLeftOut, seen: str, by: str, at: datetime
    ) -> bool:
        def work(db: sqlite3.Connection) -> bool:
            row = db.execute(
                "SELECT text, revision FROM answer WHERE id = ? AND text <> '' AND review <> 'not_needed'", (answer,)
            ).fetchone()
            if row is None or row[0] != seen or _holder(db, answer, by, at):
                return False
            db.execute("DELETE FROM review_lease WHERE answer = ?", (answer,))
            db.execute(_APPEND, (answer, row[1], verdict.value, str(reason), by, day(at)))
            _becomes(db, answer, _BECOMES[verdict], str(reason))
            self._audit.add(db, f"answer {_BECOMES[verdict].value}", by, answer.hex())
            return True

        return await self._database.write(work)

    async def read_by_person(self, answer: bytes, redacted: Heard, *, seen: str, by: str, at: datetime) -> bool:
        item = await self.queued(answer)
        if item is None or item.review is not Review.UNREAD or item.answer.text != seen:
            return False
        [(sealed,)] = await self._database.rows("SELECT sealed FROM answer WHERE id = ?", (answer,)) or [(None,)]

        def work(db: sqlite3.Connection) -> bool:
            # What was opened is what is there: else its author has changed it meanwhile.
            if db.execute("SELECT sealed FROM answer WHERE id = ?", (answer,)).fetchone() != (sealed,):
                return False
            hidden = " ".join(redacted.hidden)
            row = db.execute(
                _READ,
                (
                    *(whole(redacted.redacted), hidden, int(redacted.level), int(redacted.by_rules)),
                    *(redacted.language, answer),
                ),
            ).fetchone()
            if row is None:
                return False
            db.execute(
                "INSERT INTO reading (answer, revision, language, read_by, at) VALUES (?, ?, ?, ?, ?)",
                (answer, row[0], item.answer.language, by, day(at)),
            )
            if redacted.flag:
                kept_flags.keep_flag(db, item.consultation, redacted.flag, at)
            self._audit.add(db, "answer redacted by hand", by, f"{answer.hex()}: {item.answer.language}")
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
            db.execute(_APPEND, (answer, row[0], "undo", "", by, day(at)))
            verdict, reason = standing[-2] if len(standing) > 1 else (None, "")
            _becomes(db, answer, _BECOMES[verdict] if verdict else Review.WAITING, reason)
            self._audit.add(db, "decision taken back", by, answer.hex())
            return True

        return await self._database.write(work)

    async def _queued(self, row: Row, out: OutOfPrint) -> QueuedAnswer:
        identifier, consultation, response, question, version, quoting, review, reason, revision, mark, *columns = row
        given = answer_tables.answer(*columns)
        if review == Review.UNREAD and (key := await self._keys.find(consultation)) is not None:
            words = opener(key, response)(question, bytes.fromhex(columns[-1]))
            given = replace(given, text=words)
        return QueuedAnswer(
            id=identifier,
            consultation=consultation,
            question=question,
            version=version,
            answer=given,
            may_quote=bool(quoting),
            review=Review(review),
            reason=kept_reason(reason),
            kept_out=out.standing(identifier, given.text, given.risk, revision).kept_out,
            mark=Mark(mark),
        )


def _with_words(texts: Sequence[Row], words: str) -> list[bytes]:
    sought = words.casefold().split()
    return [answer for answer, text in texts if all(word in text.casefold() for word in sought)]


def _holder(db: sqlite3.Connection, answer: bytes, by: str, at: datetime) -> str:
    """The other moderator who has it before them; empty where nobody has."""
    row = db.execute(_WITH_ANOTHER, (answer, by, moment(at))).fetchone()
    return str(row[0]) if row else ""


def _lease(db: sqlite3.Connection, answer: bytes, by: str, at: datetime) -> None:
    db.execute("DELETE FROM review_lease WHERE staff = ? AND answer <> ?", (by, answer))
    db.execute(_LEASE, (answer, by, moment(at + LEASE)))


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
