"""The steps before the first question."""

import pytest

from conversations.asking.locales import line
from conversations.asking.records import ReceiptGiven, ResponseBegun
from conversations.asking.steps.places import AGE, AGREE, CODE, WELCOME
from tests.conversations.asking.at_a_place import RUNNING, TRIAL, after, at, say, tap, texts
from tests.conversations.respondent import chance

SIX = ("crescent", "decay", "drool", "pasta", "astride", "sift")


@pytest.mark.parametrize(
    ("age", "says"),
    [
        ("26", "age_too_old"),
        ("I'm 26", "age_too_old"),
        ("120", "age_too_old"),
        ("121", "not_understood"),
        ("999", "not_understood"),
    ],
)
def test_ages_above_those_who_are_asked_are_told_so(age: str, says: str) -> None:
    turn = say(at(AGE), age)
    assert texts(turn)[0] == line(says)


def test_who_is_25_is_asked() -> None:
    assert after(say(at(AGE), "25")).age_band == "18_25"


@pytest.mark.parametrize("word", ["trail", "k7mp", "try"])
def test_a_wrong_code_is_wrong_in_a_trial_too(word: str) -> None:
    turn = say(at(CODE), word, TRIAL)
    assert (after(turn).place, texts(turn)[0]) == (CODE, line("code_wrong"))


def test_the_word_for_trials_opens_a_trial_and_nothing_in_earnest() -> None:
    assert after(say(at(CODE), "Trial", TRIAL)).place == WELCOME
    assert after(say(at(CODE), "Trial", RUNNING)).place == CODE


def test_agreeing_begins_a_response_and_gives_the_words_for_it() -> None:
    turn = tap(at(AGREE, response=None, age_band="16_17"), "yes", receipt=SIX)
    begun, given = turn.records
    assert isinstance(begun, ResponseBegun)
    assert given == ReceiptGiven(begun.response, SIX)
    assert (after(turn).response, after(turn).receipt) == (begun.response, SIX)


def test_a_response_is_called_by_16_bytes_of_which_none_are_of_the_seed_since_buttons_show_that() -> None:
    new = at(AGREE, response=None, seed=0)
    turn = after(tap(new, "yes", receipt=SIX))
    assert turn.seed == int.from_bytes(chance(1)[:4])
    assert turn.response == chance(1)[4:20]
