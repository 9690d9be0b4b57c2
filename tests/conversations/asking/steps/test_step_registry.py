"""The steps of the conversation: each is in the list, and an unknown one is an error."""

import pytest

from conversations.asking.events import Did, Event
from conversations.asking.replies import Says
from conversations.asking.steps.places import ASKED, EARLY, PLACES
from conversations.asking.steps.step import Skip, UnknownStepError
from conversations.asking.steps.step_registry import ASIDES, STEPS, show
from conversations.asking.turn import take_turn
from tests.conversations.asking.at_a_place import RUNNING, at, event
from tests.listening import heard

EVENTS = [
    event(Did.LOOK),
    event(Did.TAP, taps=("v1:7-1.o1",)),
    event(Did.TEXT, heard=heard("hello")),
    event(Did.TEXT, heard=heard("/help")),
]


@pytest.mark.parametrize("arrives", EVENTS, ids=lambda one: one.did)
def test_an_unknown_step_raises(arrives: Event) -> None:
    with pytest.raises(UnknownStepError, match="the step 'quiz', which is unknown here"):
        take_turn(RUNNING, at("quiz"), arrives)


@pytest.mark.parametrize("arrives", EVENTS, ids=lambda one: one.did)
def test_an_unknown_aside_raises(arrives: Event) -> None:
    with pytest.raises(UnknownStepError, match="the short way off 'quiz', which is unknown here"):
        take_turn(RUNNING, at("welcome", aside="quiz"), arrives)


@pytest.mark.parametrize("command", ["/skip", "/back"])
def test_nobody_is_led_on_or_back_from_an_unknown_step(command: str) -> None:
    with pytest.raises(UnknownStepError):
        take_turn(RUNNING, at("quiz"), event(Did.TEXT, heard=heard(command)))


def test_a_way_out_is_there_even_at_an_unknown_step() -> None:
    turn = take_turn(RUNNING, at("quiz"), event(Did.TEXT, heard=heard("/delete")))
    assert turn.state
    assert turn.state.aside == "delete"


def test_the_list_has_every_step_in_order_and_no_other() -> None:
    assert set(STEPS) == {*PLACES, ASKED}
    assert tuple(STEPS)[: len(EARLY)] == EARLY


def test_only_the_steps_before_agreement_cannot_be_skipped() -> None:
    assert tuple(place for place, step in STEPS.items() if step.skip is Skip.REFUSED) == EARLY


@pytest.mark.parametrize("place", [*sorted(PLACES), f"{ASKED}SH1"])
def test_every_step_shows_a_question_of_its_own(place: str) -> None:
    shown = show(RUNNING, at(place))
    assert shown.says is Says.QUESTION
    others = {show(RUNNING, at(other)).text for other in PLACES if other != place}
    assert shown.text not in others


@pytest.mark.parametrize("aside", [one for one in ASIDES if one != "again"])
def test_back_ends_every_short_way_off(aside: str) -> None:
    turn = take_turn(RUNNING, at(f"{ASKED}SH1", aside=aside), event(Did.TEXT, heard=heard("back")))
    assert turn.state
    assert (turn.state.place, turn.state.aside) == (f"{ASKED}SH1", "")
