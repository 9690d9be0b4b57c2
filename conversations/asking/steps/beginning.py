"""The steps before the first question: age band, group code, another door, welcome, and agreement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from conversations.asking.buttons import controls, option
from conversations.asking.consultation.model import Running
from conversations.asking.events import ReceiptNeededError
from conversations.asking.locales import line
from conversations.asking.locales.dates import plain_day
from conversations.asking.records import ReceiptGiven, ResponseBegun
from conversations.asking.replies import Expects, Reply, Says
from conversations.asking.session import Session
from conversations.asking.steps.places import (
    AGE_BANDS,
    AGREE,
    ASKED,
    CODE,
    ELSEWHERE,
    FROM_13,
    UNDER_13,
    WELCOME,
)
from conversations.hearing.values import Heard

if TYPE_CHECKING:
    from conversations.asking.turn_builder import TurnBuilder

TRIAL_CODE = "trial"

# Age


def age_prompt(running: Running, state: Session) -> Reply:
    words = [line("hello", title=running.text.title, about=running.text.about), line("age_question")]
    if running.trial:
        words.insert(0, line("trial"))
    bands = (option(state, f"age_{band}", f"o{at}") for at, band in enumerate(AGE_BANDS))
    buttons = (*bands, *controls(state, "help"))
    return Reply(Says.QUESTION, "\n\n".join(words), buttons, Expects.ONE, hint=line("age_why"))


def age(builder: TurnBuilder, actions: Sequence[str]) -> bool:
    """Takes the age band; False where the button is not one of this step."""
    bands = {f"o{at}": band for at, band in enumerate(AGE_BANDS)}
    if actions[0] not in bands:
        return False
    band = bands[actions[0]]
    builder.you(line(f"age_{band}"))
    builder.change(age_band=band)
    if not builder.event.door.under_16s and band in (UNDER_13, FROM_13):
        builder.go(ELSEWHERE)
    else:
        builder.go(CODE if band == UNDER_13 else WELCOME)
    builder.show()
    return True


def says_older(raw: str) -> bool:
    """Whether an age is typed that is above those who are asked."""
    return any(26 <= int(number) <= 120 for number in re.findall(r"\b\d{2,3}\b", raw))


# Group code


def code_prompt(running: Running, state: Session) -> Reply:
    hint = line("code_hint") + (f"\n{line('code_hint_trial')}" if running.trial else "")
    buttons = controls(state, "back", "help", "stop")
    return Reply(Says.QUESTION, line("code_question"), buttons, Expects.WORDS, hint=hint)


def group_code(builder: TurnBuilder, heard: Heard, finished: bool) -> bool:  # noqa: ARG001
    """Compares the group code; it is never kept."""
    code = plain_code(heard.raw)
    codes = {plain_code(one) for one in builder.running.group_codes}
    if code in codes or (builder.running.trial and code == TRIAL_CODE):
        builder.go(WELCOME)
    elif not builder.worried:
        builder.say("code_wrong")
    builder.show()
    return True


def plain_code(raw: str) -> str:
    """A group code as it is compared: its letters and digits in lower case, whatever stands between them."""
    return "".join(letter for letter in raw.lower() if letter.isalnum())


# Another door


def elsewhere_prompt(running: Running, state: Session) -> Reply:
    buttons = (option(state, "elsewhere_back", "back"), *controls(state, "help"))
    return Reply(Says.QUESTION, line("elsewhere", address=running.web_address), buttons, Expects.ONE)


# Welcome and agreement


def welcome_prompt(running: Running, state: Session) -> Reply:
    buttons = (option(state, "welcome_next", "next"), *controls(state, "back", "help", "stop"))
    return Reply(Says.QUESTION, line("welcome", count=len(running.text.questions)), buttons, Expects.ONE)


def welcome(builder: TurnBuilder, actions: Sequence[str]) -> bool:
    if actions[0] != "next":
        return False
    builder.go(AGREE)
    builder.show()
    return True


def agree_prompt(running: Running, state: Session) -> Reply:  # noqa: ARG001
    yes, no = option(state, "agree_yes", "yes"), option(state, "agree_no", "no")
    return Reply(Says.QUESTION, line("agree"), (yes, no, *controls(state, "back", "help", "stop")), Expects.ONE)


def agree(builder: TurnBuilder, actions: Sequence[str]) -> bool:
    """Yes begins the response and gives the receipt words; no keeps nothing."""
    if actions[0] == "no":
        builder.you(line("agree_no"))
        builder.say("goodbye")
        builder.ended = True
    elif actions[0] == "yes":
        _begin(builder)
    else:
        return False
    return True


def _begin(builder: TurnBuilder) -> None:
    event = builder.event
    if event.receipt is None:
        raise ReceiptNeededError
    builder.you(line("agree_yes"))
    response = event.chance[4:20]
    builder.change(response=response, receipt=event.receipt)
    builder.record(
        ResponseBegun(response, builder.text.version, builder.state.age_band, event.door.name, event.at.date())
    )
    builder.record(ReceiptGiven(response, event.receipt))
    builder.say("receipt", words=" ".join(event.receipt), day=plain_day(builder.running.words_until))
    builder.go(ASKED + builder.text.questions[0].id)
    builder.show()
