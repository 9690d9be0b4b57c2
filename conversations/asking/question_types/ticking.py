"""What types with options have in common: which options were meant, and what is kept of them."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from conversations.asking.answer import Answer
from conversations.asking.buttons import action_of, numbered, value
from conversations.asking.locales import line
from conversations.asking.question_types.question_type import Asked
from conversations.asking.replies import Button
from conversations.asking.typed.option_matching import match_options

if TYPE_CHECKING:
    from conversations.asking.consultation.model import Option, Question
    from conversations.asking.turn_builder import TurnBuilder


MOST_NAMED = 20
"""Options of one answer that are named one by one to its author; all of them stand where it can be changed."""


def at_least_two(name: str, options: Sequence[Option]) -> None:
    """Raises ValueError where there is nothing to choose from."""
    if len(options) < 2:
        raise ValueError(f"a {name} question needs at least two options: add them under 'options'")


def shown_options(question: Question, seed: int) -> tuple[Option, ...]:
    """The options in the order in which this session sees them; those marked `last` stay at the end."""
    if not question.shuffle:
        return question.options
    moving = [option for option in question.options if not option.last]
    # The order needs to be the same each time for one session, not hard to guess.
    random.Random(f"{seed}:{question.id}").shuffle(moving)  # noqa: S311
    return (*moving, *(option for option in question.options if option.last))


def option_buttons(asked: Asked, picked: Collection[str]) -> Iterator[Button]:
    """A button for each option, those in `picked` marked."""
    state, question = asked.state, asked.question
    for option in shown_options(question, state.seed):
        yield Button(option.text, value(state, f"o{question.options.index(option)}"), picked=option.id in picked)


def option_tapped(question: Question, action: str) -> str | None:
    """The id of the option that a button stands for; None for another button."""
    at = numbered(action, "o")
    return question.options[at].id if at is not None and at < len(question.options) else None


def options_typed(builder: TurnBuilder, question: Question, raw: str, *, several: bool) -> tuple[str, ...] | None:
    """The ids of the options that were meant, by number or words; None where that is not clear."""
    return match_options(raw, shown_options(question, builder.state.seed), several=several)


def take_boxes(builder: TurnBuilder, question: Question) -> None:
    """A form of a page brings all its boxes along, also with another button than Done or with typed words: what is
    ticked there is what is picked."""
    if not (builder.event.door.whole_forms and builder.event.taps):
        return
    actions = [action_of(builder.state, tapped) or "" for tapped in builder.event.taps]
    pick(builder, question, [found for action in actions if (found := option_tapped(question, action))])


def pick(builder: TurnBuilder, question: Question, picked: Sequence[str]) -> None:
    """What is picked from now on, in the order of the options. Picks of this sitting may be shown."""
    sitting = builder.state.sitting
    sat = sitting if question.id in sitting else (*sitting, question.id)
    builder.change(picked=in_order(question, picked), sitting=sat)


def why_hint(question: Question) -> list[str]:
    """What the answer is used for, where the file says it."""
    return [line("about_hint", why=question.why)] if question.why else []


def in_words(question: Question, answer: Answer) -> str:
    """The options by their words."""
    return ", ".join(question.option(chosen).text for chosen in answer.chosen)


def in_short(question: Question, answer: Answer) -> str:
    """The same for a chat, where very many would be cut into messages of their own."""
    many = len(answer.chosen) - MOST_NAMED
    if many <= 0:
        return in_words(question, answer)
    return line("picked_and_more", names=in_words(question, Answer(chosen=answer.chosen[:MOST_NAMED])), more=many)


def cells(question: Question) -> tuple[tuple[str, str], ...]:
    """The options as figures count them."""
    return tuple((option.id, option.text) for option in question.options)


def settled(question: Question, chosen: Sequence[str]) -> tuple[str, ...]:
    """Option ids as they are kept: those that there are, once each, in the order of the options."""
    return in_order(question, tuple(chosen))


def clash(question: Question, picked: Collection[str]) -> str | None:
    """The words of an option that goes with no other, where others were picked at once with it: which of them is meant
    has to be asked."""
    if len(set(picked)) < 2:
        return None
    return next((option.text for option in question.options if option.alone and option.id in picked), None)


def alone(question: Question, picked: tuple[str, ...], newest: tuple[str, ...]) -> tuple[str, ...]:
    """One by one: an option that goes with no other gives way to the newest pick, or stands alone if it is that."""
    by_themselves = [one for one in picked if question.option(one).alone]
    if len(picked) == 1:
        return picked
    if newest and newest[-1] in by_themselves:
        return (newest[-1],)
    return tuple(one for one in picked if one not in by_themselves)


def in_order(question: Question, picked: Sequence[str]) -> tuple[str, ...]:
    """The picks in the order of the options."""
    return tuple(option.id for option in question.options if option.id in picked)


def keep(builder: TurnBuilder, question: Question, chosen: tuple[str, ...], words: str) -> None:
    """Keeps the options as the answer, `words` being how it reads, and goes on."""
    builder.you(words)
    builder.keep(question, Answer(chosen=chosen))
    if question.then_say:
        builder.tell(question.then_say)
    builder.go_on()
