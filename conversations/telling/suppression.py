"""Hiding small numbers, so that nobody can work out how a few people answered.

The rule is the ONS 10-5 rule (no count under 10, counts rounded to 5) with second cells hidden. What is published of
one question is a list of cells and a base, each a multiple of 5 or None (hidden), and how many took part. Shares come
after: they are told beside these where that leaves as much room (see share_room).

The base is hidden where took part less base could show that only a few skipped the question. That few skipped it may
still be guessed where all answers are shown and come to nearly all people; no answer is hidden for that, since it says
nothing about what anyone thinks.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from conversations.telling.counts import (
    THRESHOLD,
    Counts,
    Published,
    few_skipped,
    fewest,
    rounded,
    rounded_together,
)
from conversations.telling.reidentification import is_safe

_BASE_IS_WORTH = 0.2
"""Hiding the base costs as much as hiding an answer that this part of those who answered gave."""


def suppress(counts: Counts, *, threshold: int = THRESHOLD, base: bool | None = None) -> Published:
    """What may be published of one question. `base`: whether it has to be shown, or hidden; None: what loses less.

    Every way to hide enough is weighed, and the one that loses least is taken. Then even someone who is told which of
    the hidden numbers are small cannot place one of them within 5 (at a threshold of 10), and the hidden answers to a
    choice come to 10 or more. Where no such way exists, all is hidden but how many took part.
    """
    hidden = (None,) * len(counts.cells)
    if counts.took_part < threshold:
        return Published(hidden, None, None)
    took_part = rounded(counts.took_part)
    whole = took_part if counts.everyone else None
    nothing = Published(hidden, whole, took_part, _at_least(counts, whole, threshold))
    plans = [
        plan
        for plan in _plans(counts, took_part, threshold)
        if is_safe(counts, plan, threshold) and base in (None, plan.base is not None)
    ]
    return min([*plans, nothing], key=lambda plan: _cost(counts, plan))


def suppress_alike(several: Sequence[Counts], *, threshold: int = THRESHOLD) -> tuple[Published, ...]:
    """What may be published of several tables about the same people who answered one question: all have the base, or
    none has it, as what hides in one of them could else be worked out with the base of another."""
    shown = tuple(suppress(counts, threshold=threshold, base=True) for counts in several)
    if all(one.base is not None for one in shown):
        return shown
    return tuple(suppress(counts, threshold=threshold, base=False) for counts in several)


# ------------------------------------------------------------------------------------------------------------ plans


def _plans(counts: Counts, took_part: int, threshold: int) -> Iterator[Published]:
    """Small cells hidden, then the smallest of the others one after another; with and without the base."""
    for base in _bases(counts, took_part, threshold):
        small = {place for place, count in enumerate(counts.cells) if _hides_itself(counts, count, base, threshold)}
        others = sorted(set(range(len(counts.cells))) - small, key=lambda place: (counts.cells[place], place))
        for more in range(len(others) + 1):
            hidden = small | set(others[:more])
            if more < len(others) or not others or base is None or counts.most > 1 or counts.everyone:
                at_least = _at_least(counts, base, threshold)
                yield rounding(counts, Published((), base, took_part, at_least), hidden)


def rounding(counts: Counts, plan: Published, hidden: Collection[int]) -> Published:
    """The plan with these cells hidden and the others rounded, those of a choice together: they never come to more than
    all people."""
    shown = [count for place, count in enumerate(counts.cells) if place not in hidden]
    whole = plan.took_part if plan.base is None else plan.base
    if counts.most == 1 and whole is not None:
        told, up_from = rounded_together(shown, whole)
    else:
        told, up_from = tuple(map(rounded, shown)), plan.up_from
    each = iter(told)
    cells = tuple(None if place in hidden else next(each) for place in range(len(counts.cells)))
    return replace(plan, cells=cells, up_from=up_from)


def _bases(counts: Counts, took_part: int, threshold: int) -> Iterator[int | None]:
    if counts.everyone:
        yield took_part
        return
    if counts.answered >= threshold and not few_skipped(counts, threshold):
        yield rounded(counts.answered)
    yield None


def _at_least(counts: Counts, base: int | None, threshold: int) -> int:
    if base is not None or not few_skipped(counts, threshold):
        return 0
    least = fewest(counts, threshold)
    # Of a small consultation nothing is said, since saying nothing of another question would tell that few answered it.
    return least if 2 * least >= rounded(counts.took_part) else 0


def _hides_itself(counts: Counts, count: int, base: int | None, threshold: int) -> bool:
    """A small number; or, where people may pick several, one that leaves a small number who did not pick it."""
    if count < threshold:
        return True
    whole = rounded(counts.took_part) if base is None else base
    return counts.most > 1 and whole - rounded(count) < threshold


def _cost(counts: Counts, plan: Published) -> float:
    """How much is lost: people whose answers are hidden, and the base."""
    lost: float = sum(count for count, cell in zip(counts.cells, plan.cells, strict=True) if cell is None)
    if plan.base is None:
        lost += _BASE_IS_WORTH * counts.answered
    return lost
