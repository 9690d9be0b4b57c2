"""Multi: several options, ticked one by one or all at once, then Done."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from conversations.asking.answer import Answer
from conversations.asking.buttons import controls, value
from conversations.asking.locales import line
from conversations.asking.question_types import ticking
from conversations.asking.question_types.demonstration import Material, Move, one_of
from conversations.asking.question_types.question_type import Asked, Counting
from conversations.asking.replies import Expects, Reply, Says
from conversations.hearing.values import Heard

if TYPE_CHECKING:
    from conversations.asking.consultation.model import Question
    from conversations.asking.turn_builder import TurnBuilder

HOW_MANY = (1, 1, 2, 2, 3, 3, 3)
"""How many options synthetic people tick, each as likely."""


class Multi:
    """Ticks are kept in the session until Done makes them the answer."""

    name = "multi"
    also_called = ("multiple", "checkbox")
    takes_words = False
    takes_several = True
    parts = frozenset({"options", "max", "shuffle"})

    def check(self, part: str, value: Any, given: Mapping[str, Any]) -> None:
        if part == "options":
            ticking.at_least_two(self.name, value)
        if part == "max" and "options" in given and value > len(given["options"]):
            raise ValueError(f"'max' is {value} but there are only {len(given['options'])} options: make it smaller")

    # In the conversation

    def ask(self, asked: Asked) -> Reply:
        """Ticks of this sitting are marked; Done stands after the options."""
        state, question, progress, _, after = asked
        most = question.max or 0
        hints = [*ticking.why_hint(question), line("multi_hint_max", most=most) if most else line("multi_hint")]
        picked = state.picked if question.id in state.sitting else ()
        buttons = (*ticking.option_buttons(asked, picked), *controls(state, "done"), *after)
        return Reply(Says.QUESTION, question.text, buttons, Expects.MANY, progress, "\n".join(hints), most)

    def tap(self, builder: TurnBuilder, question: Question, actions: Sequence[str]) -> bool:
        chosen = [found for action in actions if (found := ticking.option_tapped(question, action))]
        done = "done" in actions
        if len(chosen) + done != len(actions):
            return False
        if not done:
            _toggle(builder, question, chosen)
            return True
        # A form on the web sends all that is ticked; elsewhere the ticks were told one by one.
        picked = tuple(chosen) if builder.event.door.whole_forms else builder.state.picked
        self._finish(builder, question, picked)
        return True

    def typed(self, builder: TurnBuilder, question: Question, heard: Heard, *, finished: bool) -> bool:
        ticking.take_boxes(builder, question)
        if finished:
            # A command of the web's menu brings no boxes along: what stands there ticked is the answer.
            self._finish(builder, question, builder.state.picked)
            return True
        if not (found := ticking.options_typed(builder, question, heard.raw, several=True)):
            return False
        _pick(builder, question, found)
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
        if not picked:
            builder.say("back_pick_one")
        elif words := ticking.clash(question, picked):
            builder.say("goes_alone_unchanged", option=words)
        elif question.max and len(picked) > question.max:
            builder.say("too_many_unchanged", most=question.max)
        else:
            builder.keep(question, Answer(chosen=picked))
            builder.say("back_changed")

    def _finish(self, builder: TurnBuilder, question: Question, picked: tuple[str, ...]) -> None:
        picked = ticking.settled(question, picked)
        if not picked:
            builder.decline("pick_one_first")
        elif words := ticking.clash(question, picked):
            ticking.pick(builder, question, picked)
            builder.say("goes_alone", option=words)
            builder.show()
        elif question.max and len(picked) > question.max:
            ticking.pick(builder, question, picked)
            builder.say("too_many_picked", most=question.max)
            builder.show()
        else:
            ticking.keep(builder, question, picked, self.in_words(question, Answer(chosen=picked)))

    # The answer

    def in_words(self, question: Question, answer: Answer) -> str:
        return ticking.in_short(question, answer)

    def in_full(self, question: Question, answer: Answer) -> str:
        return ticking.in_words(question, answer)

    def counting(self, question: Question) -> Counting:
        return Counting(ticking.cells(question), most=question.max or len(question.options))

    def counted(self, question: Question, answer: Answer) -> Collection[str]:  # noqa: ARG002
        return answer.chosen

    # The demonstration

    def demonstrate(self, question: Question, material: Material, chance: Random) -> tuple[str, ...]:
        if chance.random() < material.skip:
            return ()
        weights = dict(material.weights)
        wanted = min(chance.choice(HOW_MANY), question.max or 2)
        picked: list[str] = []
        while len(picked) < wanted:
            one = one_of(weights, chance)
            if question.option(one).alone:
                return (question.option(one).text,) if not picked else tuple(picked)
            picked.append(question.option(one).text)
            del weights[one]
        return tuple(picked)

    def moves(self, said: Sequence[str], *, at_once: bool) -> tuple[Move, ...]:
        if at_once:
            return (Move(taps=(*said, line("done"))),)
        return tuple(Move(taps=(label,)) for label in (*said, line("done")))


MULTI = Multi()


# What is ticked


def _toggle(builder: TurnBuilder, question: Question, chosen: Sequence[str]) -> None:
    picked = builder.state.picked
    for one in chosen:
        picked = tuple(other for other in picked if other != one) if one in picked else (*picked, one)
    picked = ticking.alone(question, picked, tuple(chosen))
    if question.max and len(picked) > question.max:
        builder.decline("too_many_picked", most=question.max)
        return
    _change(builder, question, picked, chosen)
    builder.show(replaces=True)


def _pick(builder: TurnBuilder, question: Question, picked: tuple[str, ...]) -> None:
    """Takes options as typed, "1, 3 and 5" or one by one, and waits for Done. What is picked already is taken away
    again, where nothing else was typed."""
    before = builder.state.picked
    if words := ticking.clash(question, picked):
        builder.say("goes_alone_unchanged", option=words)
        builder.show()
        return
    new = tuple(one for one in picked if one not in before)
    both = (*before, *new) if new else tuple(one for one in before if one not in picked)
    both = ticking.alone(question, both, new)
    if question.max and len(both) > question.max:
        builder.say("too_many_picked" if before else "too_many_unchanged", most=question.max)
    else:
        _change(builder, question, both, picked)
    builder.show()


def _change(builder: TurnBuilder, question: Question, picked: Sequence[str], meant: Sequence[str]) -> None:
    """Says what goes without being `meant`, as it does not go with the newest, where the list does not show it."""
    lost = [one for one in builder.state.picked if one not in picked and one not in meant]
    ticking.pick(builder, question, picked)
    seen = {button.value for button in builder.shown().buttons}
    values = {option.id: value(builder.state, f"o{at}") for at, option in enumerate(question.options)}
    if unseen := tuple(one for one in lost if values[one] not in seen):
        builder.say("unpicked", names=ticking.in_short(question, Answer(chosen=unseen)))
