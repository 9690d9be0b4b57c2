"""The order of the steps: what comes after a place, and what before it."""

from conversations.asking.consultation.model import Consultation, Question
from conversations.asking.session import Session
from conversations.asking.steps.places import ASKED, CHECK, DONE, QUOTING


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
    """The place before, from the first question on; None at that question."""
    order = places(consultation, state)
    at = order.index(state.place) if state.place in order else order.index(CHECK)
    return order[at - 1] if at > 0 else None


def first_open_place(consultation: Consultation, state: Session) -> str:
    """Where to carry on with answers that were brought back: after the last one given."""
    order = [ASKED + question.id for question in consultation.questions]
    given = [at for at, place in enumerate(order) if place.removeprefix(ASKED) in state.answers]
    after = given[-1] + 1 if given else 0
    return order[after] if after < len(order) else CHECK


def answered(consultation: Consultation, state: Session) -> int:
    """How many of the questions (about-you ones not counted) have an answer."""
    return sum(question.id in state.answers for question in consultation.questions)
