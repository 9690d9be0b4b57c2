"""The steps after the questions."""

import pytest

from conversations.asking.answer import Answer
from conversations.asking.records import QuotingSaid
from conversations.asking.steps.places import CHECK, QUOTING
from conversations.asking.steps.step_registry import show
from tests.conversations.asking.at_a_place import RUNNING, after, at, say, tap


@pytest.mark.parametrize(("said", "marked"), [(None, []), (True, ["yes"]), (False, ["no"])])
def test_what_was_said_of_being_quoted_is_marked(said: bool | None, marked: list[str]) -> None:
    shown = show(RUNNING, at(QUOTING, quoting=said))
    assert [button.value.partition(".")[2] for button in shown.buttons if button.picked] == marked


@pytest.mark.parametrize(("action", "yes"), [("yes", True), ("no", False)])
def test_what_is_said_of_being_quoted_is_kept_and_known_when_they_come_back(action: str, yes: bool) -> None:
    turn = tap(at(QUOTING, answers={"SH2": Answer(text="more time")}), action)
    assert turn.records == (QuotingSaid(bytes(16), yes),)
    assert (after(turn).place, after(turn).quoting) == (CHECK, yes)
    back = say(after(turn), "back").replies[-1]
    assert [button.picked for button in back.buttons[:2]] == [yes, not yes]
