"""What stands around and within what somebody says, and says nothing itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.hearing.screening.chatter import bare, drawn_in, is_small_talk, telling_words


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("hiya hope ur ok, my uncle hits me", "my uncle hits me"),
        ("my uncle hits me thats all thanks x", "my uncle hits me"),
        ("i want to k i l l myself", "i want to kill myself"),
        ("i waaaant to dieeee lol", "i want to die"),
        ("my unc😂le hits me", "my uncle hits me"),
        ("lol", "lol"),
        ("hi lol thanks", "hi lol thanks"),
    ],
)
def test_chatter_goes_as_long_as_something_is_left(said: str, left: str) -> None:
    assert bare(said) == left


@pytest.mark.parametrize(("word", "plain"), [("sooooo", "so"), ("killll", "kill"), ("off", "off"), ("noooo", "no")])
def test_letters_that_are_drawn_out_are_drawn_in(word: str, plain: str) -> None:
    assert drawn_in(word) == plain


def test_words_that_say_something_are_counted() -> None:
    assert telling_words("hi, i am so ok lol") < 4 <= telling_words("my stepdad locks the fridge at weekends")


@given(st.text(max_size=60))
def test_of_any_text_something_is_left(text: str) -> None:
    assert bool(bare(text).strip()) or not any(character.isalnum() for character in text)


@pytest.mark.parametrize(
    "text",
    ["today was good", "I feel happy today.", "see you tomorrow", "tomorrow is my birthday", "i feel safe today"],
)
def test_small_talk_is_known(text: str) -> None:
    assert is_small_talk(text)


@pytest.mark.parametrize(
    "text",
    ["i dont feel safe today", "not safe", "bye forever", "he is here tonight", "today is my last day", "im done"],
)
def test_what_a_worry_may_be_told_with_is_none(text: str) -> None:
    assert not is_small_talk(text)
