"""Events of days on which nothing is asked."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.telegram import TELEGRAM
from conversations.asking.consultation.file import bundled
from conversations.asking.consultation.model import Running
from conversations.asking.events import Did, Event
from conversations.asking.locales import line
from conversations.asking.records import ResponseWithdrawn
from conversations.asking.session import Session, Turn
from conversations.asking.turn import take_turn
from tests.conversations.respondent import chance
from tests.listening import heard

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)
CLOSED = Running(
    text=bundled()[0], status="open", opens=date(2026, 3, 1), closes=date(2026, 3, 31), words_until=date(2026, 4, 14)
)
THERE = Session(version=2, place="check", at=NOW, stamp=1, seed=7, response=bytes(16))


def take(state: Session, did: Did, **more: Any) -> Turn:
    return take_turn(CLOSED, state, Event(did=did, door=TELEGRAM, at=NOW, chance=chance(1), **more))


def test_delete_typed_twice_after_the_closing_asks_again() -> None:
    once = take(THERE, Did.TEXT, heard=heard("/delete"))
    assert once.state
    twice = take(once.state, Did.TEXT, heard=heard("/delete"))
    assert twice.replies[-1].text == line("delete_question")
    assert twice.state
    gone = take(twice.state, Did.TAP, taps=(twice.replies[-1].buttons[0].value,))
    assert gone.records == (ResponseWithdrawn(bytes(16)),)


def test_there_is_no_offer_to_delete_without_a_response() -> None:
    turn = take(THERE.but(response=None), Did.TEXT, heard=heard("/delete"))
    assert line("delete_question") not in [reply.text for reply in turn.replies]
    assert turn.replies[0].text == line("closed", day="31 March 2026")


def test_what_was_closed_early_takes_no_answers_though_its_days_are_not_over() -> None:
    sooner = replace(CLOSED, status="closed", closes=date(2026, 4, 30))
    event = Event(did=Did.TEXT, door=TELEGRAM, at=NOW, chance=chance(1), heard=heard("finish"))
    turn = take_turn(sooner, THERE, event)
    assert turn.records == ()
    assert turn.replies[0].text == line("closed_sooner", day="30 April 2026")


def test_words_sent_before_the_opening_are_not_looked_for() -> None:
    later = replace(CLOSED, opens=date(2026, 5, 1), closes=date(2026, 5, 31))
    event = Event(did=Did.BRING_BACK, door=TELEGRAM, at=NOW, chance=chance(1), heard=heard(""))
    turn = take_turn(later, None, event)
    assert turn.replies[0].text == line("not_open_yet", day="1 May 2026")
