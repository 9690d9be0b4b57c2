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
from conversations.asking.receipts.after_closing import change
from conversations.asking.records import AnswerKept
from conversations.asking.session import Turn
from tests.conversations.respondent import chance

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


def test_more_than_may_be_picked_is_said_and_changes_nothing() -> None:
    assert MULTI.max
    turn = changed(MULTI.id, [option.id for option in MULTI.options][: MULTI.max + 1])
    assert not turn.records
    assert [reply.text for reply in turn.replies] == [line("too_many_picked", most=MULTI.max)]


@pytest.mark.parametrize("identifier", [MULTI.id, CHOICE.id])
@pytest.mark.parametrize("chosen", [(), ("no_such_option",)])
def test_nothing_picked_changes_nothing(identifier: str, chosen: tuple[str, ...]) -> None:
    turn = changed(identifier, chosen)
    assert not turn.records
    assert [reply.text for reply in turn.replies] == [line("back_pick_one")]


def test_picks_are_kept_in_the_order_of_the_options() -> None:
    first, second = MULTI.options[:2]
    (record,) = changed(MULTI.id, (second.id, first.id, second.id)).records
    assert isinstance(record, AnswerKept)
    assert record.answer == Answer(chosen=(first.id, second.id))
