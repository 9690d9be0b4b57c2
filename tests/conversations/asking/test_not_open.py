"""Events of days on which nothing is asked."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from conversations.asking.answer import Answer
from conversations.asking.buttons import value
from conversations.asking.events import Did
from conversations.asking.locales import line
from conversations.asking.records import ResponseWithdrawn
from conversations.asking.replies import Says
from conversations.asking.session import Session, Turn
from tests.conversations.asking import at_a_place
from tests.conversations.asking.at_a_place import RUNNING, after, at, texts
from tests.listening import heard

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)
CLOSED = RUNNING
THERE = at("check", at=NOW)
DELETING = THERE.but(aside="delete")
IS_CLOSED = line("closed", day="31 March 2026")


def take(state: Session | None, did: Did, **more: Any) -> Turn:
    return at_a_place.take(state, did, **{"running": CLOSED, "at": NOW, **more})


def say(state: Session | None, words: str, **more: Any) -> Turn:
    return take(state, Did.TEXT, heard=heard(words), **more)


def tap(state: Session, action: str) -> Turn:
    return take(state, Did.TAP, taps=(value(state, action),))


# Deleting


def test_delete_typed_twice_after_the_closing_asks_again() -> None:
    once = say(THERE, "/delete")
    twice = say(after(once), "/delete")
    assert texts(twice) == [line("delete_question")]
    gone = take(after(twice), Did.TAP, taps=(twice.replies[-1].buttons[0].value,))
    assert gone.records == (ResponseWithdrawn(bytes(16)),)


def test_there_is_no_offer_to_delete_without_a_response() -> None:
    turn = say(THERE.but(response=None), "/delete")
    assert line("delete_question") not in texts(turn)
    assert turn.replies[0].text == IS_CLOSED


@pytest.mark.parametrize("words", ["yes", "Yes, delete it all", "1", "yep"])
def test_whether_to_delete_can_be_answered_in_words_as_on_any_other_day(words: str) -> None:
    turn = say(DELETING, words)
    assert (turn.records, turn.state) == ((ResponseWithdrawn(bytes(16)),), None)


@pytest.mark.parametrize(
    ("words", "more"),
    [
        ("yes", {"forwarded": True}),
        ("yes", {"taps": (value(DELETING.but(stamp=0), "add"),)}),
        ("yes", {"did": Did.EDIT}),
        ("yes and no", {}),
        ("hello", {}),
    ],
    ids=["somebody else's", "for an earlier question", "an edit", "not clear", "something else"],
)
def test_nothing_is_deleted_by_words_that_are_no_answer(words: str, more: dict[str, Any]) -> None:
    turn = take(DELETING, **{"did": Did.TEXT, "heard": heard(words), **more})
    assert turn.records == ()
    assert texts(turn)[0] == IS_CLOSED


def test_words_that_came_with_the_button_of_this_question_answer_it() -> None:
    assert say(DELETING, "yes", taps=(value(DELETING, "add"),)).records == (ResponseWithdrawn(bytes(16)),)


def test_words_that_did_not_arrive_delete_nothing() -> None:
    assert take(DELETING, Did.TEXT).records == ()


def test_whoever_keeps_their_answers_is_asked_nothing_that_they_can_no_longer_answer() -> None:
    for says_no in (tap(DELETING, "no"), say(DELETING, "no"), say(DELETING, "no, keep it")):
        assert says_no.records == ()
        assert texts(says_no)[:2] == [line("kept"), IS_CLOSED]
        assert not any(reply.says is Says.QUESTION for reply in says_no.replies)
        assert (after(says_no).place, after(says_no).aside) == ("check", "")


@pytest.mark.parametrize("taps", [value(DELETING.but(stamp=0), "yes"), value(DELETING, "back"), "v1:9-9.no"])
def test_another_button_while_it_asks_whether_to_delete_asks_again(taps: str) -> None:
    turn = take(DELETING, Did.TAP, taps=(taps,))
    assert (turn.records, texts(turn)) == ((), [line("delete_question")])


@pytest.mark.parametrize("place", ["quoting", "agree"])
def test_yes_to_another_question_deletes_nothing(place: str) -> None:
    state = at(place, at=NOW, answers={"SH2": Answer(text="more time")})
    turn = tap(state, "yes")
    assert (turn.records, after(turn).aside) == ((), "")
    assert texts(turn)[0] == IS_CLOSED


# Help


def test_help_comes_first_where_it_was_asked_for_and_last_where_it_was_not() -> None:
    for asked in (say(THERE, "help"), tap(THERE, "help"), take(THERE, Did.TAP, taps=("v1:1-1.help",))):
        assert [reply.says for reply in asked.replies][:2] == [Says.HELP, Says.LINE]
    for other in (say(THERE, "hello"), tap(THERE, "finish")):
        assert other.replies[-1].says is Says.HELP


def test_help_while_it_asks_whether_to_delete_helps_and_asks_again() -> None:
    for asks in (tap(DELETING, "help"), say(DELETING, "help"), take(DELETING, Did.TAP, taps=("v1:1-1.help",))):
        assert [reply.says for reply in asks.replies] == [Says.HELP, Says.QUESTION]
        assert asks.replies[-1].text == line("delete_question")


def test_whoever_was_never_there_is_not_there_afterwards() -> None:
    for words in ("delete", "help", "hello"):
        turn = say(None, words)
        assert (turn.state, turn.records) == (None, ())
        assert IS_CLOSED in texts(turn)


# When it is open


@pytest.mark.parametrize("closes", [NOW.date(), date(2026, 4, 30)])
def test_what_was_closed_early_takes_no_answers_though_its_days_are_not_over(closes: date) -> None:
    turn = say(THERE, "finish", running=replace(CLOSED, status="closed", closes=closes))
    assert turn.records == ()
    assert turn.replies[0].text == line("closed_sooner")


def test_what_was_closed_before_it_opened_does_not_open() -> None:
    never = replace(CLOSED, status="closed", opens=date(2026, 5, 1), closes=date(2026, 5, 31))
    assert texts(say(None, "hello", running=never))[0] == line("closed_sooner")


def test_words_sent_before_the_opening_are_not_looked_for() -> None:
    later = replace(CLOSED, opens=date(2026, 5, 1), closes=date(2026, 5, 31))
    turn = take(None, Did.BRING_BACK, running=later, heard=heard(""))
    assert turn.replies[0].text == line("not_open_yet", day="1 May 2026")


def test_a_draft_has_no_day_and_no_words() -> None:
    draft = replace(CLOSED, status="draft")
    for turn in (take(None, Did.BRING_BACK, running=draft), take(None, Did.START, running=draft)):
        assert texts(turn)[0] == line("not_open_yet_no_day")
        assert [reply.says for reply in turn.replies] == [Says.LINE, Says.HELP]
