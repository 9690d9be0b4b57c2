"""What may be published of one consultation: the figures, the quotes, and what they were made from.

Numbers are those of the last snapshot, until enough people came, went or changed; words are always those of now.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.inference.coding_agreement import counted
from bot.telling.telling_error import TellingError
from conversations.telling.accuracy import statement
from conversations.telling.figures import Figures, figures
from conversations.telling.quotes import Quote, quotes
from conversations.telling.responses import ReviewedResponse
from conversations.telling.snapshots.counted_parts import TOOK_PART, Counted, all_parts, counted_now
from conversations.telling.snapshots.joined_figures import AsOf, as_of, from_json, joined, to_json
from storage.consultations import HeldConsultation
from storage.errors import UnknownConsultationError
from storage.gathering import Snapshot
from storage.rules.snapshot_renewal import moved, renewed
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Findings:
    """What may be published, the days that its numbers are of, and how far coding can be trusted (`accuracy`).
    `responses`: all there are, and `counted`: those of them that the numbers count; neither is for publication."""

    held: HeldConsultation
    figures: Figures
    as_of: str
    quotes: Mapping[str, tuple[Quote, ...]]
    responses: Sequence[ReviewedResponse] = field(repr=False)
    counted: Collection[bytes] = field(repr=False)
    accuracy: str


async def find(store: Store, consultation: str, today: date, doors: Mapping[str, str]) -> Findings:
    """Gathers, and counts and suppresses where the numbers may be told anew. Raises UnknownConsultationError, which
    names those that there are, and TellingError for one that was never open: a letter would thank people whom nobody
    has asked. `doors`: as for `figures`."""
    try:
        held = await store.consultations.get(consultation)
    except UnknownConsultationError as error:
        there = ", ".join(one.id for one in await store.consultations.all()) or "none yet"
        raise UnknownConsultationError(f"there is no consultation {consultation[:40]!r}; there are: {there}") from error
    if held.status == "draft":
        raise TellingError(
            f"{held.id} was not opened yet, so there is nothing to tell. Next: consultation open {held.id}"
        )
    # The snapshot first: who changes between the two readings is then told of, and not counted as having changed.
    last = None if held.trial else await store.snapshots.last(held.id)
    responses = await store.gathering.responses(held.id)
    histories, coded = await store.code_frames.all(held.id), await store.codings.coded(held.id)
    frames = {question: history[-1].frame for question, history in histories.items()}

    def live() -> Figures:
        return figures(held.latest, responses, frames=frames, doors=doors)

    if held.trial:
        told = _Told(await asyncio.to_thread(live), AsOf(today, today, live=True), counted_now(held.latest, responses))
    else:
        made = await asyncio.to_thread(next_snapshot, held, last, responses, live, today)
        told = await _kept(store, held, last, made)
    said = await asyncio.to_thread(quotes, held.latest, responses, told.figures)
    return Findings(
        held,
        told.figures,
        told.as_of.sentence(told.figures.threshold),
        said,
        responses,
        [one.response for one in responses if TOOK_PART in told.counted.get(one.response, ())],
        statement(counted(histories, coded)),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    figures: Figures
    as_of: AsOf
    counted: Counted


async def _kept(store: Store, held: HeldConsultation, last: Snapshot | None, made: Snapshot | None) -> _Told:
    """What was made, or what somebody else made meanwhile; the last where none was."""
    if made is None:
        made = last
    elif not await store.snapshots.keep(held.id, made):
        made = await store.snapshots.last(held.id)
    if made is None:
        raise TellingError(f"the figures of {held.id} were deleted meanwhile: try again")
    return _Told(from_json(made.figures), as_of(made.days), made.counted)


def next_snapshot(
    held: HeldConsultation,
    last: Snapshot | None,
    responses: Sequence[ReviewedResponse],
    live: Callable[[], Figures],
    today: date,
) -> Snapshot | None:
    """The snapshot that follows on the last; None where that one stays. `live` counts the responses as they are."""
    now, parts = counted_now(held.latest, responses), all_parts(held.latest)
    if last is None:
        return Snapshot(1, to_json(live()), dict.fromkeys(parts, today), now)
    told = from_json(last.figures)
    took_part = sum(TOOK_PART in added for added in now.values())
    people = moved(last.counted, now)
    anew = renewed(
        people,
        parts,
        day=max(last.days.values()),
        today=today,
        over=held.status != "open" or (held.closes is not None and held.closes < today),
        told_nothing=told.took_part is None and took_part >= told.threshold,
        threshold=told.threshold,
    )
    if not anew:
        return None
    next_ = joined(told, live(), anew)
    # Numbers that enough people moved in are told anew also where they stay the same: from now on these people are no
    # cover for the next who comes.
    if next_ == told and not any(people[part] >= told.threshold for part in anew):
        return None
    days = {part: today if part in anew else last.days[part] for part in parts if part in anew or part in last.days}
    return Snapshot(last.number + 1, to_json(next_), days, _counted_anew(last.counted, now, anew))


def _counted_anew(before: Counted, now: Counted, anew: Collection[str]) -> Counted:
    """What each response adds now to the parts that are told anew, and what it added to the others."""
    both = {
        response: {
            **{part: said for part, said in before.get(response, {}).items() if part not in anew},
            **{part: said for part, said in now.get(response, {}).items() if part in anew},
        }
        for response in before.keys() | now.keys()
    }
    return {response: parts for response, parts in both.items() if parts}
