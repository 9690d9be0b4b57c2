"""The reviewed phrases of screening: what their files say, and how they are read.

A file is one kind of harm. It begins with `kind` and holds `phrases`, each with:

    id       a name of its own, as in cutting_now
    level    concern, urgent, or when: urgent if the text speaks of now, concern otherwise
    says     the ways to say it; one is enough
    unless   ways to say something harmless with these words: where one stands close by, the phrase does not count
    itself   true: those take a phrase back only where they share words with it, not from close by
    weak     true: it says too little to raise a flag by itself where there is an encoder; it counts with the rest
    alone    true: a "not" or "never" just before it takes nothing away (for phrases that hold a "not" themselves)

wording.py says how a wording is written.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from conversations.hearing.screening.wording import Wording, wording
from conversations.hearing.values import RISK_KINDS, Risk
from conversations.yaml_loader import read

_ENTRY = ("id", "level", "says", "unless", "itself", "alone", "weak")
LEVELS = {"concern": Risk.CONCERN, "urgent": Risk.URGENT, "when": None}


class PhraseBookError(Exception):
    """A file of phrases cannot be used; names the file and the entry, and says what to do."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """`level` is None where the time that the text speaks of decides."""

    kind: str
    name: str
    level: Risk | None
    says: tuple[Wording, ...]
    unless: tuple[Wording, ...]
    alone: bool
    itself: bool = False
    weak: bool = False


Place = tuple[int, int]
"""Which phrase of a book, and which of its wordings."""


@dataclass(frozen=True, slots=True)
class Index:
    """Which wordings are worth trying on a text, by what it has: these words, or these letters anywhere; and those that
    have to be tried on any."""

    words: Mapping[str, frozenset[Place]]
    parts: Mapping[str, frozenset[Place]]
    always: frozenset[Place]

    def worth_trying(self, words: Iterable[str], text: str) -> list[Place]:
        """In the order of the book. `words`: those of the text, each once."""
        worth = set(self.always)
        for word in words:
            worth |= self.words.get(word, frozenset())
        for part, places in self.parts.items():
            if part in text:
                worth |= places
        return sorted(worth)


def _index(found: Iterable[Phrase]) -> Index:
    words: defaultdict[str, set[Place]] = defaultdict(set)
    parts: defaultdict[str, set[Place]] = defaultdict(set)
    always: set[Place] = set()
    for number, phrase in enumerate(found):
        for at, one in enumerate(phrase.says):
            for word in one.words:
                words[word].add((number, at))
            for part in one.parts:
                parts[part].add((number, at))
            if not one.words and not one.parts:
                always.add((number, at))
    return Index(
        {word: frozenset(places) for word, places in words.items()},
        {part: frozenset(places) for part, places in parts.items()},
        frozenset(always),
    )


@dataclass(frozen=True, slots=True)
class PhraseBook:
    phrases: tuple[Phrase, ...]
    now: tuple[Wording, ...]
    past: tuple[Wording, ...]
    joking: tuple[Wording, ...]
    same: Mapping[str, str]
    index: Index = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", _index(self.phrases))


def _lists(file: Traversable) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """The lists by name, and the plain word for each other spelling."""
    raw = _yaml(file)
    same = raw.pop("same", {}) if isinstance(raw, dict) else None
    for lists in (raw, same):
        if not isinstance(lists, dict) or not all(isinstance(words, list) for words in lists.values()):
            raise PhraseBookError(f"{file.name}: has to hold names, each with a list of words")
    spelt = {str(other): str(word) for word, others in same.items() for other in others} if same else {}
    return {str(name): tuple(str(word) for word in words) for name, words in raw.items()}, spelt


def _yaml(file: Traversable) -> Any:
    try:
        return read(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise PhraseBookError(f"{file.name}{where}: cannot be read; check spaces, quotes and dashes") from None


def _phrases(file: Traversable, lists: Mapping[str, tuple[str, ...]]) -> Iterator[Phrase]:
    raw = _yaml(file)
    if not isinstance(raw, dict) or raw.get("kind") not in RISK_KINDS or not isinstance(raw.get("phrases"), list):
        raise PhraseBookError(f"{file.name}: needs `kind`, one of {', '.join(RISK_KINDS)}, and a list of `phrases`")
    seen: set[str] = set()
    for number, entry in enumerate(raw["phrases"], 1):
        name = entry.get("id") if isinstance(entry, dict) else None
        where = f"{file.name}, entry {name or number}"
        if not isinstance(entry, dict) or not isinstance(name, str):
            raise PhraseBookError(f"{where}: needs an `id`")
        if name in seen:
            raise PhraseBookError(f"{where}: has the id of another entry; give each its own")
        seen.add(name)
        yield _phrase(raw["kind"], name, entry, lists, where)


def _phrase(kind: str, name: str, entry: dict[str, Any], lists: Mapping[str, tuple[str, ...]], where: str) -> Phrase:
    """One entry of a file. `where` it stands is said in what is raised."""
    if unknown := set(entry) - {*_ENTRY}:
        raise PhraseBookError(f"{where}: does not know `{sorted(unknown)[0]}`; use {', '.join(_ENTRY)}")
    if entry.get("level") not in LEVELS:
        raise PhraseBookError(f"{where}: `level` has to be concern, urgent or when")
    if not isinstance(entry.get("says"), list) or not entry["says"]:
        raise PhraseBookError(f"{where}: `says` needs at least one way to say it")
    try:
        says = tuple(wording(one, lists) for one in entry["says"])
        unless = tuple(wording(one, lists) for one in entry.get("unless", ()))
    except ValueError as error:
        raise PhraseBookError(f"{where}: {error}") from None
    alone, itself, weak = (bool(entry.get(one, False)) for one in ("alone", "itself", "weak"))
    return Phrase(kind, name, LEVELS[entry["level"]], says, unless, alone, itself, weak)


def load(folder: Traversable) -> PhraseBook:
    """Reads words.yaml and a file for each kind. Raises PhraseBookError, which names file and entry."""
    lists, same = _lists(folder / "words.yaml")
    for name in ("now", "past", "joking"):
        if name not in lists:
            raise PhraseBookError(f"words.yaml: needs the list `{name}`")
    found: list[Phrase] = []
    for kind in RISK_KINDS:
        file = folder / f"{kind}.yaml"
        if not file.is_file():
            raise PhraseBookError(f"{kind}.yaml: is missing; each kind needs its file")
        found += _phrases(file, lists)
    try:
        now, past, joking = (tuple(wording(one, lists) for one in lists[name]) for name in ("now", "past", "joking"))
    except ValueError as error:
        raise PhraseBookError(f"words.yaml: {error}") from None
    return PhraseBook(tuple(found), now, past, joking, same)


@cache
def phrases() -> PhraseBook:
    """The phrases that the product ships, read at the first call."""
    return load(resources.files(__package__) / "phrases")
