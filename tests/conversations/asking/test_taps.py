"""Taps that no question shows."""

import pytest

from conversations.asking.consultation.model import Question
from conversations.asking.locales import line
from conversations.asking.steps.places import ASKED, PLACES
from conversations.asking.steps.step_registry import ASIDES
from tests.conversations.asking.at_a_place import RUNNING, after, at, tap, texts

QUESTIONS: tuple[Question, ...] = (*RUNNING.text.questions, *RUNNING.text.about_you)
NO_BUTTON = ("nothing", "o99", f"c{len(QUESTIONS)}", "c", "again0")


@pytest.mark.parametrize("action", NO_BUTTON)
@pytest.mark.parametrize(
    ("place", "aside"),
    [
        *((place, "") for place in sorted(PLACES)),
        *((ASKED + question.id, "") for question in QUESTIONS),
        *((f"{ASKED}SH2", aside) for aside in ASIDES),
    ],
)
def test_a_button_that_is_not_of_what_waits_changes_nothing_and_says_so(place: str, aside: str, action: str) -> None:
    before = at(place, aside=aside)
    turn = tap(before, action)
    assert (turn.records, turn.state) == ((), before)
    assert (turn.replies[0].text, len(turn.replies)) == (line("stale"), 2)


def test_a_way_on_together_with_anything_else_is_no_tap() -> None:
    """No page sends that, so it is not clear what was meant."""
    turn = tap(at(f"{ASKED}SH4"), "skip", "o1")
    assert texts(turn)[0] == line("stale")
    assert after(turn).place == f"{ASKED}SH4"
