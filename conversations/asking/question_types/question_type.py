"""What a type of question is: everything that Earshot asks of choice, multi, scale and open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from conversations.asking.answer import Answer
from conversations.asking.question_types.demonstration import Material, Move
from conversations.asking.replies import Button, Reply
from conversations.asking.session import Session
from conversations.hearing.values import Heard

if TYPE_CHECKING:
    from conversations.asking.consultation.model import Question
    from conversations.asking.turn_builder import TurnBuilder


class Asked(NamedTuple):
    """A question as it stands in a session. `before`: what was answered to it already. `after`: the buttons that every
    question ends with (keep or take away what was answered; skip, back, help, stop)."""

    state: Session
    question: Question
    progress: str
    before: Answer | None
    after: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Counting:
    """What figures count of a question. `cells`: what an answer may count for, in order: an id, and its words. `most`:
    for how many of them one answer may count. `in_order`: places of cells that have an order, so that where neighbours
    cannot be shown by themselves they may be shown as one."""

    cells: tuple[tuple[str, str], ...]
    most: int = 1
    in_order: tuple[int, ...] = ()


class QuestionType(Protocol):
    """One type of question. It keeps nothing: all it has to know is handed in.

    `name` is what the file calls it, `also_called` what people write instead. `takes_words`: answered in one's own
    words, so that it is redacted, coded, reviewed and quoted; the others are answered with options, and counted.
    `takes_several`: an answer may have several options.
    """

    @property
    def name(self) -> str: ...
    @property
    def also_called(self) -> tuple[str, ...]: ...
    @property
    def takes_words(self) -> bool: ...
    @property
    def takes_several(self) -> bool: ...

    # The file

    @property
    def parts(self) -> frozenset[str]:
        """Which of `options`, `max`, `shuffle`, `themes` and `residual` the file may give."""

    def check(self, part: str, value: Any, given: Mapping[str, Any]) -> None:
        """Raises ValueError ("what is wrong: what to do") where one of `parts` does not fit. `given` has the parts
        before it."""

    # In the conversation

    def ask(self, asked: Asked) -> Reply:
        """How it is shown."""

    def tap(self, builder: TurnBuilder, question: Question, actions: Sequence[str]) -> bool:
        """Takes the taps of one event; False where they are not of this question."""

    def typed(self, builder: TurnBuilder, question: Question, heard: Heard, *, finished: bool) -> bool:
        """Takes what was typed; False where it means nothing here. `finished`: it was a word for Done."""

    def replace(
        self, builder: TurnBuilder, question: Question, before: Answer, chosen: Sequence[str], heard: Heard
    ) -> None:
        """Puts another answer in place of one, after the closing: option ids, or words."""

    # The answer

    def in_words(self, question: Question, answer: Answer) -> str:
        """An answer for its author, long words cut."""

    def in_full(self, question: Question, answer: Answer) -> str:
        """The same with nothing cut."""

    def counting(self, question: Question) -> Counting:
        """What figures count; without cells where they only count who answered."""

    def counted(self, question: Question, answer: Answer) -> Collection[str]:
        """The ids of the cells that an answer counts for."""

    # The demonstration

    def demonstrate(self, question: Question, material: Material, chance: Random) -> tuple[str, ...]:
        """What a synthetic person answers: labels of options, or words; empty where they skip."""

    def moves(self, said: Sequence[str], *, at_once: bool) -> tuple[Move, ...]:
        """How they give that answer. `at_once`: the door sends a whole form."""
