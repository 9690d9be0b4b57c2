"""The step of every question of the consultation. What is a type's own is its file's; the rest is here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from conversations.asking.buttons import control, controls
from conversations.asking.consultation.model import Running
from conversations.asking.locales import line
from conversations.asking.question_types.long_lists import turned
from conversations.asking.question_types.question_type import Asked
from conversations.asking.question_types.type_registry import type_of
from conversations.asking.replies import Reply
from conversations.asking.session import Session
from conversations.asking.steps.places import ASKED
from conversations.hearing.values import Heard

if TYPE_CHECKING:
    from conversations.asking.turn_builder import TurnBuilder


def asked_prompt(running: Running, state: Session) -> Reply:
    """A question of the consultation, or about you."""
    question = running.text.question(state.place.removeprefix(ASKED))
    about = question in running.text.about_you
    among = running.text.about_you if about else running.text.questions
    progress = line("progress_about" if about else "progress", number=among.index(question) + 1, count=len(among))
    before = state.answers.get(question.id)
    again = controls(state, "keep", "clear") if before and not state.draft else ()
    skip = control(state, "rather_not" if about else "skip", "skip")
    after = (*again, skip, *controls(state, "back", "help", "stop"))
    return type_of(question).ask(Asked(state, question, progress, before, after))


def asked_taps(builder: TurnBuilder, actions: Sequence[str]) -> bool:
    """Keeping an answer and taking it away are the same for all; the rest is for the type."""
    question = builder.text.question(builder.state.place.removeprefix(ASKED))
    if actions[0] == "keep" and question.id in builder.state.answers:
        builder.go_on()
        return True
    if actions[0] == "clear" and question.id in builder.state.answers:
        builder.remove(question)
        builder.go(builder.state.place)
        builder.show()
        return True
    return turned(builder, question, actions) or type_of(question).tap(builder, question, actions)


def asked_words(builder: TurnBuilder, heard: Heard, finished: bool) -> bool:
    question = builder.text.question(builder.state.place.removeprefix(ASKED))
    return type_of(question).typed(builder, question, heard, finished=finished)
