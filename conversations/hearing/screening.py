"""Screening: does a text speak of a risk of harm? By the reviewed phrases of phrases/, on the raw words.

Screening helps people to read the most urgent first. What it does not flag is not thereby safe.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conversations.hearing.heard import Flag, Risk, Span
from conversations.hearing.lists import word_set
from conversations.hearing.phrases import KINDS, Phrase, Phrases, Way, phrases
from conversations.hearing.plain import Plain, plain
from conversations.hearing.redaction import replaced

NEAR = 30
"""Harmless words take a phrase back where at most this many characters lie between the two."""

_TOKEN = re.compile(r"[^\W_]+(?:['’`´&%-]?[^\W_]+)*|[.!?;\n]+|[\U0001F300-\U0001FAFF]|[£&=]")
_STOP = frozenset(".!?;\n")
_NOT = word_set("nots")
_APOSTROPHES = str.maketrans("", "", "'’`´")


@dataclass(frozen=True, slots=True)
class _Said:
    """A text as phrases read it: lower-case words, single spaces, a full stop between sentences."""

    words: str
    each: frozenset[str]
    at: list[int]  # where each word begins in `words`
    places: list[tuple[int, int]]  # where it stands in the plain text


def _said(text: str, book: Phrases) -> _Said:
    words = [" "]
    at: list[int] = []
    places: list[tuple[int, int]] = []
    length = 1
    for match in _TOKEN.finditer(text):
        piece = match[0]
        word = "." if piece[0] in _STOP else piece.lower().translate(_APOSTROPHES)
        word = book.same.get(word, word)
        at.append(length)
        places.append(match.span())
        words.append(word + " ")
        length += len(word) + 1
    return _Said("".join(words), frozenset(word[:-1] for word in words), at, places)


def _matches(way: Way, said: _Said) -> Iterable[re.Match[str]]:
    if (way.words or way.parts) and way.words.isdisjoint(said.each):
        for part in way.parts:
            if part in said.words:
                break
        else:
            return ()
    return way.pattern.finditer(said.words)


def _any(ways: Iterable[Way], said: _Said) -> bool:
    return any(True for way in ways for _ in _matches(way, said))


def _denied(said: str, start: int) -> bool:
    """Whether one of the two words before says no; a "nobody" has to be the very next one."""
    before = said[:start].split()[-2:]
    return any(word in _NOT for word in before[-1:]) or any(word in _NOT and word != "nobody" for word in before[:-1])


def _raised(phrase: Phrase, said: _Said) -> list[tuple[int, int]]:
    found = [
        (match.start(), match.end())
        for way in phrase.says
        for match in _matches(way, said)
        if phrase.alone or not _denied(said.words, match.start())
    ]
    if not found:
        return []
    harmless = [match.span() for way in phrase.unless for match in _matches(way, said)]
    return [
        (start, end)
        for start, end in found
        if not any(first < end + NEAR and last > start - NEAR for first, last in harmless)
    ]


def _level(phrase: Phrase, now: bool, past: bool) -> Risk:
    if phrase.level is not None:
        return phrase.level
    return Risk.URGENT if now and not past else Risk.CONCERN


def _words(raw: str, seen: Plain, said: _Said, found: Sequence[tuple[int, int]], spans: Sequence[Span]) -> str:
    """What raised the flag, as it reads after redaction; pieces that lie apart are joined by dots."""
    ranges: list[list[int]] = []
    for start, end in sorted(found):
        inside = [place for at, place in zip(said.at, said.places, strict=True) if start <= at < end]
        if not inside:
            continue
        first, last = seen.raw(inside[0][0], inside[-1][1])
        for span in spans:
            if span.start < last and span.end > first:
                first, last = min(first, span.start), max(last, span.end)
        if ranges and first <= ranges[-1][1] + 1:
            ranges[-1][1] = max(ranges[-1][1], last)
        else:
            ranges.append([first, last])
    pieces = [
        replaced(
            raw[first:last],
            [Span(span.start - first, span.end - first, span.kind) for span in spans if first <= span.start < last],
        )
        for first, last in ranges
    ]
    return " … ".join(" ".join(piece.split()) for piece in pieces)


def screen(raw: str, spans: Sequence[Span], book: Phrases | None = None) -> Flag | None:
    """The flag that a raw text raises, or None. What redaction hides (`spans`) is hidden in the flag's words too.

    `book` holds the phrases to screen by; those that the product ships where it is left out.
    """
    book = book or phrases()
    seen = plain(raw)
    said = _said(seen.text, book)
    now, past, joking = (_any(ways, said) for ways in (book.now, book.past, book.joking))
    level = Risk.NONE
    kinds: set[str] = set()
    found: list[tuple[int, int]] = []
    for phrase in book.phrases:
        places = _raised(phrase, said)
        if not places:
            continue
        worth = _level(phrase, now, past)
        if joking and worth < Risk.URGENT:
            continue
        level = max(level, worth)
        kinds.add(phrase.kind)
        found += places
    if level is Risk.NONE:
        return None
    return Flag(level, tuple(kind for kind in KINDS if kind in kinds), _words(raw, seen, said, found, spans))
