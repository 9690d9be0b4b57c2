"""A scale of which answers are hidden: each end of it told as one number, beside the answers that can stand alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from conversations.telling.counts import THRESHOLD, Counts, Published, few_skipped, rounded
from conversations.telling.reidentification import answered, behind, is_safe, splits_stay_wide
from conversations.telling.suppression import rounding

Ends = tuple[tuple[int, ...], ...]
"""The places of the cells that are put together, one tuple for each end."""


@dataclass(frozen=True, slots=True)
class Together:
    """Neighbouring answers of a scale told as one. `counts` and `published`: of the ends first, then of the cells at
    `alone`, in this order; `inside`: the true numbers that each end stands for."""

    ends: Ends
    alone: tuple[int, ...]
    counts: Counts
    published: Published
    inside: tuple[tuple[int, ...], ...]


def together(
    counts: Counts, published: Published, scale: Sequence[int], *, threshold: int = THRESHOLD
) -> Together | None:
    """What may be told of the ends of a scale of which something is hidden. `scale` are the places of its options, in
    its order. None where nothing can be told so.

    Both ends; or one, where the other comes to less than the threshold, or the first, where both would leave too little
    for the rest. Where an end would give away the answers inside it, neither is told: which of them is would give it
    away too. The published numbers alone decide which options make an end.
    """
    if published.took_part is None or (published.base is None and not few_skipped(counts, threshold)):
        return None
    both = _ends(published, scale)
    # An answer that is hidden for another's sake stays hidden: whether it could go into an end would tell what that is.
    if any(counts.cells[place] >= threshold for end in both for place in end):
        return None
    large = tuple(end for end in both if _people(counts, end) >= threshold)
    if len(large) == 1:
        return _told(counts, published, large, threshold, least=_least(counts, published, both, threshold))
    found = _told(counts, published, large, threshold) if large else None
    if found or not large:
        return found
    alone = [rounded(_people(counts, end)) for end in large]
    if not all(splits_stay_wide(counts, end, told, threshold) for end, told in zip(large, alone, strict=True)):
        return None
    return _told(counts, published, large[:1], threshold)


def _least(counts: Counts, published: Published, both: Ends, threshold: int) -> int:
    """How many one end comes to at the least, for someone who sees that the other comes to few."""
    rest = [place for place in range(len(counts.cells)) if not any(place in end for end in both)]
    most = threshold - 1
    for place in rest:
        told = published.cells[place]
        if told is not None:
            most += behind(told, threshold, published.up_from).high
        elif counts.cells[place] < threshold:
            most += threshold - 1
        else:
            return 0
    return answered(counts, published, threshold).low - most


def _ends(published: Published, scale: Sequence[int]) -> Ends:
    """What is hidden at either end, two options at least; the halves, where all is hidden. Empty where there are not
    two such ends."""
    size = len(scale)
    hidden = [published.cells[place] is None for place in scale]
    low = size // 2 if all(hidden) else hidden.index(False)
    high = size // 2 if all(hidden) else hidden[::-1].index(False)
    return (tuple(scale[:low]), tuple(scale[size - high :])) if min(low, high) > 1 else ()


def _told(counts: Counts, published: Published, ends: Ends, threshold: int, *, least: int = 0) -> Together | None:
    """These ends as answers of their own, where that is safe for them and for each answer inside them. `least`: how
    many each comes to at the least."""
    alone = tuple(place for place in range(len(counts.cells)) if not any(place in end for end in ends))
    merged = Counts(
        (*(_people(counts, end) for end in ends), *(counts.cells[place] for place in alone)),
        counts.answered,
        counts.took_part,
        everyone=counts.everyone,
    )
    hidden = [len(ends) + at for at, place in enumerate(alone) if published.cells[place] is None]
    plan = rounding(merged, replace(published, cells=()), hidden)
    if not is_safe(merged, plan, threshold):
        return None
    told = zip(ends, plan.cells, strict=False)
    if any(number is None or not splits_stay_wide(counts, end, number, threshold, least=least) for end, number in told):
        return None
    inside = tuple(tuple(counts.cells[place] for place in end) for end in ends)
    return Together(ends, alone, merged, plan, inside)


def _people(counts: Counts, places: Iterable[int]) -> int:
    return sum(counts.cells[place] for place in places)
