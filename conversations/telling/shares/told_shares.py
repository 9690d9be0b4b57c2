"""What part of the people gave an answer, as it is told: worked out from true numbers, in steps of five people or more.

Of 100 people or more a share is a per cent, with a word of the key beside it; of fewer it is a fraction in words. Both
are steps of a ladder, and the nearest step is told. Two steps are at least five people apart, so that no share tells
more than a number rounded to 5 does. The answers to a choice are taken together: told, they never come to more than
all people.
"""

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from conversations.telling.counts import THRESHOLD, UNIT
from conversations.telling.lines import line

PER_CENT_FROM = 100
"""People. Of fewer than these a share is told in words alone."""

FRACTIONS: tuple[tuple[int, str], ...] = (
    (6, "about one in ten"),
    (10, "about one in six"),
    (12, "about one in five"),
    (15, "about a quarter"),
    (18, "about three in ten"),
    (20, "about a third"),
    (24, "about two in five"),
    (30, "about half"),
    (36, "about three in five"),
    (40, "about two thirds"),
    (42, "about seven in ten"),
    (45, "about three quarters"),
    (48, "about four in five"),
    (50, "about five in six"),
)
"""Every fraction that has a word, in sixtieths of all people."""

_WHOLE, _HALF = 60, 30

HALF_OR_MORE = "half or more"
"""The widest word: for an answer that so many gave that no number can be told, and where too few answered for more."""

