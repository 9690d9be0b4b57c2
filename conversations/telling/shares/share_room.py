"""Whether shares can be told beside published numbers: what they let anyone work out stays as wide as numbers do.

All tables that come to the same published numbers are looked at, with every share that could be told of them. Either
all of these are harmless, or no share is told of any: so that none is told says nothing of who answered what.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

from conversations.telling.counts import Counts, Published
from conversations.telling.reidentification import (
    ANY,
    Range,
    answered,
    behind,
    known,
    known_of_hidden,
    room_of,
    stay_wide,
)
from conversations.telling.shares.told_shares import shares, wide_shares

_EACH = 3
"""Up to so many shown answers to a choice, every table is looked at; of more, each answer by itself."""

_MANY = 2048
"""More ways to tell a table than are looked at."""


@dataclass(frozen=True, slots=True)
class _Numbers:
    """What is published, and what is known besides by someone who was told which hidden numbers are small.

    `shown` and `hidden`: what each number can be, and `inside` what each of the answers can be that one stands for
    together. `of`: what the number can be that shares are of; `answered`: how many answered, and `all_answered`: that
    this is one and the same.
    """

    shown: tuple[Range, ...]
    inside: tuple[tuple[Range, ...], ...]
    hidden: tuple[Range, ...]
    of: Range
    answered: Range
    all_answered: bool
    most: int
    group: bool
    threshold: int
    wide: bool


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to tell a table: what is told, of how many people, and what each shown number can be then."""

    told: Hashable
    of: int
    spans: tuple[tuple[int, int], ...]


def shares_leave_room(
    counts: Counts,
    plan: Published,
    *,
    group: bool,
    threshold: int,
    inside: Sequence[tuple[int, ...]] = (),
    wide: bool = False,
) -> bool:
    """Whether shares of the shown answers leave every hidden small number, and those beyond each share where they are
    few, as wide as half the threshold. `inside`: the numbers that each of the first cells stands for
    together. `wide`: the shares are told in the widest word alone."""
    whole = plan.took_part if plan.base is None else plan.base
    shown = tuple(behind(cell, threshold, plan.up_from) for cell in plan.cells if cell is not None)
    if whole is None or not shown:
        return True
    numbers = _Numbers(
        shown,
        tuple(tuple(known(count, ANY, threshold) for count in numbers) for numbers in inside),
        tuple(known_of_hidden(counts, plan, threshold)),
        behind(whole, threshold),
        answered(counts, plan, threshold),
        counts.everyone or plan.base is not None,
        counts.most,
        group,
        threshold,
        wide,
    )
    few_left = any(numbers.of.low - one.high < threshold for one in shown)
    hides = numbers.inside or any(one.small for one in numbers.hidden)
    return not (few_left or hides) or _leave_room(numbers)


@lru_cache(maxsize=4096)
def _leave_room(numbers: _Numbers) -> bool:
    room = room_of(numbers.threshold)
    seen: dict[Hashable, _Seen] = {}
    for way in _ways(numbers):
        if way is None:
            return False
        seen.setdefault(way.told, _Seen(numbers)).add(way)
    return all(one.has_room(room) for one in seen.values())


class _Seen:
    """What can be worked out from one telling, over all the tables that it can be of."""

    def __init__(self, numbers: _Numbers) -> None:
        self._numbers = numbers
        self._shown = [Range(numbers.of.high, 0)] * len(numbers.shown)
        self._beyond = [Range(numbers.of.high, 0)] * len(numbers.shown)
        self._left = Range(numbers.most * numbers.of.high, -numbers.of.high)
        self._top = 0

    def add(self, way: _Way) -> None:
        numbers, of = self._numbers, way.of
        low, high = sum(span[0] for span in way.spans), sum(span[1] for span in way.spans)
        fewest, most = (of, of) if numbers.all_answered else (min(numbers.answered.low, of), numbers.answered.high)
        self._left = _wider(self._left, fewest - high, numbers.most * min(most, of) - low)
        self._beyond = [
            _wider(before, of - span[1], of - span[0]) for before, span in zip(self._beyond, way.spans, strict=True)
        ]
        self._shown = [_wider(before, *span) for before, span in zip(self._shown, way.spans, strict=True)]
        self._top = max(self._top, min(span[1] for span in way.spans))

    def has_room(self, room: int) -> bool:
        """Whether all of it is this wide."""
        if any(one.low < self._numbers.threshold and one.high - one.low < room for one in self._beyond):
            return False
        ends = zip(self._numbers.inside, self._shown, strict=False)
        if not all(stay_wide(inside, shown, room) for inside, shown in ends):
            return False
        # What was hidden for another's sake is no greater than the smallest that is shown.
        top = max(self._top, self._numbers.threshold)
        greatest = max((one.high for one in self._numbers.shown), default=0)
        known = [
            one if one.small or one.high > greatest else replace(one, high=min(one.high, top))
            for one in self._numbers.hidden
        ]
        return stay_wide(known, self._left, room)


def _wider(before: Range, low: int, high: int) -> Range:
    return Range(min(before.low, low), max(before.high, high))


def _ways(numbers: _Numbers) -> Iterator[_Way | None]:
    """All ways to tell the table; None where there are too many to look at."""
    choice = numbers.most == 1

    def told(people: Sequence[int], of: int) -> Hashable:
        if numbers.wide:
            return tuple(wide_shares(people, of))
        return tuple(shares(people, of, choice=choice, group=numbers.group, threshold=numbers.threshold))

    every = range(numbers.of.low, numbers.of.high + 1)
    if choice and len(numbers.shown) <= _EACH:
        for of in every:
            for people in product(*(range(one.low, one.high + 1) for one in numbers.shown)):
                if sum(people) <= of:
                    yield _Way(told(people, of), of, tuple((count, count) for count in people))
        return
    for of in every:
        yield from _each_by_itself(numbers, of, told)


def _each_by_itself(
    numbers: _Numbers, of: int, told: Callable[[Sequence[int], int], Hashable]
) -> Iterator[_Way | None]:
    parts: list[dict[Hashable, tuple[int, int]]] = []
    ways = 1
    for one in numbers.shown:
        spans: dict[Hashable, tuple[int, int]] = {}
        for count in range(one.low, min(one.high, of) + 1):
            share = told([count], of)
            spans[share] = (spans.get(share, (count, count))[0], count)
        parts.append(spans)
        ways *= len(spans)
    if ways > _MANY:
        yield None
        return
    for shares_ in product(*parts):
        spans_ = tuple(part[share] for part, share in zip(parts, shares_, strict=True))
        if numbers.most > 1 or sum(low for low, _ in spans_) <= of:
            yield _Way(shares_, of, spans_)
