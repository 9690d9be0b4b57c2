"""Coders that learned from what people coded; of each question one is in use at most."""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime

from storage.coding import KeptCoder, NewCoder
from storage.sqlite.database import Database
from storage.sqlite.tables.audit_table import SqliteAudit

KEPT_WHOLE = 6
"""So many coders of a question keep what they learned, besides the one in use: more than anyone goes back."""

_FORGET = """
UPDATE coder SET learned = x'' WHERE consultation = ?1 AND question = ?2 AND in_use = 0 AND number NOT IN (
    SELECT number FROM coder WHERE consultation = ?1 AND question = ?2 ORDER BY number DESC LIMIT ?3)
"""


class SqliteCoders:
    def __init__(self, database: Database, audit: SqliteAudit) -> None:
        self._database = database
        self._audit = audit

    async def all(self, consultation: str, question: str) -> Sequence[KeptCoder]:
        rows = await self._database.rows(
            "SELECT number, version, frame, parent, score, examples, made_by, day, in_use, learned = x'' FROM coder "
            "WHERE consultation = ? AND question = ? ORDER BY number DESC",
            (consultation, question),
        )
        return [
            KeptCoder(
                number, version, frame, parent, score, examples, by, date.fromisoformat(day), bool(used), bool(no)
            )
            for number, version, frame, parent, score, examples, by, day, used, no in rows
        ]

    async def learned(self, consultation: str, question: str, number: int) -> bytes:
        row = await self._database.row(
            "SELECT learned FROM coder WHERE consultation = ? AND question = ? AND number = ?",
            (consultation, question, number),
        )
        return bytes(row[0]) if row else b""

    async def keep(self, consultation: str, question: str, coder: NewCoder, *, by: str, at: datetime) -> int:
        of = (consultation, question)

        def work(db: sqlite3.Connection) -> int:
            (number,) = db.execute(
                "SELECT 1 + coalesce(max(number), 0) FROM coder WHERE consultation = ? AND question = ?", of
            ).fetchone()
            parent = in_use(db, *of)
            if coder.use:
                db.execute("UPDATE coder SET in_use = 0 WHERE consultation = ? AND question = ?", of)
            db.execute(
                "INSERT INTO coder (consultation, question, number, version, frame, parent, score, examples, made_by, "
                "day, in_use, learned) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(*of, number, coder.version, coder.frame, parent, coder.score, coder.examples, by),
                    *(at.date().isoformat(), int(coder.use), coder.learned),
                ),
            )
            db.execute(_FORGET, (*of, KEPT_WHOLE))
            if by:
                used = "in use" if coder.use else "not used, as it scored less"
                self._audit.add(db, "coder learned", by, f"{consultation} {question}, coder {number}: {used}")
            return int(number)

        return await self._database.write(work)

    async def use(self, consultation: str, question: str, number: int, *, by: str) -> bool:
        of = (consultation, question)

        def work(db: sqlite3.Connection) -> bool:
            there = db.execute(
                "SELECT 1 FROM coder WHERE consultation = ? AND question = ? AND number = ? AND learned <> x''",
                (*of, number),
            ).fetchone()
            if there is None:
                return False
            db.execute(
                "UPDATE coder SET in_use = (number = ?3) WHERE consultation = ?1 AND question = ?2", (*of, number)
            )
            self._audit.add(db, "coder put back", by, f"{consultation} {question}, coder {number}")
            return True

        return await self._database.write(work)


def in_use(db: sqlite3.Connection, consultation: str, question: str) -> int:
    row = db.execute(
        "SELECT number FROM coder WHERE consultation = ? AND question = ? AND in_use", (consultation, question)
    ).fetchone()
    return int(row[0]) if row else 0