PER_CENT_OF = {word: 100 * part // _WHOLE for part, word in (*FRACTIONS, (_HALF, HALF_OR_MORE))}
"""What each of these words comes to, for a picture of it."""

LADDERS: tuple[tuple[int, tuple[int, ...]], ...] = (
    (75, (6, 10, 15, 20, 24, 30, 36, 40, 45, 50)),
    (60, (6, 15, 20, 30, 40, 45, 50)),
    (50, (6, 12, 20, 30, 40, 48)),
    (38, (12, 20, 30, 40, 48)),
    (30, (20, 30, 40)),
    (25, (6, 18, 30, 42)),
    (20, (15, 30, 45)),
)
"""From how many people which fractions may be told: two that are next to each other are five people apart or more."""

_QUARTERS = (15, 30, 45)
"""Told where the nearest of the finer fractions would come to more than all people."""

NEARLY_ALL, HARDLY_ANY = "nearly all", "hardly any"

KEY: tuple[tuple[int, str], ...] = (
    (90, NEARLY_ALL),
    (75, "a large majority"),
    (50, "most"),
    (20, "many"),
    (10, "some"),
    (5, "a few"),
    (0, HARDLY_ANY),
)
"""The least per cent of the true share that each word stands for, beside a per cent; the greatest first."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share as told. `per_cent` is a multiple of `step`, None of fewer than 100 people; `word` may be empty."""

    per_cent: int | None = None
    word: str = ""
    step: int = 1


NOTHING = Share()
"""No share is told."""


def shares(people: Iterable[int], of: int, *, choice: bool, group: bool, threshold: int = THRESHOLD) -> list[Share]:
    """The shares of these true numbers of people, of so many. `choice`: nobody stands in two of them, so that all
    together they are never told as more than everyone. `group`: they say who people are (how old, from where), so that
    neither nearly all nor hardly any is said."""
    counts = list(people)
    step = 5 if of < UNIT * PER_CENT_FROM else 1
    if of >= PER_CENT_FROM:
        told = _told(counts, of, tuple(range(0, 101, step)), 100, choice=choice)
        words = (_of_key(count, of, group=group, threshold=threshold) for count in counts)
        return [Share(per_cent, word, step) for per_cent, word in zip(told, words, strict=True)]
    if ladder := ladder_of(of):
        return [Share(word=_WORDS.get(part, "")) for part in _fractions(counts, of, ladder, choice=choice)]
    return [Share(word=widest(count, of, of, group=group, threshold=threshold)) for count in counts]


def wide_shares(people: Iterable[int], of: int) -> list[Share]:
    """The same in the widest word alone, for half of them or more."""
    return [Share(word=HALF_OR_MORE if 2 * count >= of else "") for count in people]


def widest(count: int, of: int, surely: int, *, group: bool, threshold: int) -> str:
    """The word for what so many gave that what is left is small. `surely`: the fewest that `of` can be, for who sees
    what is told. Empty for less than half."""
    if not group and 10 * surely >= 100 * threshold and 10 * count >= 9 * of:
        return NEARLY_ALL
    return HALF_OR_MORE if 2 * count >= of else ""


@cache
def ladder_of(people: int) -> tuple[int, ...]:
    """The fractions that may be told of so many people, in sixtieths; empty where there are too few for any."""
    return next((ladder for least, ladder in LADDERS if people >= least), ())


def key() -> tuple[tuple[str, str], ...]:
    """Each word and what it stands for, smallest share first, as in ("some", "10–19%"); then the words of fractions."""
    spans = {
        NEARLY_ALL: "90% or more",
        "a large majority": "75% or more",
        "a few": "under 10%",
        HARDLY_ANY: "under 5%",
    }
    tops = {word: above - 1 for (above, _), (_, word) in itertools.pairwise(KEY)}
    return (
        *((word, spans.get(word) or f"{least}–{tops[word]}%") for least, word in reversed(KEY)),
        (line("words_fraction", fraction=f"“{_WORDS[_HALF]}”"), line("words_fraction_means")),
        (HALF_OR_MORE, line("words_half")),
    )


# -------------------------------------------------------------------------------------------------------------- ladders

_WORDS = dict(FRACTIONS)


def _fractions(counts: Sequence[int], of: int, ladder: tuple[int, ...], *, choice: bool) -> list[int]:
    for steps in (ladder, _QUARTERS):
        told = [_nearest(count, of, (0, *steps), _WHOLE) for count in counts]
        if not choice or sum(told) <= _WHOLE:
            return told
    return _told(counts, of, (0, *ladder), _WHOLE, choice=choice)


def _told(counts: Sequence[int], of: int, steps: tuple[int, ...], whole: int, *, choice: bool) -> list[int]:
    """The nearest step for each; those of a choice that lie least above the step below go down to it until all come to
    no more than the whole. Equal numbers are told as equal."""
    told = [_nearest(count, of, steps, whole) for count in counts]
    while choice and sum(told) > whole:
        above = {at: count for at, count in enumerate(counts) if told[at] * of > count * whole}
        least = min(_claim(count, of, steps, whole) for count in above.values())
        for at, count in above.items():
            if _claim(count, of, steps, whole) == least:
                told[at] = steps[bisect_left(steps, told[at]) - 1]
    return told


def _claim(count: int, of: int, steps: tuple[int, ...], whole: int) -> float:
    """How far it is on the way from the step below to the one above."""
    up = bisect_left(steps, True, key=lambda step: step * of > count * whole)
    low, high = steps[up - 1], steps[up]
    return (count * whole - low * of) / ((high - low) * of)


def _nearest(count: int, of: int, steps: tuple[int, ...], whole: int) -> int:
    """The nearest step; between two, the lower."""
    return steps[bisect_left(_middles(steps), 2 * count * whole / of)]


@cache
def _middles(steps: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(low + high for low, high in itertools.pairwise(steps))


def _of_key(count: int, of: int, *, group: bool, threshold: int) -> str:
    """The word for a true share. That what is left (or what there is) is small is said only where it can still be as
    wide as the threshold."""
    word = next(word for least, word in KEY if count * 100 >= least * of)
    if word == NEARLY_ALL and (group or 10 * of < 100 * threshold):
        return "a large majority"
    if word == HARDLY_ANY and (group or 5 * of < 100 * threshold):
        return "a few"
    return word
