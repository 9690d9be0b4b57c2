"""Ranking: all options, from the one that matters most to the one that matters least. A fifth type, for the tests."""

from collections.abc import Collection, Mapping, Sequence
from random import Random
from typing import Any

from conversations.asking.answer import Answer
from conversations.asking.consultation.model import Question
from conversations.asking.question_types import ticking
from conversations.asking.question_types.demonstration import Material, Move
from conversations.asking.question_types.question_type import Asked, Counting
from conversations.asking.replies import Expects, Reply, Says
from conversations.asking.turn_builder import TurnBuilder
from conversations.hearing.values import Heard


class Ranking:
    """Each tap puts an option behind those before it; the last one makes the answer."""

    name = "ranking"
    also_called = ("rank", "order")
    takes_words = False
    takes_several = True
    parts = frozenset({"options", "shuffle"})

    def check(self, part: str, value: Any, given: Mapping[str, Any]) -> None:
        if part == "options" and len(value) > 5:
            raise ValueError("a ranking question has five options at most: take some away")

    def ask(self, asked: Asked) -> Reply:
        places = {one: place for place, one in enumerate(asked.state.picked, 1)}
        hint = ", ".join(f"{place}. {asked.question.option(one).text}" for one, place in places.items())
        buttons = (*ticking.option_buttons(asked, places), *asked.after)
        return Reply(Says.QUESTION, asked.question.text, buttons, Expects.ONE, asked.progress, hint)

    def tap(self, builder: TurnBuilder, question: Question, actions: Sequence[str]) -> bool:
        chosen = [found for action in actions if (found := ticking.option_tapped(question, action))]
        if len(chosen) != len(actions):
            return False
        self._put_behind(builder, question, chosen)
        return True

    def typed(self, builder: TurnBuilder, question: Question, heard: Heard, *, finished: bool) -> bool:
        found = ticking.options_typed(builder, question, heard.raw, several=True)
        if not found:
            return False
        self._put_behind(builder, question, found)
        return True

    def replace(
        self, builder: TurnBuilder, question: Question, before: Answer, chosen: Sequence[str], heard: Heard
    ) -> None:
        builder.keep(question, Answer(chosen=tuple(chosen)))

    def _put_behind(self, builder: TurnBuilder, question: Question, more: Sequence[str]) -> None:
        picked = tuple(dict.fromkeys((*builder.state.picked, *more)))
        if len(picked) == len(question.options):
            ticking.keep(builder, question, picked, self.in_words(question, Answer(chosen=picked)))
        else:
            builder.change(picked=picked)
            builder.show(replaces=True)

    def in_words(self, question: Question, answer: Answer) -> str:
        return ", then ".join(question.option(one).text for one in answer.chosen)

    def in_full(self, question: Question, answer: Answer) -> str:
        return self.in_words(question, answer)

    def counting(self, question: Question) -> Counting:
        """For how many each option matters most."""
        return Counting(ticking.cells(question))

    def counted(self, question: Question, answer: Answer) -> Collection[str]:
        return answer.chosen[:1]

    def demonstrate(self, question: Question, material: Material, chance: Random) -> tuple[str, ...]:
        return tuple(option.text for option in chance.sample(question.options, len(question.options)))

    def moves(self, said: Sequence[str], *, at_once: bool) -> tuple[Move, ...]:
        return tuple(Move(taps=(label,)) for label in said)
