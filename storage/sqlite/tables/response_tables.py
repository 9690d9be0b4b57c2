"""Gathering: every response of a consultation, for telling."""

import asyncio
from collections.abc import Sequence

from conversations.asking.left_out import kept_reason
from conversations.hearing.values import Feeling
from conversations.telling.responses import Review, ReviewedAnswer, ReviewedResponse
from storage.errors import UnknownConsultationError
from storage.rules.coding_standing import standing_of
from storage.sqlite.database import Database, read
from storage.sqlite.tables import answer_tables, code_frame_table, coding_tables
from storage.sqlite.tables.flags import flag_table
from storage.sqlite.tables.flags.flag_table import OutOfPrint

_ANSWERS = f"""
SELECT answer.id, answer.revision, feeling, response, question,
       CASE WHEN review = 'not_needed' AND language <> '' THEN 'unread' ELSE review END, reason, {answer_tables.COLUMNS}
FROM answer LEFT JOIN felt ON felt.answer = answer.id AND felt.revision = answer.revision
WHERE consultation = ?
"""  # noqa: S608


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
        said = {row[0]: answer_tables.answer(*row[7:]) for row in rows}
        quotable = await asyncio.to_thread(
            lambda: {
                # Approving is also what clears an answer whose author brought a hidden word back.
                answer
                for answer, revision, _, response, _, review, *_ in rows
                if review == Review.APPROVED
                and quoting[response]
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
