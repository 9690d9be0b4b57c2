"""Choice: one of several options, in no order of their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from conversations.asking.answer import Answer
from conversations.asking.locales import line
from conversations.asking.question_types import ticking
from conversations.asking.question_types.demonstration import Material, Move, one_of
from conversations.asking.question_types.question_type import Asked, Counting
from conversations.asking.replies import Expects, Reply, Says
from conversations.hearing.values import Heard

if TYPE_CHECKING:
    from conversations.asking.consultation.model import Question
    from conversations.asking.turn_builder import TurnBuilder


class Choice:
    """A tap on an option is the answer."""

    name = "choice"
    also_called: tuple[str, ...] = ("single", "radio")
    takes_words = False
    takes_several = False
    parts = frozenset({"options", "shuffle"})

    def check(self, part: str, value: Any, given: Mapping[str, Any]) -> None:  # noqa: ARG002
        if part == "options":
            ticking.at_least_two(self.name, value)

    # In the conversation

    def ask(self, asked: Asked) -> Reply:
        """One tap answers it; what was chosen before is marked, unless a break came in between."""
        state, question, progress, before, after = asked
        hints = ticking.why_hint(question)
        if before:
            hints.append(line("kept_before"))
        said = before.chosen if before and question.id in state.sitting else ()
        buttons = (*ticking.option_buttons(asked, said), *after)
        return Reply(Says.QUESTION, question.text, buttons, Expects.ONE, progress, "\n".join(hints))

    def tap(self, builder: TurnBuilder, question: Question, actions: Sequence[str]) -> bool:
        if len(actions) != 1 or (chosen := ticking.option_tapped(question, actions[0])) is None:
            return False
        self._keep(builder, question, chosen)
        return True

    def typed(self, builder: TurnBuilder, question: Question, heard: Heard, *, finished: bool) -> bool:
        if finished or not (found := ticking.options_typed(builder, question, heard.raw, several=False)):
            return False
        self._keep(builder, question, found[0])
        return True

    def replace(
        self,
        builder: TurnBuilder,
        question: Question,
        before: Answer,  # noqa: ARG002
        chosen: Sequence[str],
        heard: Heard,  # noqa: ARG002
    ) -> None:
        picked = ticking.settled(question, chosen)
        if len(picked) != 1:
            builder.say("back_pick_one")
        else:
            builder.keep(question, Answer(chosen=picked))
            builder.say("back_changed")

    def _keep(self, builder: TurnBuilder, question: Question, chosen: str) -> None:
        ticking.keep(builder, question, (chosen,), question.option(chosen).text)

    # The answer

    def in_words(self, question: Question, answer: Answer) -> str:
        return ticking.in_words(question, answer)

    def in_full(self, question: Question, answer: Answer) -> str:
        return ticking.in_words(question, answer)

    def counting(self, question: Question) -> Counting:
        return Counting(ticking.cells(question))

    def counted(self, question: Question, answer: Answer) -> Collection[str]:  # noqa: ARG002
        return answer.chosen[:1]

    # The demonstration

    def demonstrate(self, question: Question, material: Material, chance: Random) -> tuple[str, ...]:
        if chance.random() < material.skip:
            return ()
        return (question.option(one_of(material.weights, chance)).text,)

    def moves(self, said: Sequence[str], *, at_once: bool) -> tuple[Move, ...]:  # noqa: ARG002
        return (Move(taps=(said[0],)),)


CHOICE = Choice()
