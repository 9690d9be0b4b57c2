"""Placeholders and their numbers: the same thing has the same number, different things have different ones."""

import re
from collections.abc import Hashable, Iterator, Sequence

from conversations.hearing.text.normalisation import plain
from conversations.hearing.values import LABELS, Kind, Span

PLACEHOLDER = re.compile(rf"\[(?P<label>{'|'.join(LABELS.values())})(?: (?P<number>\d{{1,4}}))?\]")
"""What stands where something was hidden: "[name]", "[name 2]", "[school or group]" ..."""

Same = frozenset[Hashable]
"""What a hidden thing is known by: its words, or marks of them (entity_marks.py)."""


def words_of(hidden: str) -> frozenset[str]:
    """The words by which a hidden thing is known again: "Jack" and "jacks" have the same one."""
    words = (word.removesuffix("'s").removesuffix("’s") for word in plain(hidden).text.casefold().split())
    return frozenset(word.removesuffix("s") or word for word in words)


def _number(these: Same, seen: list[Same]) -> int:
    """Which of the things seen so far this is, from 1. "Jack" and "Jack Smith" are one."""
    for number, those in enumerate(seen, 1):
        if these <= those or those <= these:
            return number
    seen.append(these)
    return len(seen)


def numbered(raw: str, spans: Sequence[Span]) -> tuple[str, list[tuple[int, int]]]:
    """The text with each span replaced by its kind, numbered where one kind hides several different things; and where
    these placeholders stand in it."""
    taken: dict[str, int] = {}
    for match in PLACEHOLDER.finditer(raw):
        taken[match["label"]] = max(taken.get(match["label"], 0), int(match["number"] or 0))
    seen: dict[Kind, list[Same]] = {}
    numbers = [_number(words_of(raw[span.start : span.end]), seen.setdefault(span.kind, [])) for span in spans]
    made, at, stands = "", 0, []
    for span, number in zip(spans, numbers, strict=True):
        label = LABELS[span.kind]
        behind = f" {taken.get(label, 0) + number}" if len(seen[span.kind]) > 1 else ""
        made += raw[at : span.start]
        stands.append((len(made), len(made) + len(label) + len(behind) + 2))
        made += f"[{label}{behind}]"
        at = span.end
    return made + raw[at:], stands


def together(parts: Sequence[tuple[str, Sequence[Same]]]) -> list[str]:
    """Redacted texts that are one answer, numbered as one. Each comes with what its placeholders are known by, in
    order; an empty set where that is not known, as in what was typed as it stands: such a one is the same thing only
    as one of the same number in the same text.
    """
    seen: dict[str, list[Same]] = {}
    numbers: list[list[tuple[re.Match[str], int]]] = []
    for part, (text, known) in enumerate(parts):
        here = []
        for match, same in _with(text, known):
            one = same or frozenset([(part, match["number"])])
            here.append((match, _number(one, seen.setdefault(match["label"], []))))
        numbers.append(here)
    return [_written(text, here, seen) for (text, _), here in zip(parts, numbers, strict=True)]


def _with(text: str, known: Sequence[Same]) -> Iterator[tuple[re.Match[str], Same]]:
    matches = list(PLACEHOLDER.finditer(text))
    return zip(matches, known if len(known) == len(matches) else [frozenset()] * len(matches), strict=True)


def _written(text: str, numbers: Sequence[tuple[re.Match[str], int]], seen: dict[str, list[Same]]) -> str:
    pieces, at = [], 0
    for match, number in numbers:
        label = match["label"]
        pieces += [text[at : match.start()], f"[{label} {number}]" if len(seen[label]) > 1 else f"[{label}]"]
        at = match.end()
    return "".join([*pieces, text[at:]])
