"""What every step has of the turn that is being made."""

from conversations.asking.answer import Answer
from conversations.asking.events import Did
from conversations.asking.locales import line
from conversations.asking.replies import Says
from conversations.asking.steps.places import ASKED, CHECK, DONE
from conversations.asking.turn_builder import TurnBuilder
from tests.conversations.asking.at_a_place import RUNNING, after, at, event, say, take, tap
from tests.listening import heard


def test_the_first_buttons_are_called_as_in_every_version_so_that_those_on_a_page_from_before_an_update_go_on() -> None:
    assert take(None, Did.LOOK).replies[-1].buttons[0].value == "v1:0-1.o0"


def test_help_for_a_worry_stands_before_all_that_was_said_already() -> None:
    builder = TurnBuilder(RUNNING, at(CHECK), event(Did.TEXT, heard=heard("my dad hits me")))
    builder.say("stale")
    builder.raise_flag()
    assert [reply.says for reply in builder.turn().replies] == [Says.HELP, Says.LINE]


def test_help_that_was_asked_for_stands_first_and_help_that_was_not_stands_last() -> None:
    for last, order in ((False, [Says.HELP, Says.LINE]), (True, [Says.LINE, Says.HELP])):
        builder = TurnBuilder(RUNNING, at(CHECK), event(Did.TAP))
        builder.say("stale")
        builder.card(last=last)
        assert [reply.says for reply in builder.turn().replies] == order


def test_a_question_that_is_answered_twice_is_among_those_of_this_sitting_once() -> None:
    once = after(tap(at(f"{ASKED}SH1"), "o0"))
    twice = after(tap(once.but(place=f"{ASKED}SH1"), "o1"))
    assert (once.sitting, twice.sitting) == (("SH1",), ("SH1",))


def test_what_is_chosen_anew_after_a_break_is_shown_again() -> None:
    """Only words that are added to words from before stay hidden: those are in the same answer."""
    before = at(f"{ASKED}SH1", answers={"SH1": Answer(chosen=(RUNNING.text.questions[0].options[0].id,))})
    assert line("check_hidden") in say(before.but(place="quoting"), "skip").replies[-1].text
    chosen = after(tap(before, "o1"))
    assert chosen.sitting == ("SH1",)


def test_whoever_changed_an_answer_is_on_the_way_again() -> None:
    """Back leads to the place before, and not to where the change began."""
    for finished, there, before in ((False, CHECK, f"{ASKED}region"), (True, DONE, CHECK)):
        changed = after(tap(at(f"{ASKED}SH1", changing=True, finished=finished), "o1"))
        assert (changed.place, changed.changing) == (there, False)
        assert after(say(changed, "back")).place == before
