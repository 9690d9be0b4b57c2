"""The short ways off: delete, language, a hidden word again, change, and a pause."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from conversations.asking.buttons import control, controls, numbered, option, value
from conversations.asking.consultation.model import Running
from conversations.asking.locales import LANGUAGES, line
from conversations.asking.question_types.hidden_words import bring_back
from conversations.asking.records import ResponseWithdrawn
from conversations.asking.replies import Button, Expects, Reply, Says
from conversations.asking.session import Session
from conversations.asking.steps.places import ASKED, DONE, EARLY, QUOTING
from conversations.asking.steps.step_order import answered
from conversations.hearing.values import Heard

if TYPE_CHECKING:
    from conversations.asking.turn_builder import TurnBuilder


def back_on_the_way(builder: TurnBuilder) -> None:
    """Ends a short way off and shows the place again."""
    builder.step_aside("")
    builder.show()


# Delete


def ask_to_delete(builder: TurnBuilder) -> None:
    if builder.state.response is None:
        builder.say("nothing_to_delete")
        builder.ended = builder.state.place in EARLY
        return
    builder.step_aside("delete")
    builder.show()


def delete_prompt(running: Running, state: Session) -> Reply:  # noqa: ARG001
    yes, no = option(state, "delete_yes", "yes"), option(state, "delete_no", "no")
    return Reply(Says.QUESTION, line("delete_question"), (yes, no, *controls(state, "help")), Expects.ONE)


def delete(builder: TurnBuilder, actions: Sequence[str]) -> bool:
    if actions[0] == "yes":
        _withdraw(builder)
    elif actions[0] == "no":
        builder.say("kept")
        back_on_the_way(builder)
    else:
        return False
    return True


def _withdraw(builder: TurnBuilder) -> None:
    """All that this respondent said goes; open flags stay."""
    builder.record(ResponseWithdrawn(builder.response))
    builder.say("deleted")
    if any(answer.risk for answer in builder.state.answers.values()):
        builder.say("deleted_but")
    builder.ended = True


# Language


def language_prompt(running: Running, state: Session) -> Reply:  # noqa: ARG001
    languages = (Button(name, value(state, f"lang_{code}")) for code, name in LANGUAGES.items())
    return Reply(Says.QUESTION, line("language"), (*languages, *controls(state, "back")), Expects.ONE)


def language(builder: TurnBuilder, actions: Sequence[str]) -> bool:
    code = actions[0].removeprefix("lang_")
    if code not in LANGUAGES:
        return False
    builder.say("language_set", language=LANGUAGES[code])
    back_on_the_way(builder)
    return True


# A hidden word again


def again_prompt(running: Running, state: Session) -> Reply:  # noqa: ARG001
    buttons = (control(state, "again_never_mind", "back"), *controls(state, "help"))
    return Reply(Says.QUESTION, line("again_question"), buttons, Expects.WORDS)


def again(builder: TurnBuilder, heard: Heard, finished: bool) -> bool:
    """The word itself; or that it may stay hidden."""
    question = builder.question
    if question is None:
        return False
    if finished or heard.raw.strip().lower() in (line("again_never_mind").lower(), "no", "nah", "nope"):
        back_on_the_way(builder)
    else:
        bring_back(builder, question, heard)
    return True


# Change


def change_prompt(running: Running, state: Session) -> Reply:
    asked = (*running.text.questions, *running.text.about_you)
    buttons = [Button(f"{at}. {question.text}", value(state, f"c{at - 1}")) for at, question in enumerate(asked, 1)]
    if any(answer.text for answer in state.answers.values()):
        buttons.append(Button(line("quoting"), value(state, "quoting")))
    leave = control(state, "change_none", "back")
    return Reply(Says.QUESTION, line("change_which"), (*buttons, leave), Expects.ONE)


def change(builder: TurnBuilder, actions: Sequence[str]) -> bool:
    """Goes to what is to be changed; then back to where they were."""
    asked = (*builder.text.questions, *builder.text.about_you)
    at = numbered(actions[0], "c")
    if actions[0] == "quoting":
        builder.go(QUOTING)
    elif at is not None and at < len(asked):
        builder.go(ASKED + asked[at].id)
    else:
        return False
    builder.change(changing=True)
    builder.show()
    return True


# A pause


def pause(builder: TurnBuilder) -> None:
    """Stop: what was given stays, and is shown as progress only."""
    if builder.state.place in EARLY:
        builder.say("stopped_early")
        builder.ended = True
        return
    builder.end_sitting()
    if builder.state.place == DONE:
        back_on_the_way(builder)
        return
    builder.say("stopped")
    builder.step_aside("paused")
    builder.show()


def resume(builder: TurnBuilder) -> None:
    """After a break: how far they are, never what was written."""
    builder.end_sitting()
    if builder.state.place in EARLY or builder.state.place == DONE:
        builder.step_aside("")
    else:
        builder.step_aside("paused")
    builder.show()


def paused_prompt(running: Running, state: Session) -> Reply:
    count = len(running.text.questions)
    words = line("progress_so_far", answered=answered(running.text, state), count=count)
    buttons = (option(state, "carry_on", "carry_on"), *controls(state, "delete", "help"))
    return Reply(Says.QUESTION, words, buttons, Expects.ONE, hint=line("paused_hint"))


def paused(builder: TurnBuilder, actions: Sequence[str]) -> bool:
    if actions[0] != "carry_on":
        return False
    back_on_the_way(builder)
    return True
