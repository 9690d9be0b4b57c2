"""The turn at its edges: what a transcript, whose events lie 20 seconds apart, cannot hit exactly."""

from datetime import timedelta

import pytest

from conversations.asking.events import Did, Event
from conversations.asking.locales import line
from conversations.asking.session import Turn
from conversations.asking.turn import take_turn
from conversations.asking.turn_builder import BREAK, TurnBuilder
from tests.conversations.respondent import Respondent, chance
from tests.conversations.transcript import Step, Transcript

WAY = ("start", "tap 16 to 17", "tap Next", "tap Yes, I want to take part", "tap None", "say tell us before she goes")


@pytest.fixture
def someone() -> Respondent:
    """Somebody in the middle of the second question, who has written something."""
    respondent = Respondent(Transcript("", (), {}, (), ()))
    for number, does in enumerate(WAY):
        respondent.play(Step(number, does, ()))
    return respondent


def take(someone: Respondent, did: Did, after: timedelta) -> Turn:
    assert someone.state is not None
    event = Event(did=did, door=someone.door, at=someone.state.at + after, chance=chance(99))
    return take_turn(someone.running, someone.state, event)


def test_exactly_thirty_minutes_are_no_break(someone: Respondent) -> None:
    turn = take(someone, Did.LOOK, BREAK)
    assert turn.state is not None
    assert (turn.state.aside, len(turn.state.draft)) == ("", 1)


def test_a_second_more_is_a_break(someone: Respondent) -> None:
    turn = take(someone, Did.LOOK, BREAK + timedelta(seconds=1))
    assert turn.state is not None
    assert (turn.state.aside, turn.state.draft, turn.state.sitting) == ("paused", (), ())


def test_whoever_starts_again_is_shown_how_far_they_are_and_nothing_that_was_written(someone: Respondent) -> None:
    """Looking shows the question again; starting may be somebody else's."""
    turn = take(someone, Did.START, timedelta(minutes=1))
    assert turn.state is not None
    assert (turn.state.aside, turn.state.sitting) == ("paused", ())
    assert not any("before she goes" in reply.text + reply.hint for reply in turn.replies)


def test_what_nobody_can_read_and_nobody_can_name_is_answered(someone: Respondent) -> None:
    assert take(someone, Did.MEDIA, timedelta(minutes=1)).replies[0].text == line("media_other")


@pytest.mark.parametrize("did", [Did.TEXT, Did.EDIT])
def test_words_that_did_not_arrive_are_no_words(someone: Respondent, did: Did) -> None:
    turn = take(someone, did, timedelta(minutes=1))
    assert turn.state is not None
    assert turn.state.draft == (someone.state.draft if someone.state else ())
    assert turn.replies[0].text == line("nothing_yet" if did is Did.TEXT else "edit_too_late")


def test_a_tap_is_never_a_worry(someone: Respondent) -> None:
    event = Event(did=Did.TAP, door=someone.door, at=someone.at, chance=chance(99))
    assert not TurnBuilder(someone.running, someone.state, event).worried


def test_everything_that_is_shown_has_a_stamp_of_its_own_one_higher_than_before(someone: Respondent) -> None:
    before = someone.state
    turn = take(someone, Did.START, timedelta(minutes=1))
    assert before is not None
    assert turn.state is not None
    assert turn.state.stamp == before.stamp + 1


def test_a_session_has_a_seed_whatever_chance_brings(someone: Respondent) -> None:
    """Without one its buttons would be taken for those of somebody who has no session yet."""
    new = Respondent(Transcript("", (), {}, (), ()))
    new.play(Step(1, "start", ()))
    assert new.state is not None
    tap = new.questions[-1].buttons[2].value
    event = Event(did=Did.TAP, door=new.door, at=new.at, chance=bytes(32), taps=(tap,))
    turn = take_turn(new.running, new.state, event)
    assert turn.state is not None
    assert (turn.state.place, turn.state.seed) == ("welcome", 1)


def test_help_of_an_earlier_question_helps(someone: Respondent) -> None:
    """Any other button of an earlier question does nothing, and says so."""
    before = someone.questions[-3]
    taps = {button.label: button.value for button in before.buttons}
    assert someone.state is not None

    def tap(label: str) -> list[str]:
        event = Event(did=Did.TAP, door=someone.door, at=someone.at, chance=chance(99), taps=(taps[label],))
        return [reply.text for reply in take_turn(someone.running, someone.state, event).replies]

    assert line("how_it_works") in tap("Help")
    assert line("stale") not in tap("Help")
    assert tap("Stop")[0] == line("stale")


def test_a_form_of_which_half_is_from_an_earlier_question_does_nothing(someone: Respondent) -> None:
    assert someone.state is not None
    done = next(button.value for button in someone.questions[-1].buttons if button.label == "Done")
    for taps in ((done, someone.questions[-3].buttons[0].value), ()):
        event = Event(did=Did.TAP, door=someone.door, at=someone.at, chance=chance(99), taps=taps)
        turn = take_turn(someone.running, someone.state, event)
        assert turn.records == ()
        assert turn.replies[0].text == line("stale")
