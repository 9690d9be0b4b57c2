"""Open: own words, in as many messages as they take, until Done."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from conversations.asking.answer import Answer
from conversations.asking.buttons import action_of, controls, value
from conversations.asking.locales import line
from conversations.asking.question_types import draft
from conversations.asking.question_types.demonstration import Material, Move
from conversations.asking.question_types.hidden_words import (
    ask_again,
    buttons_back,
    hidden_kinds,
    hidden_things,
    tell_hidden,
)
from conversations.asking.question_types.question_type import Asked, Counting
from conversations.asking.replies import Expects, Reply, Says
from conversations.asking.typed.commands import is_command
from conversations.hearing.text.language_names import NOT_READ
from conversations.hearing.text.nothing_to_see import nothing_to_see
from conversations.hearing.values import Heard

if TYPE_CHECKING:
    from conversations.asking.consultation.model import Question
    from conversations.asking.turn_builder import TurnBuilder

CUT = 200
"""Characters of an answer that are shown back to its author."""

SKIPPED, WORRIED, LEFT_OUT = 0.24, 0.02, 0.025
"""The parts of synthetic people who write nothing, something worrying, and something to leave out."""


class Open:
    """Each message is kept when it comes, so that nothing is lost where Done is never pressed."""

    name = "open"
    also_called = ("text",)
    takes_words = True
    takes_several = False
    parts = frozenset({"themes", "residual"})

    def check(self, part: str, value: Any, given: Mapping[str, Any]) -> None:
        """A frame of any length will do: what its parts must have, they say themselves."""

    # In the conversation

    def ask(self, asked: Asked) -> Reply:
        """Fresh, with an answer from before, or in the middle of being written."""
        state, question, progress, before, after = asked
        done = value(state, "done")
        if state.draft:
            buttons = (*controls(state, "done"), *buttons_back(state), *after)
            text, hint = line("more_words"), question.text
            return Reply(Says.QUESTION, text, buttons, Expects.WORDS, progress, hint, done=done)
        hint = f"{line('open_hint')}\n{line('open_how')}"
        if before:
            shown = question.id in state.sitting
            words = line("kept_before_words", words=_cut(before.text)) if shown else line("kept_before_hidden")
            hint = f"{words}\n{line('kept_before_adds', clear=line('clear'))}\n{hint}"
        return Reply(Says.QUESTION, question.text, after, Expects.WORDS, progress, hint, done=done)

    def tap(self, builder: TurnBuilder, question: Question, actions: Sequence[str]) -> bool:
        if actions[0] == "done":
            _close(builder, question)
            return True
        return ask_again(builder, actions[0])

    def typed(self, builder: TurnBuilder, question: Question, heard: Heard, *, finished: bool) -> bool:
        """Words are the answer; a form may bring words and Done at once, and its Done alone."""
        done_too = [action_of(builder.state, one) for one in builder.event.taps] == ["done"]
        if finished or (done_too and not heard.redacted.strip()):
            _close(builder, question)
            return True
        written = draft.add(builder, question, heard)
        if written:
            tell_hidden(builder, heard)
        if written and done_too and not heard.hidden:
            builder.go_on()
        else:
            builder.show()
        return True

    def replace(
        self,
        builder: TurnBuilder,
        question: Question,
        before: Answer,
        chosen: Sequence[str],  # noqa: ARG002
        heard: Heard,
    ) -> None:
        text = heard.redacted.strip()
        if nothing_to_see(text):
            builder.say("back_nothing")
            return
        if is_command(heard.raw):
            builder.say("back_no_command")
            return
        if len(text) > draft.FULL:
            builder.say("media_too_long")
            return
        if heard.language and builder.running.status != "open":  # what would seal it is gone
            builder.say("not_read_closed" if heard.language == NOT_READ else "other_language_closed")
            return
        # A worry once raised stays: taking words back is no sign that all is well.
        builder.keep(
            question,
            Answer(
                text=text,
                hidden=hidden_kinds(text),
                risk=max(before.risk, heard.level),
                by_rules=heard.by_rules,
                language=heard.language,
                english=heard.english,
            ),
        )
        builder.say("back_changed_words")
        if heard.hidden:
            builder.say("hidden_one", things=hidden_things(heard.hidden))

    # The answer

    def in_words(self, question: Question, answer: Answer) -> str:  # noqa: ARG002
        return _cut(answer.text)

    def in_full(self, question: Question, answer: Answer) -> str:  # noqa: ARG002
        return answer.text or (line("other_language_gone") if answer.language else "")

    def counting(self, question: Question) -> Counting:  # noqa: ARG002
        """How many wrote. What they said is counted by its themes, once it is coded."""
        return Counting(())

    def counted(self, question: Question, answer: Answer) -> Collection[str]:  # noqa: ARG002
        return ()

    # The demonstration

    def demonstrate(self, question: Question, material: Material, chance: Random) -> tuple[str, ...]:  # noqa: ARG002
        kind = chance.random()
        if kind < SKIPPED:
            return ()
        if kind < SKIPPED + WORRIED and material.worries:
            return (chance.choice(material.worries),)
        if kind > 1 - LEFT_OUT and material.left_out:
            return (chance.choice(material.left_out),)
        return (material.draw(),)

    def moves(self, said: Sequence[str], *, at_once: bool) -> tuple[Move, ...]:  # noqa: ARG002
        return (Move(words=said[0]),)


OPEN = Open()


def edit(builder: TurnBuilder, question: Question | None, heard: Heard) -> None:
    """A message that was sent before was changed: so is the answer, while it is still open."""
    if is_command(heard.raw):
        builder.say("unknown_command")
    elif draft.change(builder, question, heard):
        builder.say("edited")
        tell_hidden(builder, heard)
    else:
        builder.say("edit_too_late")
    builder.show()


def _close(builder: TurnBuilder, question: Question) -> None:
    """Done: goes on, where there is an answer."""
    if question.id in builder.state.answers:
        builder.go_on()
    else:
        builder.decline("nothing_yet")


def _cut(words: str) -> str:
    return words if len(words) <= CUT else line("check_cut", words=words[:CUT].rstrip())
