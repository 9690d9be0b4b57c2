"""Hiding small numbers, so that nobody can work out how a few people answered.

The rule is the ONS 10-5 rule (no count under 10, counts rounded to 5) with second cells hidden. What is published of
one question is a list of cells and a base, each a multiple of 5 or None (hidden), and how many took part. Shares and
words are made from these alone, so they add nothing that could be attacked.

The base is hidden where took part less base could show that only a few skipped the question. That few skipped it may
still be guessed where all answers are shown and come to nearly all people; no answer is hidden for that, since it says
nothing about what anyone thinks.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

SYMBOL = "c"
"""Stands for every hidden number, whether small itself or hidden for another's sake."""

THRESHOLD = 10
UNIT = 5
_NOISE = UNIT // 2
_ANY = 10**9
_BASE_IS_WORTH = 0.2
"""Hiding the base costs as much as hiding an answer that this part of those who answered gave."""


@dataclass(frozen=True, slots=True)
class Counts:
    """True numbers of people, not for publication.

    `cells`: one for each option. `most`: how many options one person could pick. `everyone`: the question cannot be
    skipped, so that the base is how many took part.
    """

    cells: tuple[int, ...]
    answered: int
    took_part: int
    most: int = 1
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """What may be seen: multiples of 5, and None for what is hidden.

    `at_least`: that many answered, where the base is hidden since few skipped and this is half of them or more; else 0.
    """

    cells: tuple[int | None, ...]
    base: int | None
    took_part: int | None
    at_least: int = 0


@dataclass(frozen=True, slots=True)
class Together:
    """Neighbouring options shown as one: their places among the cells, and how many people chose any of them."""

    places: tuple[int, ...]
    count: int


@dataclass(frozen=True, slots=True)
class _Range:
    """The least and the most that a number can be, for someone who knows the rules and all that is published."""

    low: int
    high: int
    small: bool = False


def rounded(count: int) -> int:
    """To the nearest multiple of 5."""
    return UNIT * ((count + _NOISE) // UNIT)


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
        if _is_safe(counts, plan, threshold) and base in (None, plan.base is not None)
    ]
    return min([*plans, nothing], key=lambda plan: _cost(counts, plan))


def suppress_alike(several: Sequence[Counts], *, threshold: int = THRESHOLD) -> tuple[Published, ...]:
    """What may be published of several tables about the same people who answered one question: all have the base, or
    none has it, as what hides in one of them could else be worked out with the base of another."""
    shown = tuple(suppress(counts, threshold=threshold, base=True) for counts in several)
    if all(one.base is not None for one in shown):
        return shown
    return tuple(suppress(counts, threshold=threshold, base=False) for counts in several)


def together(
    counts: Counts, published: Published, scale: Sequence[int], *, threshold: int = THRESHOLD
) -> tuple[Together, ...]:
    """For a scale of which nothing may be shown option by option: one end of it, or both, each as one number.

    `scale` are the places of the options that make the scale, in its order. Both ends where that is safe, else the
    shortest end that is; empty where there is none. Ends are tried in an order that does not depend on the counts,
    since the choice between them would tell something too.
    """
    if published.took_part is None or any(count >= threshold for count in counts.cells):
        return ()
    if published.base is None and not _few_skipped(counts, threshold):
        return ()
    cuts = [(tuple(scale[:cut]), tuple(scale[cut:])) for cut in range(1, len(scale))]
    both = sorted(cuts, key=lambda cut: abs(len(cut[0]) - len(cut[1])))
    single = sorted(((end,) for cut in cuts for end in cut), key=lambda ends: len(ends[0]))
    tried: list[tuple[tuple[int, ...], ...]] = [*both, *single]
    ends = next((ends for ends in tried if _are_safe_together(counts, published, ends, threshold)), ())
    return tuple(Together(end, rounded(_people(counts, end))) for end in ends)


# ------------------------------------------------------------------------------------------------------------ plans


def _plans(counts: Counts, took_part: int, threshold: int) -> Iterator[Published]:
    """Small cells hidden, then the smallest of the others one after another; with and without the base."""
    for base in _bases(counts, took_part, threshold):
        small = {place for place, count in enumerate(counts.cells) if _hides_itself(counts, count, base, threshold)}
        others = sorted(set(range(len(counts.cells))) - small, key=lambda place: (counts.cells[place], place))
        for more in range(len(others) + 1):
            hidden = small | set(others[:more])
            cells = tuple(None if place in hidden else rounded(count) for place, count in enumerate(counts.cells))
            yield Published(cells, base, took_part, _at_least(counts, base, threshold))


def _bases(counts: Counts, took_part: int, threshold: int) -> Iterator[int | None]:
    if counts.everyone:
        yield took_part
        return
    if counts.answered >= threshold and not _few_skipped(counts, threshold):
        yield rounded(counts.answered)
    yield None


