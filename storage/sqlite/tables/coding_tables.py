"""Codings: who coded what.

Codings are only ever added. What stands is the last of each place, if it is about the text as it is now.
"""

import json
import sqlite3
from collections.abc import Collection, Sequence
from datetime import date, datetime

from conversations.hearing.themes.code_frame import Coding
from conversations.hearing.values import Feeling
from conversations.telling.responses import Review
from storage.coding import CodedAnswer, Uncoded
from storage.rules.coding_standing import KeptCoding, Place, machine_may_code, may_code
from storage.sqlite.database import Database, Row
from storage.sqlite.tables.audit_table import SqliteAudit
from storage.sqlite.tables.code_frame_table import newest_version
from storage.sqlite.tables.coder_table import in_use

MAY_COUNT = "answer.review IN ('waiting', 'approved')"
"""Of answers: not rejected, and with words."""

LAST = """
SELECT coding.answer, place, codes, frame, coder, coded_by, coding.day, confidence, unsure
FROM coding JOIN answer ON answer.id = coding.answer AND answer.revision = coding.revision
WHERE number = (SELECT max(number) FROM coding AS other
                WHERE other.answer = coding.answer AND other.place = coding.place)
"""
"""The codings that stand."""

_ANSWERS = f"""
SELECT answer.id, question, answer.revision, text, review, feeling, left_alone.answer IS NOT NULL
FROM answer LEFT JOIN felt ON felt.answer = answer.id AND felt.revision = answer.revision
     LEFT JOIN left_alone ON left_alone.answer = answer.id
WHERE {MAY_COUNT}
"""  # noqa: S608 - constants

_UNCODED = f"""
SELECT id, revision, text FROM answer
WHERE consultation = ?1 AND question = ?2 AND {MAY_COUNT} AND language = '' AND (?4 IS NULL OR day < ?4) AND ?3 IS NOT (
    SELECT coder FROM coding WHERE coding.answer = answer.id AND place = 0 AND coding.revision = answer.revision
    ORDER BY number DESC LIMIT 1)
ORDER BY random()
"""  # noqa: S608

_UNFELT = f"""
SELECT id, revision, text FROM answer
WHERE consultation = ?1 AND {MAY_COUNT} AND language = '' AND (?3 IS NULL OR day < ?3) AND NOT EXISTS (
    SELECT 1 FROM felt WHERE felt.answer = answer.id AND felt.revision = answer.revision AND felt.version = ?2)
ORDER BY random()
"""  # noqa: S608

_ADD = """
INSERT INTO coding (answer, place, number, consultation, question, revision, frame, coder, coded_by, codes, confidence,
                    unsure, day)
SELECT id, ?2, 1 + (SELECT coalesce(max(number), 0) FROM coding WHERE coding.answer = id AND place = ?2),
       consultation, question, revision, ?4, ?5, ?6, ?7, ?8, ?9, ?10
FROM answer WHERE id = ?1 AND revision = ?3
"""

_FEEL = """
INSERT INTO felt (answer, revision, feeling, version, day) SELECT id, revision, ?3, ?4, ?5 FROM answer
WHERE id = ?1 AND revision = ?2
ON CONFLICT (answer) DO UPDATE SET
    revision = excluded.revision, feeling = excluded.feeling, version = excluded.version, day = excluded.day
"""


