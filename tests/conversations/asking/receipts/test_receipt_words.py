"""The words that bring a respondent back."""

import math
from collections import Counter
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.asking.receipts.receipt_words import COUNT, FINDING, draw, drawn_from, parse

WORDS = draw(bytes(range(32)))
chances = st.binary(min_size=32, max_size=32)


def test_the_verifying_words_have_at_least_51_bits() -> None:
    assert (COUNT, FINDING) == (6, 2)
    assert (COUNT - FINDING) * math.log2(len(drawn_from())) >= 51


def test_the_same_chance_draws_the_same_words() -> None:
    assert draw(b"\x01" * 32) == draw(b"\x01" * 32) != draw(b"\x02" * 32)


@given(chance=chances)
def test_six_words_of_the_list_are_drawn_and_found_again(chance: bytes) -> None:
    words = draw(chance)
    assert len(words) == 6
    assert set(words) <= set(drawn_from())
    assert parse(" ".join(words)) == words


def test_chance_beyond_the_last_whole_round_is_drawn_again() -> None:
    assert draw(b"\xff" * 32) == draw(sha256(b"\xff" * 32).digest())


def test_every_place_draws_from_the_whole_list_evenly() -> None:
    drawn = [draw(sha256(str(number).encode()).digest()) for number in range(6000)]
    half = drawn_from()[len(drawn_from()) // 2]
    for place in range(6):
        low = sum(words[place] < half for words in drawn)
        assert 2800 < low < 3200  # five standard deviations of a fair coin
        assert Counter(words[place] for words in drawn).most_common(1)[0][1] < 12


@pytest.mark.parametrize("length", [0, 31, 33])
def test_chance_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        draw(b"\0" * length)


@given(chance=chances, between=st.lists(st.sampled_from([" ", "\n", ", ", " - ", ".", "\r\n1. ", "\t"]), min_size=5))
def test_words_are_found_with_anything_between_and_in_any_case(chance: bytes, between: list[str]) -> None:
    words = draw(chance)
    typed = words[0].upper() + "".join(gap + word.title() for gap, word in zip(between, words[1:], strict=False))
    assert parse(f"  {typed}! ") == words


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        " ".join(WORDS[:5]),
        " ".join((*WORDS, WORDS[0])),
        "".join(WORDS),
        "please " + " ".join(WORDS),
        " ".join((*WORDS[:5], "zzzzz")),
        " ".join((*WORDS[:5], WORDS[5] + "é")),
        "a b c d e f",
        "word " * 5000,
    ],
)
def test_anything_else_is_no_receipt(typed: str) -> None:
    assert parse(typed) is None


@pytest.mark.parametrize(
    "word", ["suicide", "abuse", "death", "kill", "hostile", "drunk", "naked", "stupid", "cruelty"]
)
def test_words_that_could_upset_are_not_drawn(word: str) -> None:
    assert word not in drawn_from()


def test_a_word_left_out_now_still_works_in_a_receipt_given_before() -> None:
    assert "cruelty" not in drawn_from()
    assert parse(" ".join((*WORDS[:5], "cruelty"))) == (*WORDS[:5], "cruelty")
