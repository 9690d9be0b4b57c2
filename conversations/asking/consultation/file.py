"""Consultation files: from YAML to a Consultation, or to every mistake in the file with its line and what to do.

All values are read as the words that stand in the file: Yes, No, None and 1 need no quotes to stay text. Numbers and
true or false are understood where the format asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import ValidationError

from conversations.asking.consultation.model import FORMAT, IN_A_FILE, Consultation, TwiceError, shortened
from conversations.asking.consultation.problems import Location, Mistake, in_field, in_yaml, place
from conversations.asking.question_types.type_registry import type_of
from conversations.hearing.themes.code_frame import RESIDUAL, CodeFrame
from conversations.yaml_loader import FAST, read

BUNDLED = ("stable_homes", "advocacy")
DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file. `line` counts from 1; `do` says how to mend it."""

    file: str
    line: int
    what: str
    do: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.what}. {self.do}."


class ConsultationFileError(Exception):
    """A consultation file cannot be used. `problems` has all that was found, in the order of the lines."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def read_consultation(text: str | bytes, name: str) -> Consultation:
    """The consultation that a file says. `name` is what errors call the file; bytes are taken as UTF-8.

    Raises ConsultationFileError with every mistake; where it is not YAML, with those that stop it being read.
    """
    found: list[tuple[int, Mistake]] = []
    root = _root(text, found)
    data = _plain(root, found) if root else None
    consultation = None
    if isinstance(data, dict) and isinstance(root, yaml.MappingNode):
        if _format_is_known(data, root, found):
            found.extend(_twice(root))
            consultation = _validated(data, root, found)
    elif not found:
        found.append((1, Mistake("this is no consultation", "Begin the file with 'format: 1', then 'id: ...'")))
    if found or consultation is None:
        found.sort(key=lambda one: one[0])
        raise ConsultationFileError(tuple(Problem(name, line, one.what, one.do) for line, one in dict.fromkeys(found)))
    return consultation


@cache
def bundled() -> tuple[Consultation, ...]:
    """The consultations that come with Earshot; the first is the one that a trial starts with."""
    return tuple(_without_mistakes(bundled_file(name)) for name in BUNDLED)


def bundled_file(name: str) -> str:
    return (files(__package__) / "bundled" / f"{name}.yaml").read_text(encoding="utf-8")


def bundled_versions() -> tuple[tuple[str, int], ...]:
    """Their ids and versions, from the heads of their files: to read them whole takes a tenth of a command's time."""
    heads = (read(bundled_file(name).partition("\nquestions:")[0]) for name in BUNDLED)
    return tuple((head["id"], head["version"]) for head in heads)


def _without_mistakes(text: str) -> Consultation:
    """Reads a file that a test has read for mistakes: every command reads these, and to look for some takes as long."""
    root = yaml.compose(text, Loader=FAST)
    data = _plain(root, []) if root else None
    return Consultation.model_validate({**data, "format": FORMAT} if isinstance(data, dict) else data)


def bundled_frames() -> dict[str, CodeFrame]:
    """The code frames of their open questions, by question."""
    questions = (question for consultation in bundled() for question in consultation.questions)
    return {question.id: question.frame() for question in questions if type_of(question).takes_words}


# ---------------------------------------------------------------------------------------------------- the YAML


def _root(text: str | bytes, found: list[tuple[int, Mistake]]) -> yaml.Node | None:
    """The tree of the file; None, and what is wrong added to `found`, where there is none."""
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            what = "there is a letter here that is not in UTF-8"
            found.append((line, Mistake(what, "Save the file again, with the encoding UTF-8")))
            return None
    try:
        try:
            return _composed(text, FAST, found)
        except yaml.YAMLError:  # again, for the plainer errors
            return _composed(text, yaml.SafeLoader, found)
    except yaml.YAMLError as error:
        tabs = [
            number for number, line in enumerate(text.split("\n"), 1) if "\t" in line[: -len(line.lstrip()) or None]
        ]
        if tabs:
            what = "there is a tab at the start of the line"
            found.extend((number, Mistake(what, "Use spaces: YAML allows no tabs there")) for number in tabs)
        else:
            found.append(in_yaml(error, text))
        return None


def _composed(text: str, loader: Any, found: list[tuple[int, Mistake]]) -> yaml.Node | None:
    return None if _too_deep(text, loader, found) else yaml.compose(text, Loader=loader)


def _too_deep(text: str, loader: Any, found: list[tuple[int, Mistake]]) -> bool:
    """Whether the file nests deeper than any consultation does, or repeats parts of itself by reference."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            what = f"'*{event.anchor}' points to another part of the file"
            found.append((line, Mistake(what, "Write that part out again, or put the words in double quotes")))
            return True
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            found.append((line, Mistake("too many parts inside one another", "Take the brackets or spaces away")))
            return True
    return False


def _plain(node: yaml.Node, found: list[tuple[int, Mistake]]) -> object:
    """The node as text, lists and dictionaries; None for nothing."""
    if isinstance(node, yaml.MappingNode):
        plain: dict[str, object] = {}
        lines: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                found.append((line, Mistake("a name is missing before the colon", "Write it as 'name: words'")))
            elif key.value in lines:
                what = f"'{key.value}' is already there, in line {lines[key.value]}"
                found.append((line, Mistake(what, "Keep one of the two")))
            else:
                lines[key.value] = line
                plain[key.value] = _plain(value, found)
        return plain
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, found) for item in node.value]
    return None if _is_nothing(node) else node.value


def _is_nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~", "null")


def _member(node: yaml.Node, part: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    """A member of a mapping or list, with the node that its name stands in."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == part:
                return key, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    return None


