"""The steps of the way, in order."""

import random

from conversations.asking.consultation.model import Consultation, Option, Question
from conversations.asking.session import Session

AGE, CODE, ELSEWHERE, WELCOME, AGREE = "age", "code", "elsewhere", "welcome", "agree"
QUOTING, CHECK, DONE = "quoting", "check", "done"
EARLY = (AGE, CODE, ELSEWHERE, WELCOME, AGREE)
"""The steps before agreement: nothing is kept of them but where the session is."""

ASKED = "q:"
"""What the place of a question begins with; its id follows."""

UNDER_13, FROM_13, FROM_16, FROM_18 = "under_13", "13_15", "16_17", "18_25"
AGE_BANDS = (UNDER_13, FROM_13, FROM_16, FROM_18)


def question_at(consultation: Consultation, place: str) -> Question | None:
    """The question that this place asks; None where it asks none."""
    return consultation.question(place.removeprefix(ASKED)) if place.startswith(ASKED) else None


def places(consultation: Consultation, state: Session) -> tuple[str, ...]:
    """The places from the first question to the end. Being quoted is asked only of someone who wrote something."""
    wrote = any(answer.text for answer in state.answers.values())
    asked = tuple(ASKED + question.id for question in (*consultation.questions, *consultation.about_you))
    return (*asked, *((QUOTING,) if wrote else ()), CHECK, DONE)


def place_after(consultation: Consultation, state: Session) -> str:
    order = places(consultation, state)
    if state.place == QUOTING:
        return CHECK
    return order[order.index(state.place) + 1]


def place_before(consultation: Consultation, state: Session) -> str | None:
    """None at the first step."""
    before = {CODE: AGE, ELSEWHERE: AGE, WELCOME: AGE, AGREE: WELCOME, AGE: None}
    if state.place in before:
        return before[state.place]
    order = places(consultation, state)
    at = order.index(state.place) if state.place in order else order.index(CHECK)
    return order[at - 1] if at > 0 else None


def first_open_place(consultation: Consultation, state: Session) -> str:
    """Where to carry on with answers that were brought back: after the last one given."""
    order = [ASKED + question.id for question in consultation.questions]
    given = [at for at, place in enumerate(order) if place.removeprefix(ASKED) in state.answers]
    after = given[-1] + 1 if given else 0
    return order[after] if after < len(order) else CHECK


def shown_options(question: Question, seed: int) -> tuple[Option, ...]:
    """The options in the order in which this session sees them; those marked `last` stay at the end."""
    if not question.shuffle:
        return question.options
    moving = [option for option in question.options if not option.last]
    # The order needs to be the same each time for one session, not hard to guess.
    random.Random(f"{seed}:{question.id}").shuffle(moving)  # noqa: S311
    return (*moving, *(option for option in question.options if option.last))


def answered(consultation: Consultation, state: Session) -> int:
    """How many of the questions (about-you ones not counted) have an answer."""
    return sum(question.id in state.answers for question in consultation.questions)
