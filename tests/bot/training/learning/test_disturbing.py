"""What stands around and within a text and says nothing."""

import random

from bot.training.learning.disturbing import CLOSINGS, OPENINGS, disturbed

TEXT = "my social worker never rings me back when she says she will"


def test_a_third_of_the_texts_get_something_that_says_nothing() -> None:
    made = [disturbed(TEXT, random.Random(seed)) for seed in range(400)]
    changed = [one for one in made if one != TEXT]
    assert 100 < len(changed) < 180
    assert any(one.startswith(OPENINGS) and one.endswith(TEXT) for one in changed)
    assert any(one.startswith(TEXT) and one.endswith(CLOSINGS) for one in changed)


def test_most_of_the_words_are_as_they_were() -> None:
    words = set(TEXT.split())
    for seed in range(400):
        assert len(words - set(disturbed(TEXT, random.Random(seed)).split())) <= 6


def test_what_was_hidden_stays_whole() -> None:
    for seed in range(200):
        assert "[name]" in disturbed("i told [name] about it and nothing came", random.Random(seed))


def test_nothing_is_made_of_nothing() -> None:
    assert {disturbed(" ", random.Random(seed)) for seed in range(50)} == {" "}