def _line(root: yaml.Node, location: Location, *, name: bool) -> int:
    """The line, from 1, of what is at the location, or of the nearest thing around it. `name`: of its name."""
    node = root
    line: int = root.start_mark.line
    for part in location:
        if (member := _member(node, part)) is None:
            break
        key, node = member
        by_name = name or not isinstance(node, yaml.ScalarNode) or _is_nothing(node)
        line = (key if by_name else node).start_mark.line
    return line + 1


# ------------------------------------------------------------------------------------------------ the consultation


def _format_is_known(data: dict[str, object], root: yaml.Node, found: list[tuple[int, Mistake]]) -> bool:
    """Whether the rest of the file can be read as format 1; sets the number as the model wants it."""
    line = _line(root, ("format",), name=True)
    if "format" not in data:
        found.append((line, Mistake("'format' is missing", f"Add the line 'format: {FORMAT}' at the top")))
    elif data["format"] != str(FORMAT):
        what = f"this version of Earshot reads format {FORMAT}, and the file says '{data['format']}'"
        found.append((line, Mistake(what, f"Write 'format: {FORMAT}', or use the version of Earshot that it is for")))
        return False
    data["format"] = FORMAT
    return True


def _validated(data: dict[str, object], root: yaml.Node, found: list[tuple[int, Mistake]]) -> Consultation | None:
    try:
        return Consultation.model_validate(data, context=IN_A_FILE)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        missing = {one["loc"] for one in errors if one["type"] == "missing"}
        misspelt = {_meant(one["loc"], missing) for one in errors if one["type"] == "extra_forbidden"}
        for one in errors:
            if one["loc"] in misspelt or _is_told_elsewhere(one["type"], one["input"], one.get("ctx", {})):
                continue
            line = _line(root, one["loc"], name=one["type"] == "extra_forbidden")
            found.append((line, in_field(one, data)))
        return None


def _is_told_elsewhere(kind: str, value: object, context: Mapping[str, object]) -> bool:
    """What is there twice was found in the tree; a list whose items are all wrong is not empty."""
    return isinstance(context.get("error"), TwiceError) or (kind == "too_short" and bool(value))


def _meant(unknown: Location, missing: set[Location]) -> Location | None:
    """The missing name that an unknown one stands for: one mistake, told once."""
    nearest = place(unknown[:-1]).nearest(str(unknown[-1]))
    location = (*unknown[:-1], nearest) if nearest else None
    return location if location in missing else None


def _twice(root: yaml.MappingNode) -> Iterator[tuple[int, Mistake]]:
    """Ids that two questions, options or themes share, and options that say the same."""
    questions = [item for part in ("questions", "about_you") for item in _items(root, part)]
    yield from _same(questions, "id", "id")
    for question in questions:
        yield from _same(_items(question, "options"), "id", "id")
        yield from _same(_items(question, "options"), "text", "option")
        yield from _same(_items(question, "themes"), "id", "id")
        for theme in _items(question, "themes"):
            yield from _repeated(_items(theme, "examples"))
        if (residual := _member(question, "residual")) is not None:
            for code in RESIDUAL:
                yield from _repeated(_items(residual[1], code))


def _items(node: yaml.Node, part: str) -> list[yaml.Node]:
    member = _member(node, part)
    return list(member[1].value) if member and isinstance(member[1], yaml.SequenceNode) else []


def _same(nodes: list[yaml.Node], part: str, what: str) -> Iterator[tuple[int, Mistake]]:
    lines: dict[str, int] = {}
    for node in nodes:
        member = _member(node, part)
        if member is None or not isinstance(member[1], yaml.ScalarNode) or _is_nothing(member[1]):
            continue
        value = member[1].value.strip()
        same = value if part == "id" else value.casefold()
        line = member[1].start_mark.line + 1
        if same in lines:
            yield line, Mistake(f"the {what} '{value}' is already used in line {lines[same]}", "Give each its own")
        lines.setdefault(same, line)


def _repeated(nodes: list[yaml.Node]) -> Iterator[tuple[int, Mistake]]:
    """Examples that stand twice in one list."""
    lines: dict[str, int] = {}
    for node in nodes:
        if not isinstance(node, yaml.ScalarNode) or _is_nothing(node):
            continue
        line = node.start_mark.line + 1
        if (example := node.value.strip()) in lines:
            what = f"the example '{shortened(example)}' is already there in line {lines[example]}"
            yield line, Mistake(what, "Keep one of the two")
        lines.setdefault(example, line)
