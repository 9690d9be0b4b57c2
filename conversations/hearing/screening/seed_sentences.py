"""Seed sentences of screening: what young people write when something is wrong, and what only sounds like it.

A file of seeds/ is one kind of harm, named after it, as in neglect.yaml. It holds `urgent` and `concern`, one or both,
each a list of sentences in quotes. harmless.yaml holds `look_alike` and `plain`. An organisation can keep a folder of
its own beside these, with as many of the files as it likes: its sentences are added. docs/screening.md says more.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

import yaml

from conversations.hearing.values import RISK_KINDS, Risk

HARMLESS = "harmless"
LEVELS = {"urgent": Risk.URGENT, "concern": Risk.CONCERN}
LONGEST = 600
"""Characters in the longest seed."""


class SeedsError(Exception):
    """A file of seeds cannot be used; names the file and the line, and says what to do."""


FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Seed:
    """`kind` is one of RISK_KINDS, or "" where the sentence is harmless (`level` is NONE then)."""

    text: str = field(repr=False)
    kind: str
    level: Risk


def _sentences(file: Traversable, kind: str) -> Iterator[Seed]:
    levels = dict.fromkeys(("look_alike", "plain"), Risk.NONE) if kind == HARMLESS else LEVELS
    known = " and ".join(levels)
    tree = _yaml(file)
    if not isinstance(tree, yaml.MappingNode):
        raise SeedsError(f"{file.name}, line 1: has to hold {known}, each with a list of sentences")
    for name, entries in tree.value:
        where = _where(file, name)
        if name.value not in levels:
            raise SeedsError(f"{where}: does not know `{name.value}`; use {known}")
        if not isinstance(entries, yaml.SequenceNode):
            raise SeedsError(f"{where}: `{name.value}` needs a list of sentences, each after a dash")
        for entry in entries.value:
            yield Seed(_sentence(file, entry), "" if kind == HARMLESS else kind, levels[name.value])


def _yaml(file: Traversable) -> yaml.Node | None:
    """The tree of a file, which knows the line of everything."""
    try:
        return yaml.compose(file.read_text(encoding="utf-8"), FAST)
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise SeedsError(f"{file.name}{line}: cannot be read; put each sentence in quotes after a dash") from None
    except (yaml.YAMLError, UnicodeDecodeError, OSError):
        raise SeedsError(f"{file.name}: cannot be read; save it as plain text (UTF-8)") from None


def _where(file: Traversable, node: yaml.Node) -> str:
    return f"{file.name}, line {node.start_mark.line + 1}"


def _sentence(file: Traversable, entry: yaml.Node) -> str:
    if not isinstance(entry, yaml.ScalarNode) or not entry.value.strip():
        raise SeedsError(f"{_where(file, entry)}: is not a sentence; put it in quotes")
    if len(entry.value) > LONGEST:
        raise SeedsError(f"{_where(file, entry)}: is longer than {LONGEST} characters; keep to what matters in it")
    sentence: str = entry.value.strip()
    return sentence


def load(folder: Traversable) -> tuple[Seed, ...]:
    """The seeds of a folder, in the order of RISK_KINDS, then the harmless ones; each sentence once.

    Raises SeedsError, which names file and line; also for a .yaml file that is none of these.
    """
    names = (*RISK_KINDS, HARMLESS)
    try:
        there = sorted(file.name for file in folder.iterdir() if file.name.endswith((".yaml", ".yml")))
    except OSError:
        raise SeedsError(f"{folder.name}: is not a folder that can be read") from None
    for name in there:
        if name.removesuffix(".yaml") not in names:
            raise SeedsError(f"{name}: is no kind of harm; name the file {', '.join(names[:-1])} or {HARMLESS}.yaml")
    found = {
        (seed.text, seed.kind): seed
        for name in names
        if f"{name}.yaml" in there
        for seed in _sentences(folder / f"{name}.yaml", name)
    }
    return tuple(found.values())


def joined(shipped: tuple[Seed, ...], own: tuple[Seed, ...]) -> tuple[Seed, ...]:
    """The seeds that the product ships and an organisation's own. Where both have a sentence, its own label counts."""
    theirs = {seed.text for seed in own}
    return (*(seed for seed in shipped if seed.text not in theirs), *own)


@cache
def seeds() -> tuple[Seed, ...]:
    """The seeds that the product ships, read at the first call."""
    return load(resources.files(__package__) / "seeds")
