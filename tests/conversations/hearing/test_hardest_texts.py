"""Nobody can hold hearing up with a text that is made for it: its work grows as the text does, and no faster.

Ratios of CPU time of one run: four times the text takes about four times as long. Where work grew as the square of the
text it would take sixteen times as long.
"""

import statistics
from collections.abc import Callable, Sequence
from functools import cache

import pytest

from conversations.hearing.encoded import Encoded
from conversations.hearing.pipeline import BY_RULES
from conversations.hearing.redaction import redact
from conversations.hearing.redaction.redact import MOST_READ, redaction_of
from conversations.hearing.screening.phrase_book import phrases
from conversations.hearing.screening.phrase_matching import phrases_in
from conversations.hearing.text.normalisation import plain
from tests.benchmarks.slowest_rules import (
    MOST_TIMES,
    Hardest,
    of_distinct,
    of_pattern,
    redaction_patterns,
    seconds,
)
from tests.benchmarks.worst_texts import LONGEST, SHORTER, filled
from tests.conversations.hearing.wild_encoder import QuietEncoder, WildEncoder

PATTERNS = redaction_patterns()
HELD_UP = (
    ("handle  account  handle", "  ", "!"),
    ("", "H'", ""),
    ("", "double-, \n", "!"),
    ("", "a'", ""),
    ("", "dot ", "!"),
    ("", "a.", "!"),
    ("thursday  sept the", " ", "!"),
)
"""What once took from 12 ms to 1.5 s."""


def grows(rule: Callable[[str], object], recipe: tuple[str, str, str]) -> float:
    """How many times as long the longest text takes as one of a quarter: the least of three looks, since whatever else
    the machine does can only add to one of them."""
    return min(
        seconds(rule, filled(recipe, LONGEST), 2) / max(seconds(rule, filled(recipe, SHORTER), 2), 1e-9)
        for _ in range(3)
    )


@cache
def hardest() -> Sequence[Hardest]:
    return [of_pattern(name, pattern, seed=7, tries=1) for name, pattern in PATTERNS.items()]


def test_no_pattern_takes_longer_than_its_text_grows() -> None:
    usual = statistics.median(one.long for one in hardest())  # below it a clock says little
    steep = [one for one in hardest() if one.long > usual and one.times > MOST_TIMES]
    still = [one for one in steep if grows(PATTERNS[one.name].findall, one.recipe) > MOST_TIMES]
    assert still == []


@pytest.mark.parametrize("recipe", HELD_UP, ids=lambda recipe: repr(recipe[1]))
def test_what_once_held_a_pattern_up_does_not(recipe: tuple[str, str, str]) -> None:
    def forms(text: str) -> object:
        return BY_RULES.by_rules(text)

    assert grows(forms, recipe) < MOST_TIMES


@pytest.mark.parametrize("unit", ["i want to die. ", "he hits me ", "kms "])
def test_a_worry_over_and_over_is_found_as_fast_as_it_is_long(unit: str) -> None:
    assert grows(lambda text: phrases_in(text, phrases()), ("", unit, "")) < MOST_TIMES


@pytest.mark.parametrize("unit", ["ﷺ", "각", "é", "аe", "a\u0301"])
def test_letters_of_every_kind_are_made_plain_as_fast_as_they_are_many(unit: str) -> None:
    assert grows(plain, ("", unit, "")) < MOST_TIMES


def test_many_different_names_are_hidden_as_fast_as_they_are_many() -> None:
    for one in of_distinct("redaction", redact.redact):
        assert one.times < 2 * MOST_TIMES, one.recipe  # beyond the square would be 64 times as long


class Counting(WildEncoder):
    """Finds something new at every look, and counts the characters that it read."""

    def __init__(self) -> None:
        super().__init__(strength=0.6)
        self.read = 0

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        self.read += sum(map(len, texts))
        return super().encode(texts)


@pytest.mark.parametrize("unit", ["12 high street ", "12 high street", "Zed Quib of Ruxley met Tam ", "bdfg hjkl "])
def test_the_encoder_reads_no_more_than_it_may_however_often_something_is_found(unit: str) -> None:
    encoder = Counting()
    text = filled(("", unit, ""), LONGEST)
    redacted = redaction_of(text, encoder).redacted
    assert LONGEST <= encoder.read < MOST_READ + 2 * max(LONGEST, len(redacted))


def test_what_the_encoder_finds_at_its_last_look_goes_with_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "it was nice there. my insta is zedquib today. nobody came to see me"
    monkeypatch.setattr(redact, "MOST_READ", 1)
    redacted = redaction_of(text, QuietEncoder()).redacted
    assert "nice there" in redacted
    assert not {"my", "insta", "zedquib", "today"} & set(redacted.replace(".", " ").split())
