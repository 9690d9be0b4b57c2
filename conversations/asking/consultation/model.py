"""A consultation: a dated set of questions, as its file says it (format 1; see docs/consultation-format.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from conversations.asking.consultation.type_rules import a_type, refuse_other_parts
from conversations.asking.question_types.type_registry import type_named, type_of
from conversations.asking.steps.places import PLACES
from conversations.hearing.text.nothing_to_see import nothing_to_see
from conversations.hearing.themes import code_frame
from conversations.hearing.themes.code_frame import RESIDUAL, CodeFrame

FORMAT = 1
MOST_OPTIONS = 200
"""Of one question. England has 153 councils that look after children."""

IN_A_FILE = "in a file"
"""The context in which a consultation is read from a file that somebody can still mend."""

Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")]


def _seen(value: str, info: ValidationInfo) -> str:
    # What the store has was taken from a file once, and is taken again.
    if info.context == IN_A_FILE and nothing_to_see(value):
        raise PydanticCustomError("string_too_short", "there is nothing to see")
    return value


Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), AfterValidator(_seen)]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), AfterValidator(_seen)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(_Strict):
    """One thing to choose. `last`: stays at the end when options are shuffled. `alone`: goes with no other option."""

    id: Identifier
    text: Line
    last: bool = False
    alone: bool = False


class Theme(_Strict):
    """One theme of a code frame. `examples`: answers that state it; one that stands under several states them all."""

    id: Identifier
    name: Line | None = None
    definition: Line
    examples: tuple[Phrase, ...] = ()

    @field_validator("id")
    @classmethod
    def _id_is_free(cls, value: str) -> str:
        if value in RESIDUAL:
            raise ValueError(f"the theme '{value}' is always there: take it out, and put its examples under 'residual'")
        return value

    @field_validator("examples")
    @classmethod
    def _examples_differ(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        _differ(value, "the example")
        return value


class Residual(_Strict):
    """Examples of the answers that state no theme."""

    other: tuple[Phrase, ...] = ()
    unclear: tuple[Phrase, ...] = ()
    no_change: tuple[Phrase, ...] = ()

    @field_validator("other", "unclear", "no_change")
    @classmethod
    def _examples_differ(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        _differ(value, "the example")
        return value


class TwiceError(ValueError):
    """Two parts that have to differ are the same."""


def _differ(values: Iterable[str], what: str) -> None:
    """Raises TwiceError where two values are the same."""
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise TwiceError(f"{what} '{value}' is there twice: give each its own")
        seen.add(value)


class Question(_Strict):
    """A question. `max` is the most options of a multi; `why` is shown with an about-you question."""

    id: Identifier
    type: Annotated[str, BeforeValidator(a_type)]
    text: Line
    options: Annotated[tuple[Option, ...], Field(validate_default=True)] = ()
    max: Annotated[int, Field(ge=1)] | None = None
    shuffle: bool = False
    then_say: Line | None = None
    why: Line | None = None
    themes: tuple[Theme, ...] = ()
    residual: Residual | None = None

    # Each rule stands on the field that it is about, so that an error is shown at that very line of the file.

    @field_validator("id")
    @classmethod
    def _id_is_free(cls, value: str) -> str:
        if value.casefold() in PLACES:
            raise ValueError(f"the id '{value}' is one that Earshot uses itself: choose another, such as Q_{value}")
        return value

    @field_validator("options", "max", "shuffle", "themes", "residual")
    @classmethod
    def _fits_the_type(cls, value: Any, info: ValidationInfo) -> Any:
        if info.field_name and (question_type := type_named(info.data.get("type"))):
            refuse_other_parts(question_type, info.field_name, value)
            if value or info.field_name == "options":
                question_type.check(info.field_name, value, info.data)
        return value

    @field_validator("options")
    @classmethod
    def _options_differ(cls, value: tuple[Option, ...], info: ValidationInfo) -> tuple[Option, ...]:
        if info.context == IN_A_FILE and len(value) > MOST_OPTIONS:
            raise ValueError(
                f"there are {len(value)} options, and no more than {MOST_OPTIONS} can be shown: take some away, or "
                "make it two questions"
            )
        _differ((option.id for option in value), "the id")
        _differ((option.text.casefold() for option in value), "the option")
        return value

    @field_validator("themes")
    @classmethod
    def _themes_differ(cls, value: tuple[Theme, ...]) -> tuple[Theme, ...]:
        _differ((theme.id for theme in value), "the id")
        return value

    @field_validator("residual")
    @classmethod
    def _residual_differs(cls, value: Residual | None, info: ValidationInfo) -> Residual | None:
        stated = {example for theme in info.data.get("themes", ()) for example in theme.examples}
        for code in RESIDUAL:
            for example in getattr(value, code, ()):
                if example in stated:
                    raise ValueError(
                        f"the example '{shortened(example)}' of '{code}' stands elsewhere too: keep one of the two"
                    )
                stated.add(example)
        return value

    def frame(self) -> CodeFrame:
        """The code frame of an open question. Raises ValueError for another."""
        if not type_of(self).takes_words:
            raise ValueError(f"question {self.id} is not open, so it has no code frame")
        return CodeFrame(
            self.id,
            self.text,
            tuple(
                code_frame.Theme(theme.id, theme.name or in_words(theme.id), theme.definition, theme.examples)
                for theme in self.themes
            ),
            {code: examples for code in RESIDUAL if (examples := getattr(self.residual, code, ()))},
        )

    def option(self, identifier: str) -> Option:
        """The option with this id. Raises KeyError where there is none."""
        for option in self.options:
            if option.id == identifier:
                return option
        raise KeyError(identifier)


def shortened(text: str) -> str:
    """The beginning of a text, to find it by."""
    return text if len(text) <= 40 else f"{text[:39].rstrip()}…"


def in_words(code: str) -> str:
    """A code as people read it where it has no name: "Fewer changes" for fewer_changes."""
    words = code.replace("_", " ").replace("-", " ").strip() or code
    return words[0].upper() + words[1:]


def _can_be_about_you(question: Question) -> Question:
    if type_of(question).takes_words:
        raise ValueError("an about-you question cannot be open, as words could say who someone is: give it options")
    if not question.why:
        raise ValueError("an about-you question needs 'why': add a line that says what the answer is used for")
    return question


class Consultation(_Strict):
    """One version of a consultation's text."""

    format: Literal[1]
    id: Identifier
    version: Annotated[int, Field(ge=1)]
    title: Line
    about: Line
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    about_you: tuple[Annotated[Question, AfterValidator(_can_be_about_you)], ...] = ()

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        _differ((question.id for question in (*self.questions, *self.about_you)), "the id")
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

    `opens` and `closes` are days, both included; `words_until` is the last day on which receipt words work.
    `group_codes` are kept in lower case. `web_address` is where its chat page is, shown to those who cannot use the
    door that they came through. `unchecked_help`: help in another language is shown, though no speaker signed for it.
    """

    text: Consultation
    status: Status
    opens: date
    closes: date
    words_until: date
    trial: bool = False
    group_codes: frozenset[str] = field(default=frozenset())
    web_address: str = ""
    unchecked_help: bool = False
