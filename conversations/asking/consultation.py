"""A consultation: a dated set of questions, as its file says it (format 1; see docs/consultation-format.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

FORMAT = 1

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
QuestionType = Literal["choice", "multi", "scale", "open"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(_Strict):
    """One thing to choose. `last`: stays at the end when options are shuffled. `alone`: goes with no other option."""

    id: Identifier
    text: Line
    last: bool = False
    alone: bool = False


class Theme(_Strict):
    """One theme of a code frame."""

    id: Identifier
    definition: Line


class Question(_Strict):
    """A question. `max` is the most options of a multi; `why` is shown with an about-you question."""

    id: Identifier
    type: QuestionType
    text: Line
    options: tuple[Option, ...] = ()
    max: Annotated[int, Field(ge=1)] | None = None
    shuffle: bool = False
    then_say: Line | None = None
    why: Line | None = None
    themes: tuple[Theme, ...] = ()

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        if self.type == "open" and self.options:
            raise ValueError("an open question has no options: take 'options' away, or change 'type'")
        if self.type != "open" and len(self.options) < 2:
            raise ValueError(f"a {self.type} question needs at least two options")
        if self.themes and self.type != "open":
            raise ValueError("only an open question has themes: take 'themes' away, or change 'type' to open")
        if self.max is not None and self.type != "multi":
            raise ValueError("only a multi question has 'max': take it away, or change 'type' to multi")
        if self.max is not None and self.max > len(self.options):
            raise ValueError(f"'max' is {self.max} but there are only {len(self.options)} options")
        ids = [option.id for option in self.options]
        if len(set(ids)) != len(ids):
            raise ValueError("two options have the same id: give each its own")
        return self

    def option(self, identifier: str) -> Option:
        """The option with this id. Raises KeyError where there is none."""
        for option in self.options:
            if option.id == identifier:
                return option
        raise KeyError(identifier)


class Consultation(_Strict):
    """One version of a consultation's text."""

    format: Literal[1]
    id: Identifier
    version: Annotated[int, Field(ge=1)]
    title: Line
    about: Line
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    about_you: tuple[Question, ...] = ()

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        ids = [question.id for question in (*self.questions, *self.about_you)]
        if twice := sorted({one for one in ids if ids.count(one) > 1}):
            raise ValueError(f"two questions have the id {twice[0]}: give each its own")
        for question in self.about_you:
            if question.type == "open":
                raise ValueError(
                    f"about-you question {question.id} is open: give it options, as words could say who someone is"
                )
            if not question.why:
                raise ValueError(
                    f"about-you question {question.id} needs 'why': a line that says what the answer is used for"
                )
        return self

    def question(self, identifier: str) -> Question:
        """The question or about-you question with this id. Raises KeyError where there is none."""
        for question in (*self.questions, *self.about_you):
            if question.id == identifier:
                return question
        raise KeyError(identifier)


Status = Literal["draft", "open", "closed", "published"]


@dataclass(frozen=True, slots=True)
class Running:
    """A consultation as it is being run: its text, its dates and what the turn has to know about it.

    `opens` and `closes` are days, both included. `group_codes` are kept in lower case. `web_address` is where its chat
    page is, shown to those who cannot use the door that they came through.
    """

    text: Consultation
    status: Status
    opens: date
    closes: date
    trial: bool = False
    group_codes: frozenset[str] = field(default=frozenset())
    web_address: str = ""
