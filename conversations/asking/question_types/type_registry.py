"""The types of question that there are: the one list of them. A new type is a file beside this one, and a row here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from conversations.asking.question_types.choice import CHOICE
from conversations.asking.question_types.multi import MULTI
from conversations.asking.question_types.open import OPEN
from conversations.asking.question_types.question_type import QuestionType
from conversations.asking.question_types.scale import SCALE

if TYPE_CHECKING:
    from conversations.asking.consultation.model import Question

_ALL: tuple[QuestionType, ...] = (CHOICE, MULTI, SCALE, OPEN)

TYPES: Mapping[str, QuestionType] = MappingProxyType({one.name: one for one in _ALL})
"""By the name in the file. Nothing can be added while it runs; a test that tries another type puts a list of its own
in this one's place, for as long as the test lasts."""


def type_of(question: Question) -> QuestionType:
    """The type of this question."""
    return TYPES[question.type]


def type_named(name: object) -> QuestionType | None:
    """The type that the file calls so; None where there is none."""
    return TYPES.get(name) if isinstance(name, str) else None


def types_with(part: str) -> tuple[str, ...]:
    """The names of the types whose questions may have this part in the file."""
    return tuple(one.name for one in TYPES.values() if part in one.parts)