class SqliteCodings:
    def __init__(self, database: Database, audit: SqliteAudit) -> None:
        self._database = database
        self._audit = audit

    async def uncoded(self, consultation: str, question: str, coder: int, before: date | None) -> Sequence[Uncoded]:
        rows = await self._database.rows(
            _UNCODED, (consultation, question, coder, before.isoformat() if before else None)
        )
        return [Uncoded(*row) for row in rows]

    async def code(
        self,
        consultation: str,
        question: str,
        made: Sequence[tuple[Uncoded, Coding]],
        *,
        frame: int,
        coder: int,
        at: datetime,
    ) -> None:
        day = at.date().isoformat()
        rows = [
            (
                *(answer.id, int(Place.MACHINE), answer.revision, frame, coder, "", " ".join(coding.codes)),
                *(json.dumps({code: round(sure, 3) for code, sure in coding.confidence.items()}),),
                *(int(coding.needs_person), day),
            )
            for answer, coding in made
        ]

        def work(db: sqlite3.Connection) -> None:
            if machine_may_code(coder, in_use(db, consultation, question)):
                db.executemany(_ADD, rows)

        await self._database.write(work)

    async def unfelt(self, consultation: str, version: str, before: date | None) -> Sequence[Uncoded]:
        rows = await self._database.rows(_UNFELT, (consultation, version, before.isoformat() if before else None))
        return [Uncoded(*row) for row in rows]

    async def feel(self, made: Sequence[tuple[Uncoded, Feeling]], *, version: str, at: datetime) -> None:
        day = at.date().isoformat()
        rows = [(answer.id, answer.revision, feeling.value, version, day) for answer, feeling in made]
        await self._database.write(lambda db: db.executemany(_FEEL, rows))

    async def code_by_hand(
        self,
        answer: bytes,
        codes: Collection[str],
        *,
        place: Place,
        frame: int,
        seen: str,
        by: str,
        at: datetime,
    ) -> bool:
        beside = place.beside

        def work(db: sqlite3.Connection) -> bool:
            row = db.execute(
                f"SELECT text, consultation, question, revision FROM answer WHERE id = ? AND {MAY_COUNT}",  # noqa: S608
                (answer,),
            ).fetchone()
            if row is None:
                return False
            newest = newest_version(db, row[1], row[2])
            other = db.execute(f"{LAST} AND coding.answer = ? AND place = ?", (answer, int(beside))).fetchone()
            if not may_code(
                by, seen=seen, text=row[0], chosen_from=frame, newest=newest, beside=other[5] if other else None
            ):
                return False
            day = at.date().isoformat()
            db.execute(_ADD, (answer, int(place), row[3], frame, 0, by, " ".join(codes), "{}", 0, day))
            # Not which answer: audit rows have times.
            self._audit.add(db, "answer coded", by, f"{row[1]} {row[2]}")
            return True

        return await self._database.write(work)

    async def coded(self, consultation: str, question: str | None = None) -> Sequence[CodedAnswer]:
        of = (consultation, question)
        where = "AND answer.consultation = ?1 AND (?2 IS NULL OR answer.question = ?2)"
        answers = await self._database.rows(f"{_ANSWERS} {where} ORDER BY answer.id", of)
        return _coded(answers, await self._database.rows(f"{LAST} {where}", of))

    async def leave_alone(self, answers: Collection[bytes], *, by: str, at: datetime) -> None:
        day = at.date().isoformat()

        def work(db: sqlite3.Connection) -> None:
            db.executemany(
                "INSERT INTO left_alone (answer, left_by, day) SELECT id, ?2, ?3 FROM answer WHERE id = ?1 "
                "ON CONFLICT DO NOTHING",
                [(answer, by, day) for answer in answers],
            )

        await self._database.write(work)


def last(rows: Sequence[Row]) -> dict[bytes, dict[Place, KeptCoding]]:
    """From rows of LAST: by answer and place."""
    found: dict[bytes, dict[Place, KeptCoding]] = {}
    for answer, place, codes, frame, coder, by, day, confidence, unsure in rows:
        found.setdefault(answer, {})[Place(place)] = KeptCoding(
            tuple(codes.split()), frame, coder, by, date.fromisoformat(day), json.loads(confidence), bool(unsure)
        )
    return found


def _coded(answers: Sequence[Row], codings: Sequence[Row]) -> list[CodedAnswer]:
    by_answer = last(codings)
    return [
        CodedAnswer(
            id=answer,
            question=question,
            revision=revision,
            text=text,
            review=Review(review),
            machine=by_answer.get(answer, {}).get(Place.MACHINE),
            first=by_answer.get(answer, {}).get(Place.FIRST),
            second=by_answer.get(answer, {}).get(Place.SECOND),
            feeling=Feeling(feeling) if feeling else None,
            left_alone=bool(left_alone),
        )
        for answer, question, revision, text, review, feeling, left_alone in answers
    ]
