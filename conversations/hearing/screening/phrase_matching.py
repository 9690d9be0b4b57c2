"""Which reviewed phrases a text says, where, and how worrying they are there: denied, past, now, or in jest."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from operator import itemgetter

from conversations.hearing.screening.chatter import drawn_in, spaced_out
from conversations.hearing.screening.phrase_book import Phrase, PhraseBook
from conversations.hearing.screening.wording import Wording
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
class _PhraseText:
    """A text as phrases read it: lower-case words, single spaces, a full stop between sentences."""

    words: str
    each: frozenset[str]
    at: list[int]  # where each word begins in `words`
    places: list[tuple[int, int]]  # where it stands in the plain text


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    """Where words and signs stand; letters of one word with a space after each are one."""
    spaced = iter([*spaced_out(text), (len(text), len(text))])
    start, end = next(spaced)
    for match in _TOKEN.finditer(text):
        if match.start() >= end:
            yield from ((start, end),) if start < end else ()
            start, end = next(spaced)
        if not start <= match.start() < end:
            yield match.span()
    if start < end:
        yield start, end


def _split(text: str, book: PhraseBook) -> _PhraseText:
    words = [" "]
    at: list[int] = []
    places: list[tuple[int, int]] = []
    length = 1
    for start, end in _tokens(text):
        piece = text[start:end]
        word = "." if piece[0] in _STOP else piece.lower().translate(_APOSTROPHES)
        word = book.same.get(word) or drawn_in(word.replace(" ", ""))
        word = book.same.get(word, word)
        at.append(length)
        places.append((start, end))
        words.append(word + " ")
        length += len(word) + 1
    return _PhraseText("".join(words), frozenset(word[:-1] for word in words), at, places)


def _matches(wording: Wording, text: _PhraseText) -> Iterable[re.Match[str]]:
    if wording.worth_trying(text.each, text.words):
        return wording.pattern.finditer(text.words)
    return ()


def _any(wordings: Iterable[Wording], text: _PhraseText) -> bool:
    return any(True for wording in wordings for _ in _matches(wording, text))


def _denied(text: str, start: int) -> bool:
    """Whether one of the two words before says no; a "nobody" has to be the very next one."""
    before = text[:start].rsplit(None, 2)[-2:]
    return any(word in _NOT for word in before[-1:]) or any(word in _NOT and word != "nobody" for word in before[:-1])


def _meant(phrase: Phrase, wordings: Iterable[Wording], text: _PhraseText) -> list[tuple[int, int]]:
    """Where one of the wordings stands and is meant: not denied, and with nothing harmless close by."""
    found = [
        (match.start(), match.end())
        for wording in wordings
        for match in wording.pattern.finditer(text.words)
        if phrase.alone or not _denied(text.words, match.start())
    ]
    if not found:
        return []
    near = 0 if phrase.itself else NEAR
    harmless = sorted(match.span() for wording in phrase.unless for match in _matches(wording, text))
    starts = [start for start, _ in harmless]
    furthest = list(accumulate((end for _, end in harmless), max))
    return [one for one in found if not _close(one, starts, furthest, near)]


def _close(one: tuple[int, int], starts: Sequence[int], furthest: Sequence[int], near: int) -> bool:
    """Whether one of the harmless stretches overlaps this one, or fewer than `near` characters lie between the two.
    `starts`: where they begin, in order; `furthest`: how far this one and those before it reach."""
    before = bisect_left(starts, one[1] + near)
    return before > 0 and furthest[before - 1] > one[0] - near


def _level(phrase: Phrase, now: bool, past: bool) -> Risk:
    if phrase.level is not None:
        return phrase.level
    return Risk.URGENT if now and not past else Risk.CONCERN


@dataclass(frozen=True, slots=True)
class PhraseFound:
    """A phrase in a text: `name` as in abuse/hits; where it stands in the raw text (start, end; end not included).
    `weak`: it says too little to raise a flag by itself where there is an encoder."""

    kind: str
    name: str
    level: Risk
    places: tuple[tuple[int, int], ...] = field(repr=False)
    weak: bool = False


def _place(seen: Plain, text: _PhraseText, start: int, end: int) -> tuple[int, int] | None:
    """Where a stretch of what phrases read stands in the raw text."""
    first, last = bisect_left(text.at, start), bisect_left(text.at, end) - 1
    return seen.raw(text.places[first][0], text.places[last][1]) if first <= last else None


def phrases_in(raw: str, book: PhraseBook) -> list[PhraseFound]:
    """Every phrase of the book that a raw text says and means."""
    seen = plain(raw)
    text = _split(seen.text, book)
    now, past, joking = (_any(wordings, text) for wordings in (book.now, book.past, book.joking))
    made: list[PhraseFound] = []
    worth_trying = book.index.worth_trying(text.each, text.words)
    for number, wordings in groupby(worth_trying, key=itemgetter(0)):
        phrase = book.phrases[number]
        stands = _meant(phrase, [phrase.says[at] for _, at in wordings], text)
        if not stands:
            continue
        level = _level(phrase, now, past)
        if joking and level < Risk.URGENT:
            continue
        places = tuple(place for start, end in stands if (place := _place(seen, text, start, end)))
        made.append(PhraseFound(phrase.kind, f"{phrase.kind}/{phrase.name}", level, places, phrase.weak))
    return made
