"""The short ways off."""

import pytest

from conversations.asking.answer import Answer
from conversations.asking.events import Did
from conversations.asking.locales import line
from conversations.asking.session import Part, Session
from conversations.asking.steps.places import AGREE, ASKED, CHECK, DONE, QUOTING, WELCOME
from conversations.hearing.values import Kind
from tests.conversations.asking.at_a_place import after, at, say, take, tap, texts

WRITTEN = Part("1", "ask [name 1] why", (Kind.PERSON,))


@pytest.fixture
def writing() -> Session:
    """In the middle of an answer in own words."""
    return at(f"{ASKED}SH2", answers={"SH2": Answer(text=WRITTEN.text)}, draft=(WRITTEN,), sitting=("SH1", "SH2"))


def test_a_word_for_done_leaves_a_hidden_word_hidden(writing: Session) -> None:
    turn = say(writing.but(aside="again", again=0), "done")
    assert turn.records == ()
    assert (after(turn).aside, after(turn).draft) == ("", (WRITTEN,))


def test_a_hidden_word_is_brought_back_only_where_words_are_written() -> None:
    """No way leads to this; it says so, as of any other words that mean nothing."""
    turn = say(at(CHECK, aside="again", again=0), "Priory Road")
    assert (turn.records, texts(turn)[0]) == ((), line("not_understood"))


@pytest.mark.parametrize("place", [CHECK, DONE])
def test_being_quoted_can_be_changed(place: str) -> None:
    turn = tap(at(place, aside="change", answers={"SH2": Answer(text="more time")}), "quoting")
    assert (after(turn).place, after(turn).changing) == (QUOTING, True)
    assert texts(turn) == [line("quoting")]


def test_stop_at_the_end_shows_the_end_again() -> None:
    turn = say(at(DONE, sitting=("SH2",)), "stop")
    assert texts(turn) == [line("finished")]
    assert after(turn).sitting == ()


def test_what_was_written_before_a_stop_is_not_shown_after_it(writing: Session) -> None:
    stopped = after(say(writing, "stop"))
    assert (stopped.aside, stopped.sitting, stopped.draft) == ("paused", (), ())
    [shown] = tap(stopped, "carry_on").replies
    assert line("kept_before_hidden") in shown.hint


@pytest.mark.parametrize("place", [WELCOME, AGREE, DONE])
def test_whoever_starts_again_where_nothing_is_half_done_is_at_that_place(place: str) -> None:
    turn = take(at(place, aside="language"), Did.START)
    assert (after(turn).place, after(turn).aside) == (place, "")
    assert line("language") not in texts(turn)
