"""The steps of the conversation and the short ways off it: the one list of each. An unknown one is an error."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from conversations.asking.buttons import value
from conversations.asking.consultation.model import Consultation, Running
from conversations.asking.replies import Reply
from conversations.asking.session import Session
from conversations.asking.steps import asides, beginning, ending
from conversations.asking.steps.asked import asked_prompt, asked_taps, asked_words
from conversations.asking.steps.places import AGE, AGREE, ASKED, CHECK, CODE, DONE, ELSEWHERE, QUOTING, WELCOME
from conversations.asking.steps.step import Aside, LeadsBack, Skip, Step, UnknownStepError, no_taps
from conversations.asking.steps.step_order import place_before


def _to(place: str | None) -> LeadsBack:
    """Always back to the same place; None where there is none before."""

    def leads(consultation: Consultation, state: Session) -> str | None:  # noqa: ARG001
        return place

    return leads


STEPS: Mapping[str, Step] = MappingProxyType(
    {
        AGE: Step(beginning.age_prompt, beginning.age, _to(None), Skip.REFUSED),
        CODE: Step(beginning.code_prompt, no_taps, _to(AGE), Skip.REFUSED, words=beginning.group_code),
        ELSEWHERE: Step(beginning.elsewhere_prompt, no_taps, _to(AGE), Skip.REFUSED),
        WELCOME: Step(beginning.welcome_prompt, beginning.welcome, _to(AGE), Skip.REFUSED),
        AGREE: Step(beginning.agree_prompt, beginning.agree, _to(WELCOME), Skip.REFUSED),
        ASKED: Step(asked_prompt, asked_taps, place_before, Skip.GOES_ON, words=asked_words),
        QUOTING: Step(ending.quoting_prompt, ending.quoting, place_before, Skip.GOES_ON),
        CHECK: Step(ending.check_prompt, ending.check, place_before, Skip.STAYS),
        DONE: Step(ending.done_prompt, ending.done, place_before, Skip.STAYS),
    }
)
"""By the name in `Session.place`; ASKED stands for every question: what waits, what takes taps, where Back leads, what
Skip does, and what takes words where they are not just a button's."""

ASIDES: Mapping[str, Aside] = MappingProxyType(
    {
        "delete": Aside(asides.delete_prompt, asides.delete),
        "change": Aside(asides.change_prompt, asides.change),
        "language": Aside(asides.language_prompt, asides.language),
        "again": Aside(asides.again_prompt, no_taps, words=asides.again),
        "paused": Aside(asides.paused_prompt, asides.paused),
    }
)
"""By the name in `Session.aside`."""


def step_of(state: Session) -> Step:
    """The step of the place where a session is. Raises UnknownStepError."""
    step = STEPS.get(ASKED if state.place.startswith(ASKED) else state.place)
    if step is None:
        raise UnknownStepError(_unknown(f"the step '{state.place}'"))
    return step


def waiting(state: Session) -> Step | Aside:
    """What waits for an answer: the short way off, else the step. Raises UnknownStepError."""
    if not state.aside:
        return step_of(state)
    if (aside := ASIDES.get(state.aside)) is None:
        raise UnknownStepError(_unknown(f"the short way off '{state.aside}'"))
    return aside


def _unknown(where: str) -> str:
    return f"a session is at {where}, which is unknown here: run the version of Earshot that knows it, or a newer one"


def show(running: Running, state: Session, *, replaces: bool = False, again: bool = False) -> Reply:
    """The question that waits. `replaces`: the same as before with other options picked; `again`: the same, and nothing
    has changed. Raises UnknownStepError."""
    reply = waiting(state).prompt(running, state)
    return msgspec.structs.replace(reply, anchor=value(state, "add"), replaces=replaces, again=again)
