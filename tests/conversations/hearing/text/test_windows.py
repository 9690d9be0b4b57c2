"""A long text is read in stretches that leave no word out."""

from conversations.hearing.text.windows import sentences, windows


def test_a_short_text_is_one_window_without_the_space_around_it() -> None:
    assert windows("  one two ", 3, 2) == [(2, 9)]


def test_the_last_window_is_as_long_as_the_others() -> None:
    text = "a b c d e f g h"
    assert [text[start:end] for start, end in windows(text, 3, 2)] == ["a b c", "c d e", "e f g", "f g h"]


def test_a_text_of_spaces_has_none() -> None:
    assert windows("   ", 3, 2) == []


def test_sentences_stand_apart_and_an_endless_one_is_cut() -> None:
    text = "Not here. " + "and so on " * 20
    first, *others = (text[start:end] for start, end in sentences(text))
    assert first == "Not here."
    assert [len(one.split()) for one in others] == [30, 30]
