"""Gathering: every response of a consultation, for telling."""

from collections.abc import Sequence

from conversations.asking.event import Door
from conversations.telling.gathered import GatheredAnswer, GatheredResponse, Review
from storage.sqlite import answers
from storage.sqlite.database import Part, read
from storage.store import UnknownConsultationError

_ANSWERS = f"SELECT response, question, review, reason, {answers.COLUMNS} FROM answer WHERE consultation = ?"  # noqa: S608


class GatheringPart(Part):
    async def gather(self, consultation: str) -> Sequence[GatheredResponse]:
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
            rows = await read(
                reader,
                _ANSWERS,
                (consultation,),
            )
        finally:
            await reader.close()
        quoting = {row[0]: bool(row[5]) for row in responses}
        gathered: dict[bytes, dict[str, GatheredAnswer]] = {response: {} for response in quoting}
        for response, question, review, reason, *answer in rows:
            # Approving is also what clears an answer whose author brought a hidden word back.
            quotable = review == Review.APPROVED and quoting[response]
            gathered[response][question] = GatheredAnswer(answers.answer(*answer), Review(review), reason, quotable)
        return [
            GatheredResponse(
                response=response,
                version=version,
                age_band=age_band,
                door=Door(door),
                finished=bool(finished),
                answers=gathered[response],
            )
            for response, version, age_band, door, finished, _ in responses
        ]
