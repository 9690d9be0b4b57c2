"""An answer in own words while it is being written."""

import pytest

from conversations.asking.answer import Answer
from conversations.asking.events import Did
from conversations.asking.locales import line
from conversations.asking.question_types import draft
from conversations.asking.records import AnswerKept
from conversations.asking.session import Part, Session
from conversations.asking.steps.places import ASKED, CHECK
from conversations.asking.turn_builder import TurnBuilder
from tests.conversations.asking.at_a_place import RUNNING, after, at, event, say, take, tap, texts
from tests.listening import heard

SH2 = RUNNING.text.question("SH2")
PLACE = f"{ASKED}SH2"


def writing(text: str) -> Session:
    return at(PLACE, answers={"SH2": Answer(text=text)}, draft=(Part("1", text),), sitting=("SH2",))


@pytest.mark.parametrize("words", ["", "  \n"])
def test_nothing_is_nothing_that_was_added(words: str) -> None:
    builder = TurnBuilder(RUNNING, at(PLACE), event(Did.TEXT))
    assert not draft.add(builder, SH2, heard(words))
    turn = builder.turn()
    assert (turn.records, texts(turn)) == ((), [line("nothing_yet")])


def test_an_answer_holds_just_so_many_characters() -> None:
    most = writing("a" * (draft.FULL - 5))
    (record,) = say(most, "b" * 5, message="2").records
    assert isinstance(record, AnswerKept)
    assert len(record.answer.text) == draft.FULL + 1  # and the line break between the two
    over = say(most, "b" * 6, message="2")
    assert (over.records, texts(over)[0]) == ((), line("too_full"))


def test_words_that_are_too_many_are_not_passed_over_though_done_came_with_them() -> None:
    """Whoever wrote them is told, and can write less."""
    full = writing("a" * draft.FULL)
    done = tap(full, "done")
    assert after(done).place != PLACE
    turn = say(full, "and this", taps=(f"v1:{full.seed:x}-{full.stamp}.done",))
    assert (after(turn).place, texts(turn)[0]) == (PLACE, line("too_full"))


@pytest.mark.parametrize("place", [PLACE, CHECK])
def test_an_edit_that_says_nothing_or_is_of_no_open_answer_changes_nothing(place: str) -> None:
    before = writing("more time").but(place=place)
    turn = take(before, Did.EDIT, heard=heard("" if place == PLACE else "less time"), message="1")
    assert (turn.records, texts(turn)[0]) == ((), line("edit_too_late"))
    assert after(turn).draft == before.draft


def test_only_the_message_that_was_edited_changes() -> None:
    before = writing("more time").but(draft=(Part("", "from before"), Part("1", "more time"), Part("2", "and calls")))
    turn = take(before, Did.EDIT, heard=heard("less time"), message="1")
    assert [part.text for part in after(turn).draft] == ["from before", "less time", "and calls"]
