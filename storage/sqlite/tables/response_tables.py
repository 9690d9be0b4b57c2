"""Gathering: every response of a consultation, for telling, and what was told of it last."""

import asyncio
import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date

from conversations.asking.left_out import kept_reason
from conversations.hearing.values import Feeling
from conversations.telling.responses import Review, ReviewedAnswer, ReviewedResponse
from conversations.telling.snapshots.counted_parts import GONE
from storage.errors import UnknownConsultationError
from storage.gathering import Snapshot
from storage.rules.coding_standing import standing_of
from storage.sqlite.database import Database, read
from storage.sqlite.tables import answer_tables, code_frame_table, coding_tables
from storage.sqlite.tables.flags import flag_table
from storage.sqlite.tables.flags.flag_table import OutOfPrint

_ANSWERS = f"""
SELECT answer.id, answer.revision, feeling, response, question,
       CASE WHEN review = 'not_needed' AND language <> '' THEN 'unread' ELSE review END, reason,
       mark, {answer_tables.COLUMNS}
FROM answer LEFT JOIN felt ON felt.answer = answer.id AND felt.revision = answer.revision
WHERE consultation = ?
"""  # noqa: S608

# In one statement, so that all of it is of one moment.
_LAST = """
SELECT number, figures, days,
       (SELECT json_group_object(hex(response), json(parts)) FROM in_snapshot WHERE consultation = ?1)
FROM snapshot WHERE consultation = ?1
"""

_KEEP = """
INSERT INTO snapshot (consultation, number, figures, days) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (consultation) DO UPDATE SET number = ?2, figures = ?3, days = ?4 WHERE number = ?2 - 1
"""


class SqliteGathering:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def responses(self, consultation: str) -> Sequence[ReviewedResponse]:
        # A connection of its own: nobody else waits for a long reading. One transaction: all of it is of one moment.
        reader = await self._database.connect_reader()
        try:
            await read(reader, "BEGIN")
            if not await read(reader, "SELECT 1 FROM consultation WHERE id = ?", (consultation,)):
                raise UnknownConsultationError(f"there is no consultation {consultation[:40]!r}")
            responses = await read(
                reader,
                "SELECT id, version, age_band, door, finished, quoting FROM response WHERE consultation = ? "
                "ORDER BY id",
                (consultation,),
            )
            rows = await read(reader, _ANSWERS, (consultation,))
            codings = await read(reader, f"{coding_tables.LAST} AND answer.consultation = ?", (consultation,))
            frames = await read(reader, code_frame_table.FRAMES, (consultation,))
            flags = await read(reader, flag_table.ALL, (consultation,))
            decisions = await read(reader, flag_table.DECISIONS, (consultation,))
        finally:
            await reader.close()
        quoting = {row[0]: bool(row[5]) for row in responses}
        gathered: dict[bytes, dict[str, ReviewedAnswer]] = {response: {} for response in quoting}
        last, histories = coding_tables.last(codings), code_frame_table.histories(frames)
        out = OutOfPrint(flags, decisions)
        said = {row[0]: answer_tables.answer(*row[8:]) for row in rows}
        quotable = await asyncio.to_thread(
            lambda: {
                # Approving is also what clears an answer whose author brought a hidden word back.
                answer
                for answer, revision, _, response, _, review, _, mark, *_ in rows
                if review == Review.APPROVED
                and quoting[response]
                and not mark
                and not out.standing(answer, said[answer].text, said[answer].risk, revision).kept_out
            }
        )
        for answer, _, feeling, response, question, review, reason, *_ in rows:
            coded = standing_of(last.get(answer, {}), histories.get(question, ()))
            gathered[response][question] = ReviewedAnswer(
                said[answer],
                Review(review),
                kept_reason(reason),
                quotable=answer in quotable,
                codes=coded.codes if coded else None,
                feeling=Feeling(feeling) if feeling else None,
                by_person=coded is not None and coded.by_person,
            )
        return [
            ReviewedResponse(
                response=response,
                version=version,
                age_band=age_band,
                door=door,
                finished=bool(finished),
                answers=gathered[response],
            )
            for response, version, age_band, door, finished, _ in responses
        ]


class SqliteSnapshots:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def last(self, consultation: str) -> Snapshot | None:
        row = await self._database.row(_LAST, (consultation,))
        if row is None:
            return None
        number, figures, days, counted = row
        return Snapshot(
            number,
            figures,
            {part: date.fromisoformat(day) for part, day in json.loads(days).items()},
            {bytes.fromhex(response): parts for response, parts in json.loads(counted).items()},
        )

    async def keep(self, consultation: str, snapshot: Snapshot) -> bool:
        days = json.dumps({part: day.isoformat() for part, day in snapshot.days.items()})

        def work(db: sqlite3.Connection) -> bool:
            if not db.execute(_KEEP, (consultation, snapshot.number, snapshot.figures, days)).rowcount:
                return False
            db.execute("DELETE FROM in_snapshot WHERE consultation = ?", (consultation,))
            there = {row[0] for row in db.execute("SELECT id FROM response WHERE consultation = ?", (consultation,))}
            db.executemany(
                "INSERT INTO in_snapshot (response, consultation, parts) VALUES (?, ?, ?)",
                _rows(consultation, snapshot, there),
            )
            return True

        return await self._database.write(work)


def _rows(consultation: str, snapshot: Snapshot, there: set[bytes]) -> Iterator[tuple[bytes, str, str]]:
    """In the order of their random ids. Of what was withdrawn meanwhile only that it is gone."""
    for response, parts in sorted(snapshot.counted.items()):
        left = parts if response in there else dict.fromkeys(parts, GONE)
        yield response, consultation, json.dumps(left)
