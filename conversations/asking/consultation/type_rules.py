"""Which parts a question of each type may have in the file, and what is said of those that it may not."""

from pydantic_core import PydanticCustomError

from conversations.asking.question_types.question_type import QuestionType
from conversations.asking.question_types.type_registry import type_named, types_with

REFUSED = {
    "options": "{a_this} question has no options: take 'options' away, or change 'type'",
    "max": "only {others} question has 'max': take it away, or change 'type' to {named}",
    "shuffle": "only {others} question can be shuffled: take 'shuffle' away",
    "themes": "only {others} question has themes: take 'themes' away, or change 'type' to {named}",
    "residual": "only {others} question has 'residual': take it away, or change 'type' to {named}",
}
"""What is wrong with each part where the type has none, and what to do."""


def a_type(written: object) -> str:
    """The name of a type as it is written. Raises PydanticCustomError "no_type" where there is none called so."""
    if (found := type_named(written)) is None:
        raise PydanticCustomError("no_type", "no type of question")
    return found.name


def refuse_other_parts(question_type: QuestionType, part: str, value: object) -> None:
    """Raises ValueError, in words, where the file gives a part that questions of this type have not."""
    if value and part not in question_type.parts:
        named = _listed(types_with(part))
        raise ValueError(REFUSED[part].format(a_this=_a(question_type.name), others=_a(named), named=named))


def _listed(names: tuple[str, ...]) -> str:
    """As in: choice, multi or ranking."""
    return " or ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _a(words: str) -> str:
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"
