"""What may be published of one consultation now: the figures, the quotes, and what they were made from."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.inference.coding_agreement import counted
from bot.known_doors import rows_in_figures
from bot.telling.telling_error import TellingError
from conversations.telling.accuracy import statement
from conversations.telling.figures import Figures, figures
from conversations.telling.quotes import Quote, quotes
from conversations.telling.responses import ReviewedResponse
from storage.consultations import HeldConsultation
from storage.errors import UnknownConsultationError
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Findings:
    """What may be published, and how far coding can be trusted (`accuracy`). `responses`: what it was counted from, not
    for publication."""

    held: HeldConsultation
    figures: Figures
    quotes: Mapping[str, tuple[Quote, ...]]
    responses: Sequence[ReviewedResponse] = field(repr=False)
    accuracy: str


async def find(store: Store, consultation: str) -> Findings:
    """Gathers, counts and suppresses. Raises UnknownConsultationError, which names those that there are, and
    TellingError for one that was never open: a letter would thank people whom nobody has asked."""
    try:
        held = await store.consultations.get(consultation)
    except UnknownConsultationError as error:
        there = ", ".join(one.id for one in await store.consultations.all()) or "none yet"
        raise UnknownConsultationError(f"there is no consultation {consultation[:40]!r}; there are: {there}") from error
    if held.status == "draft":
        raise TellingError(
            f"{held.id} was not opened yet, so there is nothing to tell. Next: consultation open {held.id}"
        )
    responses = await store.gathering.responses(held.id)
    histories, coded = await store.code_frames.all(held.id), await store.codings.coded(held.id)

    def published() -> Findings:
        frames = {question: history[-1].frame for question, history in histories.items()}
        found = figures(held.latest, responses, frames=frames, doors=rows_in_figures())
        said = quotes(held.latest, responses, found)
        return Findings(held, found, said, responses, statement(counted(histories, coded)))

    return await asyncio.to_thread(published)
