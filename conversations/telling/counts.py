"""Numbers of people: the true ones, what is published of them, and the rule between the two.

The rule is the ONS 10-5 rule: no count under 10, counts rounded to 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

SYMBOL = "c"
"""Stands for every hidden number, whether small itself or hidden for another's sake."""

THRESHOLD = 10
UNIT = 5
NOISE = UNIT // 2
"""How far a published number can be from the true one."""


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
    `up_from`: the rest from which the cells were rounded up, which nobody is told.
    """

    cells: tuple[int | None, ...]
    base: int | None
    took_part: int | None
    at_least: int = 0
    up_from: int = field(default=UNIT - NOISE, compare=False)


def rounded(count: int) -> int:
    """To the nearest multiple of 5."""
    return UNIT * ((count + NOISE) // UNIT)


def rounded_together(counts: Sequence[int], whole: int) -> tuple[tuple[int, ...], int]:
    """The nearest multiples of 5, but for what is told of all to come to no more than `whole` (itself a multiple of 5,
    at least the sum rounded down): then fewer are rounded up, as many as have to be; equal ones alike. And the rest
    from which a number is rounded up, which is 3 where nothing had to give."""
    for up_from in range(UNIT - NOISE, UNIT + 1):
        told = tuple(UNIT * ((count + UNIT - up_from) // UNIT) for count in counts)
        if sum(told) <= whole:
            break
    return told, up_from


def few_skipped(counts: Counts, threshold: int) -> bool:
    """Whether the two rounded numbers could show that fewer than the threshold skipped the question."""
    return rounded(counts.took_part) - rounded(counts.answered) < threshold + 2 * NOISE


def fewest(counts: Counts, threshold: int) -> int:
    """How many answered at the least, where few skipped."""
    return max(rounded(counts.took_part) - most_that_are_few(threshold) - NOISE, 0)


def most_that_are_few(threshold: int) -> int:
    """The greatest difference of two rounded numbers that is too small to be seen."""
    return UNIT * ((threshold + 2 * NOISE - 1) // UNIT)
