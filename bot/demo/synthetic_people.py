"""The demo's people: what each is going to say, drawn from a set of synthetic answers."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from bot.telegram import TELEGRAM
from bot.web import WEB
from conversations.asking.consultation.model import Consultation, Question
from conversations.asking.door import Door
from conversations.asking.left_out import LeaveOutReason
from conversations.asking.question_types.demonstration import Material, one_of
from conversations.asking.question_types.type_registry import type_of
from conversations.asking.steps.places import FROM_13, UNDER_13
from conversations.yaml_loader import read

_MAY_QUOTE = 0.8
_STOPS_BEFORE_A_QUESTION = 0.02


class _Ticked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    skip: float
    weights: Mapping[str, float]


class _LeftOut(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str
    reason: LeaveOutReason


class Answers(BaseModel):
    """The synthetic set of demo_answers.yaml, which explains its fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    consultation: str
    ages: Mapping[str, float]
    ticked: Mapping[str, _Ticked]
    written: Mapping[str, tuple[str, ...]]
    worries: Mapping[str, tuple[str, ...]]
    left_out: Mapping[str, tuple[_LeftOut, ...]]

    @property
    def reasons(self) -> dict[str, LeaveOutReason]:
        """Why each text that is to be left out is left out."""
        return {one.text: one.reason for texts in self.left_out.values() for one in texts}


@cache
def answers() -> Answers:
    return Answers.model_validate(read((files(__package__) / "demo_answers.yaml").read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Person:
    """What one synthetic respondent is going to do. `said`: option labels or words by question id; what is not there is
    skipped. `stops_before`: the question at which they leave, if they do."""

    number: int
    door: Door
    age: str
    said: Mapping[str, tuple[str, ...]]
    may_quote: bool
    stops_before: str


def make_people(text: Consultation, people: int, seed: int) -> list[Person]:
    """So many synthetic respondents: the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    decks = {question.id: _Deck(answers().written.get(question.id, ()), chance) for question in text.questions}
    return [_person(text, number, decks, chance) for number in range(people)]


class _Deck:
    """Texts in a shuffled order, each used once before any is used again."""

    def __init__(self, texts: Sequence[str], chance: random.Random) -> None:
        self._texts = list(texts)
        self._chance = chance
        self._left: list[str] = []

    def draw(self) -> str:
        if not self._left:
            self._left = self._chance.sample(self._texts, len(self._texts))
        return self._left.pop()


def _person(text: Consultation, number: int, decks: Mapping[str, _Deck], chance: random.Random) -> Person:
    age = one_of(answers().ages, chance)
    # Telegram is for those who are 16 or older.
    door = WEB if age in (UNDER_13, FROM_13) or chance.random() < 0.55 else TELEGRAM
    stops = ""
    said: dict[str, tuple[str, ...]] = {}
    for question in (*text.questions, *text.about_you):
        if not stops and question != text.questions[0] and chance.random() < _STOPS_BEFORE_A_QUESTION:
            stops = question.id
        if words := _said(question, decks, chance):
            said[question.id] = words
    return Person(number, door, age, said, chance.random() < _MAY_QUOTE, stops)


def _said(question: Question, decks: Mapping[str, _Deck], chance: random.Random) -> tuple[str, ...]:
    ticked = answers().ticked.get(question.id)
    material = Material(
        skip=ticked.skip if ticked else 0.0,
        weights=ticked.weights if ticked else {},
        draw=decks[question.id].draw if question.id in decks else str,
        worries=answers().worries.get(question.id, ()),
        left_out=tuple(one.text for one in answers().left_out.get(question.id, ())),
    )
    return type_of(question).demonstrate(question, material, chance)
