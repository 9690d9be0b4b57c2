"""What is wrong in a consultation file, in words that a participation worker can act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import yaml
from pydantic import BaseModel

from conversations.asking.consultation.model import Consultation, Option, Question, Residual, Theme
from conversations.asking.question_types import type_registry

Location = tuple[str | int, ...]

LISTS = ("questions", "about_you", "options", "themes")
"""The lists whose items have parts of their own."""

EXAMPLES = {
    Question: '- {id: Q1, type: open, text: "..."}',
    Option: '- {id: often, text: "Often"}',
    Theme: '- {id: trust, name: "Trust", definition: "..."}',
    Residual: 'unclear: ["...", "..."]',
}
QUOTES = "Put the words in double quotes"
SPACES = "Check the spaces at the start of the line"
COMPARE = "Compare it with docs/consultation-format.md"

NUMBER = ("{it} should be a whole number, from 1", "Write it like this: '{field}: 1'")
YES_OR_NO = ("{it} should be true or false", "Write '{field}: true', or leave it out")
IN_FIELD = {
    "missing": ("'{field}' is missing from {around}", "Add '{field}: ...' to it"),
    "string_too_short": ("{it} is empty", "Write its words after the colon"),
    "string_too_long": ("{it} has more than {max_length} letters", "Make it shorter: people read it on a phone"),
    "string_type": ("{it} should be words", f"Write it in one line. {QUOTES}"),
    "tuple_type": ("{it} should be a list", "Give each its own line under it, beginning with '- '"),
    "too_short": ("{it} is empty", "Add at least one"),
    "int_type": NUMBER,
    "int_parsing": NUMBER,
    "greater_than_equal": NUMBER,
    "bool_type": YES_OR_NO,
    "bool_parsing": YES_OR_NO,
}
"""What errors of a value mean, by pydantic's name for them."""

AT_FAULT, AT_START = False, True
SYNTAX = (
    ("mapping values are not", "a colon here makes a new part", AT_FAULT, f"{QUOTES} if it is theirs. {SPACES}"),
    ("a quoted scalar", "a quote opens here and does not close", AT_START, "Close it with the same kind of quote"),
    ("escape", "there is a backslash in double quotes", AT_FAULT, "Write two for one, or use single quotes"),
    ("parsing a flow", "a bracket opens here, and what is in it cannot be read", AT_START, f"Close it. {QUOTES}"),
    ("expected ':'", "there is no colon after the first word", AT_START, f"Write 'name: words'. {SPACES}"),
    ("single document", "a second document begins here", AT_FAULT, "Take '---' away, or make it two files"),
    (
        "<block end>",
        "this does not fit under the lines above",
        AT_FAULT,
        f"{SPACES}. {QUOTES} if they have quotes in them",
    ),
    (
        "sequence entries",
        "a '-' here makes a new item",
        AT_FAULT,
        f"Put it on a line of its own. {QUOTES} if it is theirs",
    ),
    ("found character", "words begin with a character that means something to YAML", AT_FAULT, QUOTES),
    ("alphabetic or numeric", "words begin with a character that means something to YAML", AT_FAULT, QUOTES),
)
"""Words of PyYAML's error, what it most often means, whether to show where the part began, and what to do."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong and how to mend it, neither with a full stop at the end."""

    what: str
    do: str


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the file: what it is called and what may stand in it."""

    called: str
    model: type[BaseModel]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.model.model_fields)

    def nearest(self, unknown: str) -> str | None:
        """The name that this misspelling most likely stands for."""
        return _most_like(unknown.strip().casefold().replace(" ", "_"), self.names, 0.6)


def _most_like(word: str, names: Sequence[str], least: float) -> str | None:
    """The name that is most like the word, where they are alike enough: from 0 (not at all) to 1."""
    # Most files have no mistake, and every command reads those that come with Earshot.
    from rapidfuzz import process  # noqa: PLC0415
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    best = process.extractOne(word, names, scorer=OSA.normalized_similarity)
    return best[0] if best and best[1] >= least else None


def place(location: Location, data: object = None) -> Place:
    """The part of the file at this location, called by the question's id where `data` has one."""
    part = Place("the file", Consultation)
    for name, index in pairwise((*location, "")):
        if name == "residual":
            part = Place(f"'residual' of {part.called}", Residual)
        if not isinstance(index, int) or name not in LISTS:
            continue
        inner = data.get(name) if isinstance(data, dict) else None
        data = inner[index] if isinstance(inner, list) and index < len(inner) else None
        if name in ("questions", "about_you"):
            identifier = data.get("id") if isinstance(data, dict) else None
            kind = "question" if name == "questions" else "about-you question"
            part = Place(f"{kind} {identifier if isinstance(identifier, str) else index + 1}", Question)
        else:
            one = "option" if name == "options" else "theme"
            part = Place(f"{one} {index + 1} of {part.called}", Option if name == "options" else Theme)
    return part


