"""What every question of a consultation has."""

import pytest

from conversations.asking.locales import line
from conversations.asking.steps.places import ASKED
from tests.conversations.asking.at_a_place import RUNNING, after, at, tap, texts

PLACES = [ASKED + question.id for question in (*RUNNING.text.questions, *RUNNING.text.about_you)]


@pytest.mark.parametrize("action", ["keep", "clear"])
@pytest.mark.parametrize("place", PLACES)
def test_what_was_not_answered_can_neither_be_kept_nor_taken_away(place: str, action: str) -> None:
    turn = tap(at(place), action)
    assert (turn.records, after(turn).place) == ((), place)
    assert texts(turn)[0] == line("stale")
