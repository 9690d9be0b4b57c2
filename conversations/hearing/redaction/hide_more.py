"""Hiding more of a redacted text, where a person finds something in it that no machine did."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from conversations.hearing.values import LABELS, Kind

_PLACEHOLDER = "|".join(re.escape(f"[{label}]") for label in LABELS.values())
_PIECES = re.compile(rf"(?P<hidden>{_PLACEHOLDER})|[@#+]?\w(?:[\w'’@.:/-]*\w)?")
_OF_SOMEBODY = re.compile(r"['’]s$")
_BETWEEN = re.compile(r"[^\w\n\[\]]*")
"""What may stand between two words that are hidden as one thing."""


@dataclass(frozen=True, slots=True)
class Word:
    """Where a word stands in a text: characters start to end (end not included)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Less:
    """A text with more hidden in it, and the kinds of all that is hidden, in order. `things`: what was hidden now, each
    as it stood there."""

    text: str
    hidden: tuple[Kind, ...]
    things: tuple[str, ...]


def words_in(text: str) -> list[Word]:
    """The words that can be hidden, in order: what is hidden already is none."""
    return [Word(*found.span()) for found in _PIECES.finditer(text) if not found["hidden"]]


def hide(text: str, hidden: Sequence[Kind], chosen: Collection[int], kind: Kind) -> Less:
    """Hides the words of these numbers in `words_in`; those that stand together as one thing. Numbers that are none
    are passed over."""
    stretches: list[tuple[int, int]] = []
    for at, word in enumerate(words_in(text)):
        if at not in chosen:
            continue
        if stretches and _BETWEEN.fullmatch(text, stretches[-1][1], word.start):
            stretches[-1] = (stretches[-1][0], word.end)
        else:
            stretches.append((word.start, word.end))
    kinds, less, things = list(hidden), text, []
    for start, end in reversed(stretches):
        before = len(re.findall(_PLACEHOLDER, text[:start]))
        kinds.insert(min(before, len(hidden)), kind)
        things.append(text[start:end])
        less = f"{less[:start]}[{LABELS[kind]}]{less[end:]}"
    return Less(less, tuple(kinds), tuple(reversed(things)))


def standing(text: str, things: Iterable[str]) -> set[int]:
    """The numbers of the words of a text that are these things, whatever their case, and whether or not something is
    said to be theirs (Dave's)."""
    there = _plain(text)
    found: set[int] = set()
    for thing in things:
        sought = _plain(thing)
        for at in range(len(there) - len(sought) + 1) if sought else ():
            if there[at : at + len(sought)] == sought:
                found.update(range(at, at + len(sought)))
    return found


def _plain(text: str) -> list[str]:
    return [_OF_SOMEBODY.sub("", text[word.start : word.end].casefold()) for word in words_in(text)]