# ------------------------------------------------------------------------------------------------ in a value


def in_field(error: Mapping[str, Any], data: object) -> Mistake:
    """What one error of the model means."""
    location = error["loc"]
    field = str(location[-1]) if location else ""
    if isinstance(location[-1] if location else "", int) and location[-2] not in LISTS:
        return _in_example(error, f"an example in '{location[-2]}' of {place(location[:-2], data).called}")
    around = place(location[:-1], data)
    whole = place(location, data)
    context: dict[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "value_error":
            what, _, do = str(context["error"]).partition(": ")
            return Mistake(
                f"{around.called if field in around.names else whole.called}: {what}", do[:1].upper() + do[1:]
            )
        case "extra_forbidden":
            return _unknown(field, around, nothing=error["input"] is None)
        case "no_type":
            return _type(error["input"], around)
        case "model_type":
            return Mistake(f"{whole.called} has not the parts it needs", f"Write it like this: {EXAMPLES[whole.model]}")
        case "string_pattern_mismatch":
            what = f"'{error['input']}' cannot be the id of {around.called}"
            return Mistake(what, "Begin with a letter, then up to 39 letters (a to z), numbers, - or _")
        case kind:
            if kind == "string_type" and error["input"] is None:
                kind = "string_too_short"
            what, do = IN_FIELD.get(kind, (f"{{it}} cannot be used: {error['msg']}", COMPARE))
            named = {"it": f"'{field}' of {around.called}", "field": field, "around": around.called, **context}
            return Mistake(what.format(**named), do.format(**named))


def _in_example(error: Mapping[str, Any], called: str) -> Mistake:
    """What is wrong with one of the examples of a frame."""
    match error["type"]:
        case "string_too_long":
            return Mistake(f"{called} has more than {error['ctx']['max_length']} letters", "Make it shorter")
        case "string_too_short":
            return Mistake(f"{called} is empty", "Write an answer after the '- ', or take the line away")
        case _ if error["input"] is None:
            return Mistake(f"{called} is empty", "Write an answer after the '- ', or take the line away")
        case _:
            return Mistake(f"{called} should be words", f"Write it in one line. {QUOTES}")


def _unknown(field: str, around: Place, nothing: bool) -> Mistake:
    what = f"{around.called} has '{field}', which is unknown"
    if nearest := around.nearest(field):
        return Mistake(what, f"Write '{nearest}' if that is meant")
    if nothing and " " in field:
        return Mistake(what, f"If it is part of a text with a comma: {QUOTES.lower()}")
    return Mistake(what, f"Take it away; there can be: {', '.join(around.names)}")


def _type(written: object, around: Place) -> Mistake:
    what = f"'{written}' is no type of question, in {around.called}"
    types = type_registry.TYPES
    word = str(written).strip().casefold()
    nearest = _most_like(word, tuple(types), 0.5)
    likely = next((one.name for one in types.values() if word in one.also_called), nearest)
    meant = f"Did you mean {likely}? " if likely else ""
    return Mistake(what, f"{meant}The types are {', '.join(types)}")


# ------------------------------------------------------------------------------------------------ in the YAML


def in_yaml(error: yaml.YAMLError, text: str) -> tuple[int, Mistake]:
    """The line, from 1, of what stops the file being read, and what it means."""
    if isinstance(error, yaml.reader.ReaderError):
        line = text[: error.position].count("\n") + 1
        return line, Mistake("there is a character here that cannot be seen or read", "Write the line again")
    if not isinstance(error, yaml.MarkedYAMLError):
        return 1, Mistake("the file cannot be read as YAML", COMPARE)
    mark = error.problem_mark or error.context_mark
    said = f"{error.context or ''} {error.problem or ''}"
    for words, what, where_it_began, do in SYNTAX:
        if words in said:
            mark = error.context_mark if where_it_began and error.context_mark else mark
            return (mark.line + 1 if mark else 1), Mistake(what, do)
    return (mark.line + 1 if mark else 1), Mistake(f"YAML cannot read this ({error.problem})", COMPARE)
