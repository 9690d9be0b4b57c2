"""What part of the people gave an answer, as it is told."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.telling.shares.told_shares import (
    FRACTIONS,
    HALF_OR_MORE,
    KEY,
    LADDERS,
    Share,
    key,
    ladder_of,
    shares,
)

PART = {word: Fraction(part, 60) for part, word in FRACTIONS}


def told(*people: int, of: int, choice: bool = True, group: bool = False) -> list[Share]:
    return shares(people, of, choice=choice, group=group)


def words(*people: int, of: int, choice: bool = True) -> list[str]:
    return [share.word for share in told(*people, of=of, choice=choice)]


def per_cents(*people: int, of: int) -> list[int | None]:
    return [share.per_cent for share in told(*people, of=of)]


@pytest.mark.parametrize(
    ("people", "of", "said"),
    [
        ((12, 12), 24, ["about half", "about half"]),
        ((10, 10), 20, ["about half", "about half"]),
        ((49, 50), 99, ["about half", "about half"]),
        ((13, 13, 13), 39, ["about a third"] * 3),
        ((10, 10, 10), 30, ["about a third"] * 3),
        ((32, 32, 32), 96, ["about a third"] * 3),
        ((15, 15, 15, 15), 60, ["about a quarter"] * 4),
        ((10, 10, 10, 10, 10), 50, ["about one in five"] * 5),
        ((18, 15), 37, ["about half", "about a third"]),
        ((40, 60 - 40), 99, ["about two in five", "about one in six"]),
    ],
)
def test_a_share_of_fewer_than_a_hundred_is_the_nearest_fraction(
    people: tuple[int, ...], of: int, said: list[str]
) -> None:
    assert words(*people, of=of) == said


def test_of_fewer_than_twenty_only_the_widest_word_is_told() -> None:
    assert words(10, of=19) == words(12, of=12) == [HALF_OR_MORE]
    assert words(9, of=19) == [""]


@pytest.mark.parametrize(("least", "ladder"), LADDERS)
def test_two_fractions_that_may_be_told_are_five_people_apart(least: int, ladder: tuple[int, ...]) -> None:
    assert all(Fraction(high - low, 60) * least >= 5 for low, high in pairwise(ladder))


def test_there_is_a_ladder_from_twenty_people_on() -> None:
    assert not ladder_of(19)
    assert all(ladder_of(people) for people in range(20, 100))


def test_a_per_cent_is_told_in_steps_of_five_people() -> None:
    assert per_cents(57, 42, of=100) == [55, 40]
    assert per_cents(237, of=499) == [45]
    assert per_cents(237, of=500) == [47]
    assert per_cents(50, 49, of=99) == [None, None]


def test_parts_of_a_choice_never_add_up_to_more_than_the_whole_and_equal_ones_are_told_as_equal() -> None:
    assert per_cents(100, 100, 100, of=300) == [30, 30, 30]
    assert per_cents(*[166] * 6, of=996) == [16] * 6
    assert words(23, 22, 30, of=75) == ["about a quarter", "about a quarter", "about half"]


def test_where_several_may_be_picked_each_share_is_told_by_itself() -> None:
    assert words(40, 40, of=60, choice=False) == ["about two thirds", "about two thirds"]


def test_the_words_of_the_key_follow_the_true_share_and_not_the_rounded_one() -> None:
    assert told(149, of=200) == [Share(75, "most", 5)]
    assert told(150, of=200) == [Share(75, "a large majority", 5)]
    assert told(99, of=200) == [Share(50, "many", 5)]


def test_nearly_all_and_hardly_any_are_only_said_where_what_is_left_has_room_and_never_of_a_group() -> None:
    assert told(92, of=100)[0].word == "nearly all"
    assert told(10, of=240)[0].word == "hardly any"
    assert told(92, of=100, group=True)[0].word == "a large majority"
    assert told(10, of=240, group=True)[0].word == "a few"
    assert "nearly all" not in words(95, of=99)


@st.composite
def parts(draw: st.DrawFn) -> tuple[list[int], int]:
    people = draw(st.lists(st.integers(10, 60) | st.integers(10, 700), min_size=1, max_size=7))
    return people, sum(people) + draw(st.integers(0, 60))


@given(parts())
def test_what_is_told_of_a_choice_is_true_and_comes_to_no_more_than_everyone(drawn: tuple[list[int], int]) -> None:
    people, of = drawn
    shown = told(*people, of=of)
    assert sum(share.per_cent or 0 for share in shown) <= 100
    assert sum(PART.get(share.word, 0) for share in shown) <= 1
    for count, share in zip(people, shown, strict=True):
        true = Fraction(count, of)
        if share.per_cent is not None:
            assert share.per_cent % share.step == 0
            assert share.step * of >= 500
            assert abs(true * 100 - share.per_cent) < share.step
            least = {word: least for least, word in KEY}[share.word]
            assert true * 100 >= least or share.word == "a few"
        elif share.word in PART:
            assert abs(true - PART[share.word]) <= Fraction(1, 6) or true > Fraction(9, 10)
        else:
            assert share.word == (HALF_OR_MORE if true >= Fraction(1, 2) else "")


@given(st.integers(20, 99), st.data())
def test_a_fraction_told_by_itself_is_the_nearest_that_may_be_told(of: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(10, of))
    [share] = told(count, of=of, choice=False)
    true = Fraction(count, of)
    nearest = min([0, *ladder_of(of)], key=lambda part: (abs(Fraction(part, 60) - true), part))
    assert share.word == dict(FRACTIONS).get(nearest, "")


def test_the_key_explains_every_word() -> None:
    explained = dict(key())
    assert {word for _, word in KEY} | {HALF_OR_MORE} <= set(explained)
    assert explained["many"] == "20–49%"
    assert explained["nearly all"] == "90% or more"
