"""Which reviewed phrases a text says, where, and how worrying they are there: denied, past, now, or in jest."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from conversations.hearing.screening.phrase_book import Phrase, PhraseBook, Way
from conversations.hearing.text.normalisation import Plain, plain
from conversations.hearing.text.word_lists import word_set
from conversations.hearing.values import Risk

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


def _split(text: str, book: PhraseBook) -> _Said:
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


def _raised(phrase: Phrase, says: Iterable[Way], said: _Said) -> list[tuple[int, int]]:
    found = [
        (match.start(), match.end())
        for way in says
        for match in way.pattern.finditer(said.words)
        if phrase.alone or not _denied(said.words, match.start())
    ]
    if not found:
        return []
    near = 0 if phrase.itself else NEAR
    harmless = [match.span() for way in phrase.unless for match in _matches(way, said)]
    return [
        (start, end)
        for start, end in found
        if not any(first < end + near and last > start - near for first, last in harmless)
    ]


def _level(phrase: Phrase, now: bool, past: bool) -> Risk:
    if phrase.level is not None:
        return phrase.level
    return Risk.URGENT if now and not past else Risk.CONCERN


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase in a text: `name` as in abuse/hits; where it stands in the raw text (start, end; end not included)."""

    kind: str
    name: str
    level: Risk
    places: tuple[tuple[int, int], ...] = field(repr=False)


def _place(seen: Plain, said: _Said, start: int, end: int) -> tuple[int, int] | None:
    inside = [place for at, place in zip(said.at, said.places, strict=True) if start <= at < end]
    return seen.raw(inside[0][0], inside[-1][1]) if inside else None


def found(raw: str, book: PhraseBook) -> list[Found]:
    """Every phrase of the book that a raw text says and means."""
    seen = plain(raw)
    said = _split(seen.text, book)
    now, past, joking = (_any(ways, said) for ways in (book.now, book.past, book.joking))
    made: list[Found] = []
    worth_trying = book.index.worth_trying(said.each, said.words)
    for number, ways in groupby(worth_trying, key=itemgetter(0)):
        phrase = book.phrases[number]
        raised = _raised(phrase, [phrase.says[at] for _, at in ways], said)
        if not raised:
            continue
        level = _level(phrase, now, past)
        if joking and level < Risk.URGENT:
            continue
        places = tuple(place for start, end in raised if (place := _place(seen, said, start, end)))
        made.append(Found(phrase.kind, f"{phrase.kind}/{phrase.name}", level, places))
    return made
