"""What a step of the conversation is, and a short way off it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from conversations.asking.consultation.model import Consultation, Running
from conversations.asking.replies import Reply
from conversations.asking.session import Session
from conversations.hearing.values import Heard

if TYPE_CHECKING:
    from conversations.asking.turn_builder import TurnBuilder

Prompt = Callable[[Running, Session], Reply]
"""The question that waits here. The same session always gives the same one."""

TakesTaps = Callable[["TurnBuilder", Sequence[str]], bool]
"""Takes what the buttons of one event say to do; False where they are none of this step's."""

TakesWords = Callable[["TurnBuilder", Heard, bool], bool]
"""Takes what was typed; False where it means nothing here. The last argument: it was a word for Done."""

LeadsBack = Callable[[Consultation, Session], str | None]
"""The place before this one; None at the first."""


class UnknownStepError(LookupError):
    """A session is somewhere that this version does not know."""


class Skip(Enum):
    """What Skip does at a step."""

    REFUSED = auto()  # it has to be answered: says so, and asks again
    STAYS = auto()  # there is nothing to skip: shown again
    GOES_ON = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way. Without `words`, what is typed is taken as the button that it means."""

    prompt: Prompt
    taps: TakesTaps
    back: LeadsBack
    skip: Skip
    words: TakesWords | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """A short way off the way: one question. Back and Skip end it, and the place is shown again."""

    prompt: Prompt
    taps: TakesTaps
    words: TakesWords | None = None


def no_taps(builder: TurnBuilder, actions: Sequence[str]) -> bool:  # noqa: ARG001
    """Of a step whose buttons are all commands."""
    return False
