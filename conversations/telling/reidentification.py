"""What someone can work out from what is published, who knows the rules and is told which hidden numbers are small."""

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.telling.counts import NOISE, UNIT, Counts, Published, few_skipped, fewest, most_that_are_few, rounded

_ANY = 10**9


@dataclass(frozen=True, slots=True)
class _Range:
    """The least and the most that a number can be, for someone who knows the rules and all that is published."""

    low: int
    high: int
    small: bool = False


def is_safe(counts: Counts, plan: Published, threshold: int) -> bool:
    """Whether nobody can work out a small number of this plan: each can still be of a width of half the threshold, and
    the hidden answers to a choice come to the threshold."""
    whole = plan.took_part if plan.base is None else plan.base
    if whole is None:
        return True
    hidden = [count for count, cell in zip(counts.cells, plan.cells, strict=True) if cell is None]
    if not hidden:
        return True
    shown = [cell for cell in plan.cells if cell is not None]
    # What was hidden for another's sake was the smallest of those that could have been shown.
    greatest = min(shown) + NOISE if shown and max(hidden) <= min(shown) + NOISE else _ANY
    if counts.most == 1 and (len(hidden) + (plan.base is None) < 2 or whole - sum(shown) < threshold):
        return False
    left = _left(_answered(counts, plan, threshold), shown, counts.most, threshold)
    return _all_stay_wide([_known(count, greatest, threshold) for count in hidden], left, threshold)


def splits_stay_wide(counts: Counts, end: Sequence[int], number: int, threshold: int) -> bool:
    """Whether nobody can work out the answers inside `end` (their places), of which only `number` is published."""
    inside = [_known(counts.cells[place], _ANY, threshold) for place in end]
    return _all_stay_wide(inside, _left(_behind(number, threshold), [], 1, threshold), threshold)


def _behind(published: int, threshold: int) -> _Range:
    """What a published number can stand for. Nothing under the threshold is published, so 10 stands for 10 to 12."""
    return _Range(max(published - NOISE, threshold), published + NOISE)


def _answered(counts: Counts, plan: Published, threshold: int) -> _Range:
    """How many answered, for someone who is told why a hidden base is hidden."""
    if plan.base is not None:
        return _behind(plan.base, threshold)
    took_part = rounded(counts.took_part)
    if few_skipped(counts, threshold):
        return _Range(fewest(counts, threshold), took_part + NOISE)
    return _Range(0, took_part - most_that_are_few(threshold) - UNIT + NOISE)


def _left(whole: _Range, shown: Sequence[int], most: int, threshold: int) -> _Range:
    """What the hidden numbers add up to."""
    parts = [_behind(number, threshold) for number in shown]
    return _Range(whole.low - sum(part.high for part in parts), most * whole.high - sum(part.low for part in parts))


def _known(count: int, greatest: int, threshold: int) -> _Range:
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
