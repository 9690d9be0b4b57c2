"""What someone can work out from what is published, who knows the rules and is told which hidden numbers are small."""

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.telling.counts import NOISE, UNIT, Counts, Published, few_skipped, fewest, most_that_are_few, rounded

ANY = 10**9


@dataclass(frozen=True, slots=True)
class Range:
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
    if counts.most == 1 and (len(hidden) + (plan.base is None) < 2 or whole - sum(shown) < threshold):
        return False
    left = _left(answered(counts, plan, threshold), shown, counts.most, threshold, plan.up_from)
    # Where everyone is known to be in it, which of two equal numbers was hidden tells one step more.
    room = room_of(threshold) + (counts.everyone and bool(shown))
    return stay_wide(known_of_hidden(counts, plan, threshold), left, room)


def known_of_hidden(counts: Counts, plan: Published, threshold: int) -> list[Range]:
    """What is known of each hidden number by someone who was told which are small. What was hidden for another's sake
    was the smallest of those that could have been shown."""
    hidden = [count for count, cell in zip(counts.cells, plan.cells, strict=True) if cell is None]
    shown = [cell for cell in plan.cells if cell is not None]
    top = min(shown) + plan.up_from - 1 if shown else 0
    greatest = top if hidden and max(hidden) <= top else ANY
    return [known(count, greatest, threshold) for count in hidden]


def splits_stay_wide(counts: Counts, end: Sequence[int], number: int, threshold: int, *, least: int = 0) -> bool:
    """Whether nobody can work out the answers inside `end` (their places), of which only `number` is published; nor who
    knows that they come to `least` or more."""
    inside = [known(counts.cells[place], ANY, threshold) for place in end]
    told = behind(number, threshold)
    return stay_wide(inside, Range(max(told.low, least), told.high), room_of(threshold))


def few_may_be_all(options: int, took_part: int, threshold: int) -> bool:
    """Whether a choice of which no answer has a word could still be anything, where few of these (as published) skipped
    it: with only small numbers, each is what the others leave of almost everyone."""
    others = (options - 1) * (threshold - 1)
    least = took_part - most_that_are_few(threshold) - NOISE - others
    return options < 3 or not threshold - 1 - room_of(threshold) < least < threshold


def behind(published: int, threshold: int, up_from: int = UNIT - NOISE) -> Range:
    """What a published number can stand for. Nothing under the threshold is published, so 10 stands for 10 to 12."""
    return Range(max(published - UNIT + up_from, threshold), published + up_from - 1)


def answered(counts: Counts, plan: Published, threshold: int) -> Range:
    """How many answered, for someone who is told why a hidden base is hidden."""
    if plan.base is not None:
        return behind(plan.base, threshold)
    took_part = rounded(counts.took_part)
    if few_skipped(counts, threshold):
        return Range(fewest(counts, threshold), took_part + NOISE)
    return Range(0, took_part - most_that_are_few(threshold) - UNIT + NOISE)


def _left(whole: Range, shown: Sequence[int], most: int, threshold: int, up_from: int = UNIT - NOISE) -> Range:
    """What the hidden numbers add up to."""
    parts = [behind(number, threshold, up_from) for number in shown]
    return Range(whole.low - sum(part.high for part in parts), most * whole.high - sum(part.low for part in parts))


def known(count: int, greatest: int, threshold: int) -> Range:
    """What is known of a hidden number by someone who was told whether it is small, and the greatest it can be."""
    return Range(0, threshold - 1, small=True) if count < threshold else Range(threshold, greatest)


def room_of(threshold: int) -> int:
    """How wide what can be worked out has to stay: half the threshold."""
    return (threshold + 1) // 2


def stay_wide(unknown: Sequence[Range], left: Range, room: int) -> bool:
    """Whether each small hidden number can still be anything of this width."""
    low = sum(one.low for one in unknown)
    high = sum(one.high for one in unknown)
    return all(
        min(one.high, left.high - (low - one.low)) - max(one.low, left.low - (high - one.high)) >= room
        for one in unknown
        if one.small
    )
