"""What was typed. The order in which its meanings are tried is the meaning, so it is written down: see LADDER."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from conversations.asking.buttons import action_of
from conversations.asking.command_effects import obey
from conversations.asking.question_types.long_lists import looked_for
from conversations.asking.question_types.type_registry import type_of
from conversations.asking.replies import Button, Place, Reply
from conversations.asking.steps.beginning import says_older
from conversations.asking.steps.places import AGE, DONE, ELSEWHERE
from conversations.asking.steps.step_registry import show
from conversations.asking.taps import act
from conversations.asking.turn_builder import TurnBuilder
from conversations.asking.typed.commands import Command, agrees, command_of, is_command
from conversations.asking.typed.option_matching import match_options
from conversations.hearing.values import Heard


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: heard, and the command that it is, if it is one."""

    heard: Heard
    command: Command | None

    @property
    def finished(self) -> bool:
        """Whether it was a word for Done, which only means something where several things make one answer."""
        return self.command is Command.DONE


Rung = Callable[[TurnBuilder, Typed], bool]
"""Takes what was typed if that is what it means; False leaves it to the next."""


def take_words(builder: TurnBuilder, heard: Heard) -> None:
    """Tries each meaning in its turn, until one takes the words."""
    typed = Typed(heard, command_of(heard.raw))
    for rung in LADDER:
        if rung(builder, typed):
            return


def _a_command(builder: TurnBuilder, typed: Typed) -> bool:
    """First, as there is always a way out: "stop" stops, whatever is asked; and one that nobody knows is no answer."""
    if typed.finished:
        return False
    if typed.command is not None:
        obey(builder, typed.command)
        return True
    if builder.event.forwarded or not is_command(typed.heard.raw):
        return False
    if not builder.worried:  # as in _reproach: the help card was the answer
        builder.say("unknown_command")
    builder.show()
    return True


def _for_an_earlier_question(builder: TurnBuilder, typed: Typed) -> bool:  # noqa: ARG001
    """Before anything is kept: the form was of an earlier question, and its words must not become an answer here."""
    if all(action_of(builder.state, tapped) for tapped in builder.event.taps):
        return False
    builder.say("stale")
    builder.show()
    return True


def _somebody_elses(builder: TurnBuilder, typed: Typed) -> bool:  # noqa: ARG001
    """Before anything is kept, too: what was passed on is not theirs to give."""
    if not builder.event.forwarded:
        return False
    builder.say("forwarded")
    builder.show()
    return True


def _a_button_of_a_question_for_words(builder: TurnBuilder, typed: Typed) -> bool:
    """Before the words are an answer: where everything typed would be one, a button's very words are that button."""
    question = builder.question
    if typed.finished or builder.state.aside or question is None or not type_of(question).takes_words:
        return False
    labels = {button.label.lower(): button for button in show(builder.running, builder.state).buttons}
    named = labels.get(_plain(typed))
    return named is not None and _press(builder, named)


def _words_for_what_waits(builder: TurnBuilder, typed: Typed) -> bool:
    """The usual case: what waits takes words itself, as an answer, a code, or options by their number or words."""
    words = builder.waiting.words
    return words is not None and words(builder, typed.heard, typed.finished)


def _a_button(builder: TurnBuilder, typed: Typed) -> bool:
    """After what waits has had its turn, since an option may be called as a control is: the button that is meant, or
    those of a long list that have a part of a name."""
    if typed.finished:
        return False
    shown = builder.shown()
    if builder.waiting.words is None and (option := option_meant(shown, typed.heard.raw)):
        return _press(builder, option)
    controls = (button for button in shown.buttons if button.place is Place.CONTROL)
    named = next((button for button in controls if button.label.lower() == _plain(typed)), None)
    return looked_for(builder, typed.heard.raw) if named is None else _press(builder, named)


def _nothing_known(builder: TurnBuilder, typed: Typed) -> bool:
    """Last: says so, unless that would be no help, and asks again."""
    if key := _reproach(builder, typed.heard.raw):
        builder.say(key)
    builder.show()
    return True


LADDER: tuple[Rung, ...] = (
    _a_command,
    _for_an_earlier_question,
    _somebody_elses,
    _a_button_of_a_question_for_words,
    _words_for_what_waits,
    _a_button,
    _nothing_known,
)
"""What words can mean, in the order in which that is tried; each says why it stands where it does."""


class _Named(NamedTuple):
    """A button as something to choose."""

    id: str
    text: str
    button: Button


def option_meant(shown: Reply, raw: str) -> Button | None:
    """The option that is meant by its number or words; or, where there is just one, by a word for going on."""
    options = [
        _Named(f"b{at}", button.label, button)
        for at, button in enumerate(button for button in shown.buttons if button.place is Place.OPTION)
    ]
    if found := match_options(raw, options, several=False):
        return next(one.button for one in options if one.id == found[0])
    return options[0].button if len(options) == 1 and agrees(raw) else None


def _press(builder: TurnBuilder, button: Button) -> bool:
    action = action_of(builder.state, button.value)
    return action is not None and act(builder, (action,))


def _reproach(builder: TurnBuilder, raw: str) -> str:
    """The line for words that mean nothing here; empty where none should be said."""
    if builder.worried:
        return ""  # the help card was the answer; "I did not get that" would take it back
    if builder.state.place == AGE and says_older(raw):
        return "age_too_old"
    if builder.state.aside == "paused":
        return "paused_not_kept"
    if builder.new and not builder.event.door.asks_first:
        return ""  # "hi": nothing was asked yet; the other doors show the first question before anyone can type
    return "" if builder.state.place in (DONE, ELSEWHERE) else "not_understood"


def _plain(typed: Typed) -> str:
    return typed.heard.raw.strip().lower()