def _few_skipped(counts: Counts, threshold: int) -> bool:
    """Whether the two rounded numbers could show that fewer than the threshold skipped the question."""
    return rounded(counts.took_part) - rounded(counts.answered) < threshold + 2 * _NOISE


def _at_least(counts: Counts, base: int | None, threshold: int) -> int:
    if base is not None or not _few_skipped(counts, threshold):
        return 0
    fewest = _fewest(counts, threshold)
    # Of a small consultation nothing is said, since saying nothing of another question would tell that few answered it.
    return fewest if 2 * fewest >= rounded(counts.took_part) else 0


def _fewest(counts: Counts, threshold: int) -> int:
    """How many answered at the least, where few skipped."""
    return max(rounded(counts.took_part) - _most_that_are_few(threshold) - _NOISE, 0)


def _most_that_are_few(threshold: int) -> int:
    """The greatest difference of two rounded numbers that is too small to be seen."""
    return UNIT * ((threshold + 2 * _NOISE - 1) // UNIT)


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


# ----------------------------------------------------------------------------------------------------------- attack


def _is_safe(counts: Counts, plan: Published, threshold: int) -> bool:
    """Tries what someone could try who is told which hidden numbers are small."""
    whole = plan.took_part if plan.base is None else plan.base
    if whole is None:
        return True
    hidden = [count for count, cell in zip(counts.cells, plan.cells, strict=True) if cell is None]
    if not hidden:
        return True
    shown = [cell for cell in plan.cells if cell is not None]
    # What was hidden for another's sake was the smallest of those that could have been shown.
    greatest = min(shown) + _NOISE if shown and max(hidden) <= min(shown) + _NOISE else _ANY
    if counts.most == 1 and (len(hidden) + (plan.base is None) < 2 or whole - sum(shown) < threshold):
        return False
    left = _left(_answered(counts, plan, threshold), shown, counts.most, threshold)
    return _all_stay_wide([_told(count, greatest, threshold) for count in hidden], left, threshold)


def _are_safe_together(counts: Counts, published: Published, ends: Sequence[tuple[int, ...]], threshold: int) -> bool:
    """Whether these ends may be shown: as answers of their own, and for each answer inside them."""
    if any(_people(counts, end) < threshold or len(end) < 2 for end in ends):
        return False
    rest = [place for place in range(len(counts.cells)) if not any(place in end for end in ends)]
    merged = Counts(
        (*(_people(counts, end) for end in ends), *(counts.cells[place] for place in rest)),
        counts.answered,
        counts.took_part,
    )
    shown = tuple(rounded(_people(counts, end)) for end in ends)
    plan = replace(published, cells=(*shown, *(None for _ in rest)))
    if not _is_safe(merged, plan, threshold):
        return False
    return all(
        _all_stay_wide(
            [_told(counts.cells[place], _ANY, threshold) for place in end],
            _left(_behind(number, threshold), [], 1, threshold),
            threshold,
        )
        for end, number in zip(ends, shown, strict=True)
    )


def _people(counts: Counts, places: Iterable[int]) -> int:
    return sum(counts.cells[place] for place in places)


def _behind(published: int, threshold: int) -> _Range:
    """What a published number can stand for. Nothing under the threshold is published, so 10 stands for 10 to 12."""
    return _Range(max(published - _NOISE, threshold), published + _NOISE)


def _answered(counts: Counts, plan: Published, threshold: int) -> _Range:
    """How many answered, for someone who is told why a hidden base is hidden."""
    if plan.base is not None:
        return _behind(plan.base, threshold)
    took_part = rounded(counts.took_part)
    if _few_skipped(counts, threshold):
        return _Range(_fewest(counts, threshold), took_part + _NOISE)
    return _Range(0, took_part - _most_that_are_few(threshold) - UNIT + _NOISE)


def _left(whole: _Range, shown: Sequence[int], most: int, threshold: int) -> _Range:
    """What the hidden numbers add up to."""
    parts = [_behind(number, threshold) for number in shown]
    return _Range(whole.low - sum(part.high for part in parts), most * whole.high - sum(part.low for part in parts))


def _told(count: int, greatest: int, threshold: int) -> _Range:
    """What is known of a hidden number by someone who was told whether it is small, and the greatest it can be."""
    return _Range(0, threshold - 1, small=True) if count < threshold else _Range(threshold, greatest)


def _all_stay_wide(unknown: Sequence[_Range], left: _Range, threshold: int) -> bool:
    """Whether each small hidden number can still be anything of at least half the threshold's width."""
    low = sum(one.low for one in unknown)
    high = sum(one.high for one in unknown)
    return all(
        min(one.high, left.high - (low - one.low)) - max(one.low, left.low - (high - one.high)) >= (threshold + 1) // 2
        for one in unknown
        if one.small
    )
