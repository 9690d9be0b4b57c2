"""A session at any place, and what one event there causes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.telegram import TELEGRAM
from conversations.asking.buttons import value
from conversations.asking.consultation.file import bundled
from conversations.asking.consultation.model import Running
from conversations.asking.events import Did, Event
from conversations.asking.session import Session, Turn
from conversations.asking.turn import take_turn
from tests.conversations.respondent import chance
from tests.listening import heard

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
RUNNING = Running(
    text=bundled()[0], status="open", opens=date(2026, 3, 1), closes=date(2026, 3, 31), words_until=date(2026, 4, 14)
)
TRIAL = replace(RUNNING, trial=True)


def at(place: str, **more: Any) -> Session:
    """Of someone who agreed."""
    return Session(**{"version": 2, "place": place, "at": NOW, "stamp": 1, "seed": 7, "response": bytes(16), **more})


def event(did: Did, **more: Any) -> Event:
    return Event(**{"did": did, "door": TELEGRAM, "at": NOW, "chance": chance(1), **more})


def take(state: Session | None, did: Did, running: Running = RUNNING, **more: Any) -> Turn:
    return take_turn(running, state, event(did, **more))


def tap(state: Session, *actions: str, running: Running = RUNNING, **more: Any) -> Turn:
    """Buttons of the question that waits, by what they say to do."""
    return take(state, Did.TAP, running, taps=tuple(value(state, action) for action in actions), **more)


def say(state: Session | None, words: str, running: Running = RUNNING, **more: Any) -> Turn:
    return take(state, Did.TEXT, running, heard=heard(words), **more)


def after(turn: Turn) -> Session:
    """Where they are then. Fails where the session ended."""
    assert turn.state is not None
    return turn.state


def texts(turn: Turn) -> list[str]:
    return [reply.text for reply in turn.replies]
