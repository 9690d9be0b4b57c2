"""Answers changed by receipt words, after the closing."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest

from bot.web import WEB
from conversations.asking.answer import Answer
from conversations.asking.consultation.file import bundled
from conversations.asking.consultation.model import Running
from conversations.asking.events import Did, Event, Returned
from conversations.asking.locales import line
from conversations.asking.question_types.draft import FULL
from conversations.asking.receipts.after_closing import change
from conversations.asking.records import AnswerKept
from conversations.asking.session import Turn
from tests.conversations.respondent import chance
from tests.listening import heard

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)
CLOSED = Running(
    text=bundled()[0], status="closed", opens=date(2026, 3, 1), closes=date(2026, 3, 31), words_until=date(2026, 4, 14)
)
MULTI = next(question for question in CLOSED.text.questions if question.max)
CHOICE = CLOSED.text.questions[0]


def changed(identifier: str, chosen: Sequence[str]) -> Turn:
    given = {identifier: Answer(chosen=("not_sure",))}
    returned = Returned(CLOSED.text.id, bytes(16), 2, "16_17", given, None, True, ())
    event = Event(did=Did.BRING_BACK, door=WEB, at=NOW, chance=chance(1))
    return change(CLOSED, returned, CLOSED.text.question(identifier), chosen, event)


def reworded(words: str) -> Turn:
    returned = Returned(CLOSED.text.id, bytes(16), 2, "16_17", {"SH2": Answer(text="before")}, None, True, ())
    event = Event(did=Did.BRING_BACK, door=WEB, at=NOW, chance=chance(1), heard=heard(words))
    return change(CLOSED, returned, CLOSED.text.question("SH2"), (), event)


def test_more_than_may_be_picked_is_said_and_changes_nothing() -> None:
    assert MULTI.max
    turn = changed(MULTI.id, [option.id for option in MULTI.options][: MULTI.max + 1])
    assert not turn.records
    assert [reply.text for reply in turn.replies] == [line("too_many_unchanged", most=MULTI.max)]


@pytest.mark.parametrize("identifier", [MULTI.id, CHOICE.id])
@pytest.mark.parametrize("chosen", [(), ("no_such_option",)])
def test_nothing_picked_changes_nothing(identifier: str, chosen: tuple[str, ...]) -> None:
    turn = changed(identifier, chosen)
    assert not turn.records
    assert [reply.text for reply in turn.replies] == [line("back_pick_one")]


@pytest.mark.parametrize(
    ("identifier", "chosen"),
    [
        (CHOICE.id, [CHOICE.options[1].id]),
        (MULTI.id, [option.id for option in MULTI.options[: MULTI.max]]),
        ("experience", [option.id for option in CLOSED.text.question("experience").options if not option.alone]),
    ],
)
def test_another_answer_is_kept_in_place_of_the_one_before_and_that_is_said(identifier: str, chosen: list[str]) -> None:
    turn = changed(identifier, chosen)
    assert turn.records == (AnswerKept(bytes(16), identifier, Answer(chosen=tuple(chosen)), NOW.date()),)
    assert [reply.text for reply in turn.replies] == [line("back_changed")]


def test_a_choice_takes_one_and_not_two() -> None:
    turn = changed(CHOICE.id, [option.id for option in CHOICE.options[:2]])
    assert (turn.records, [reply.text for reply in turn.replies]) == ((), [line("back_pick_one")])


def test_other_words_are_kept_in_place_of_those_before_and_what_was_hidden_is_said() -> None:
    turn = reworded("more time")
    assert turn.records == (AnswerKept(bytes(16), "SH2", Answer(text="more time"), NOW.date()),)
    assert [reply.text for reply in turn.replies] == [line("back_changed_words")]
    hides = reworded("ring 07700 900123")
    assert [reply.text for reply in hides.replies] == [
        line("back_changed_words"),
        line("hidden_one", things=line("hidden_contact")),
    ]


@pytest.mark.parametrize(("words", "says"), [(" ", "back_nothing"), ("a" * (FULL + 1), "media_too_long")])
def test_no_words_and_too_many_change_nothing(words: str, says: str) -> None:
    turn = reworded(words)
    assert (turn.records, [reply.text for reply in turn.replies]) == ((), [line(says)])


def test_as_many_words_as_an_answer_holds_are_taken() -> None:
    assert reworded("a" * FULL).records


def test_picks_are_kept_in_the_order_of_the_options() -> None:
    first, second = MULTI.options[:2]
    (record,) = changed(MULTI.id, (second.id, first.id, second.id)).records
    assert isinstance(record, AnswerKept)
    assert record.answer == Answer(chosen=(first.id, second.id))
