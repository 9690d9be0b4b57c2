"""The steps after the questions: being quoted, check, and the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from conversations.asking.buttons import controls, option
from conversations.asking.consultation.model import Running
from conversations.asking.locales import line
from conversations.asking.question_types.type_registry import type_of
from conversations.asking.records import QuotingSaid, ResponseFinished
from conversations.asking.replies import Expects, Reply, Says
from conversations.asking.session import Session
from conversations.asking.steps.places import DONE

if TYPE_CHECKING:
    from conversations.asking.turn_builder import TurnBuilder

# Being quoted


def quoting_prompt(running: Running, state: Session) -> Reply:  # noqa: ARG001
    yes = option(state, "quoting_yes", "yes", picked=state.quoting is True)
    no = option(state, "quoting_no", "no", picked=state.quoting is False)
    buttons = (yes, no, *controls(state, "skip", "back", "help", "stop"))
    return Reply(Says.QUESTION, line("quoting"), buttons, Expects.ONE, line("progress_last"))


def quoting(builder: TurnBuilder, actions: Sequence[str]) -> bool:
    action = actions[0]
    if action not in ("yes", "no"):
        return False
    builder.you(line(f"quoting_{action}"))
    builder.change(quoting=action == "yes")
    builder.record(QuotingSaid(builder.response, action == "yes"))
    builder.go_on()
    return True


# Check


def check_prompt(running: Running, state: Session) -> Reply:
    words = line("check", answers=_answers_so_far(running, state))
    options = (option(state, "finish", "finish"), option(state, "change", "change"))
    buttons = (*options, *controls(state, "back", "help", "stop", "delete"))
    return Reply(Says.QUESTION, words, buttons, Expects.ONE, line("progress_last"))


def _answers_so_far(running: Running, state: Session) -> str:
    lines = []
    for number, question in enumerate((*running.text.questions, *running.text.about_you), 1):
        answer = state.answers.get(question.id)
        if answer is None:
            words = line("check_skipped")
        elif question.id not in state.sitting:
            words = line("check_hidden")
        else:
            words = type_of(question).in_words(question, answer)
        lines.append(line("check_line", number=number, question=question.text, answer=words))
    return "\n\n".join(lines)


def check(builder: TurnBuilder, actions: Sequence[str]) -> bool:
    if actions[0] == "change":
        builder.step_aside("change")
        builder.show()
        return True
    if actions[0] != "finish":
        return False
    builder.you(line("finish"))
    builder.record(ResponseFinished(builder.response))
    builder.say("thanks")
    builder.say("receipt_again", words=" ".join(builder.state.receipt))
    builder.change(finished=True)
    builder.go(DONE)
    builder.show()
    return True


# The end


def done_prompt(running: Running, state: Session) -> Reply:  # noqa: ARG001
    buttons = (option(state, "change", "change"), *controls(state, "delete", "help"))
    return Reply(Says.QUESTION, line("finished"), buttons, Expects.ONE, hint=line("finished_hint"))


def done(builder: TurnBuilder, actions: Sequence[str]) -> bool:
    if actions[0] != "change":
        return False
    builder.step_aside("change")
    builder.show()
    return True
