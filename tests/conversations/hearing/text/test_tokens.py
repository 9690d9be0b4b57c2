"""A text is cut into words, numbers and marks, and each is said to be what it is."""

import pytest

from conversations.hearing.text.tokens import MASK, Token, tokens


def only(text: str) -> Token:
    [made] = tokens(text)
    return made


def test_words_numbers_and_marks_stand_where_they_were_typed() -> None:
    made = tokens("Jo’s dog, 12")
    assert [(one.start, one.end, one.word) for one in made] == [(0, 2, "jo"), (5, 8, "dog"), (8, 9, ","), (10, 12, "0")]


def test_what_is_hidden_already_is_one_token() -> None:
    assert only(MASK * 6) == Token(0, 6, MASK, "hidden", "-")


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("Hello Kayleigh", ["start", "capital"]),
        ("hello. Hello", ["lower", "-", "start"]),
        ("hello! 3 Dogs", ["lower", "-", "-", "capital"]),
        ("my MUM", ["lower", "upper"]),
        ("MY MUM", ["lower", "lower"]),
    ],
)
def test_a_capital_says_less_where_a_sentence_begins_and_nothing_where_all_is_shouted(
    text: str, shapes: list[str]
) -> None:
    assert [one.shape for one in tokens(text)] == shapes


@pytest.mark.parametrize(
    ("word", "sort"), [("ring-fence", "word"), ("wholl", "word"), ("zxqv", "unknown"), ("zx", "bit")]
)
def test_a_word_that_no_list_has_is_what_it_is_made_of(word: str, sort: str) -> None:
    assert only(word).sort == sort


def test_a_name_with_an_s_is_that_name() -> None:
    assert only("kayleighs").sort == only("kayleigh").sort != "unknown"


def test_letters_right_after_a_figure_name_nothing() -> None:
    assert [one.sort for one in tokens("2kayleigh")] == ["mark", "bit"]
