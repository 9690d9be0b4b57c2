"""Coding: code frames and their history, coders, and who coded what.

Codings are only ever added. What stands is the last of each place, if it is about the text as it is now.
"""

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

import msgspec

from conversations.hearing.themes.code_frame import CodeFrame, Coding
from conversations.hearing.themes.code_frame_changes import Change
from conversations.hearing.values import Feeling
from conversations.telling.responses import Review
from storage.coding import CodedAnswer, KeptCoder, NewCoder, Uncoded
from storage.errors import StoreError
from storage.rules.coding_standing import FrameVersion, KeptCoding, Place, machine_may_code, may_code
from storage.sqlite.database import Part, Row

KEPT_WHOLE = 6
"""So many coders of a question keep what they learned, besides the one in use: more than anyone goes back."""

FRAMES = """
SELECT question, version, frame, change, changed_by, day FROM code_frame WHERE consultation = ?
ORDER BY question, version
"""

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
WHERE consultation = ?1 AND question = ?2 AND {MAY_COUNT} AND (?4 IS NULL OR day < ?4) AND ?3 IS NOT (
    SELECT coder FROM coding WHERE coding.answer = answer.id AND place = 0 AND coding.revision = answer.revision
    ORDER BY number DESC LIMIT 1)
ORDER BY random()
"""  # noqa: S608

_UNFELT = f"""
SELECT id, revision, text FROM answer
WHERE consultation = ?1 AND {MAY_COUNT} AND (?3 IS NULL OR day < ?3) AND NOT EXISTS (
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

_FORGET = """
UPDATE coder SET learned = x'' WHERE consultation = ?1 AND question = ?2 AND in_use = 0 AND number NOT IN (
    SELECT number FROM coder WHERE consultation = ?1 AND question = ?2 ORDER BY number DESC LIMIT ?3)
"""


class CodingPart(Part):
    async def frames(self, consultation: str) -> Mapping[str, Sequence[FrameVersion]]:
        return histories(await self._database.rows(FRAMES, (consultation,)))

    async def keep_frame(
        self, consultation: str, question: str, frame: CodeFrame, change: Change, *, after: int, by: str, at: datetime
    ) -> bool:
        kept = msgspec.json.encode(frame).decode(), msgspec.json.encode(change).decode()

        def work(db: sqlite3.Connection) -> bool:
            if _newest(db, consultation, question) != after:
                return False
            db.execute(
                "INSERT INTO code_frame (consultation, question, version, frame, change, changed_by, day) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (consultation, question, after + 1, *kept, by, at.date().isoformat()),
            )
            self._audit(db, f"code frame {change.did.value}", by, f"{consultation} {question}, version {after + 1}")
            return True

        return await self._database.write(work)

    async def coders(self, consultation: str, question: str) -> Sequence[KeptCoder]:
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

    async def keep_coder(self, consultation: str, question: str, coder: NewCoder, *, by: str, at: datetime) -> int:
        of = (consultation, question)

        def work(db: sqlite3.Connection) -> int:
            (number,) = db.execute(
                "SELECT 1 + coalesce(max(number), 0) FROM coder WHERE consultation = ? AND question = ?", of
            ).fetchone()
            parent = _in_use(db, *of)
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
                self._audit(db, "coder learned", by, f"{consultation} {question}, coder {number}: {used}")
            return int(number)

        return await self._database.write(work)

    async def use_coder(self, consultation: str, question: str, number: int, *, by: str) -> bool:
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
            self._audit(db, "coder put back", by, f"{consultation} {question}, coder {number}")
            return True

        return await self._database.write(work)

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
            if machine_may_code(coder, _in_use(db, consultation, question)):
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
            newest = _newest(db, row[1], row[2])
            other = db.execute(f"{LAST} AND coding.answer = ? AND place = ?", (answer, int(beside))).fetchone()
            if not may_code(
                by, seen=seen, text=row[0], chosen_from=frame, newest=newest, beside=other[5] if other else None
            ):
                return False
            day = at.date().isoformat()
            db.execute(_ADD, (answer, int(place), row[3], frame, 0, by, " ".join(codes), "{}", 0, day))
            # Not which answer: audit rows have times.
            self._audit(db, "answer coded", by, f"{row[1]} {row[2]}")
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


def histories(rows: Sequence[Row]) -> dict[str, list[FrameVersion]]:
    """From rows of FRAMES: by question."""
    found: dict[str, list[FrameVersion]] = {}
    for question, version, frame, change, by, day in rows:
        try:
            read = msgspec.json.decode(frame, type=CodeFrame), msgspec.json.decode(change, type=Change)
        except msgspec.MsgspecError as error:
            raise StoreError(f"the code frame of {question} cannot be read: restore a backup") from error
        found.setdefault(question, []).append(FrameVersion(version, *read, by, date.fromisoformat(day)))
    return found


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


def _newest(db: sqlite3.Connection, consultation: str, question: str) -> int:
    (version,) = db.execute(
        "SELECT coalesce(max(version), 0) FROM code_frame WHERE consultation = ? AND question = ?",
        (consultation, question),
    ).fetchone()
    return int(version)


def _in_use(db: sqlite3.Connection, consultation: str, question: str) -> int:
    row = db.execute(
        "SELECT number FROM coder WHERE consultation = ? AND question = ? AND in_use", (consultation, question)
    ).fetchone()
    return int(row[0]) if row else 0
