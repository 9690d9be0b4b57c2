"""What belongs to a name or place that was found: its article, a surname, what it is part of, itself once more."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from conversations.hearing.text.tokens import Token, tokens
from conversations.hearing.text.word_lists import NAME, NEVER, NICKNAME, OFTEN, SURNAME, WORD, known, word_set
from conversations.hearing.values import Kind, Span

_TITLES = word_set("titles")
_ALSO_VERBS = word_set("names_that_are_verbs")
_STREETS = word_set("street_words")
_GROUPS = word_set("group_words")
_OPEN_AIR = frozenset(
    ("park", "road", "street", "lane", "estate", "rock", "common", "rd", "drive", "avenue", "ave", "close")
)
"""What makes a place even of a name that was taken for a group's: "alum rock"."""


def with_articles(text: str, spans: Sequence[Span]) -> Iterable[Span]:
    """A school or group with its article: "the willows" says as much as "willows"."""
    for span in spans:
        if span.kind is Kind.SCHOOL_ORG and text[max(0, span.start - 4) : span.start].lower() == "the ":
            yield Span(span.start - 4, span.end, Kind.SCHOOL_ORG)


def with_surnames(text: str, row: Sequence[Token], spans: Sequence[Span]) -> Iterable[Span]:
    """The rest of a name: after a first name, a surname, an unknown word with a capital, or an initial."""
    ends = {span.end for span in spans if span.kind is Kind.PERSON}
    for before, after in pairwise(row):
        if before.end not in ends or text[before.end : after.start] not in (" ", "-"):
            continue
        flags = known(after.word)
        capital = after.shape in ("capital", "upper")
        if (
            (flags & SURNAME and not flags & OFTEN)
            or (capital and not flags & (OFTEN | WORD))
            or (len(after.word) == 1 and after.word not in "aiux" and capital)
        ):
            yield Span(before.start, after.end, Kind.PERSON)


def with_group_words(text: str, row: Sequence[Token], spans: Iterable[Span]) -> Iterator[Span]:
    """Groups and places with the words that belong to their names: "hull uni", "moorside juniors", "bramley estate"."""
    ends = {span.end: span for span in spans if span.kind in (Kind.SCHOOL_ORG, Kind.LOCATION)}
    for before, after in pairwise(row):
        span = ends.get(before.end)
        if span is None or text[before.end : after.start] != " ":
            continue
        group = after.word in _GROUPS
        if group or (after.word in _STREETS and (span.kind is Kind.LOCATION or after.word in _OPEN_AIR)):
            longer = Span(span.start, after.end, Kind.SCHOOL_ORG if group else Kind.LOCATION)
            ends[after.end] = longer
            yield longer


def known_by(text: str, spans: Iterable[Span]) -> dict[str, bool]:
    """The words by which a hidden name is known when met again; True: only with a capital, for everyday words."""
    words: dict[str, bool] = {}
    for span in spans:
        if span.kind is not Kind.PERSON:
            continue
        for token in tokens(text[span.start : span.end]):
            flags = known(token.word)
            if token.sort in ("mark", "hidden") or token.word in _TITLES or len(token.word) < 2 or flags & NEVER:
                continue
            if not flags & OFTEN or (flags & (NAME | NICKNAME) and token.word not in _ALSO_VERBS):
                words[token.word] = False
            elif token.shape != "lower":
                words.setdefault(token.word, True)
    return words


def met_again(row: Sequence[Token], words: Mapping[str, bool]) -> Iterable[Span]:
    """Where a hidden name stands once more. `words`: what `known_by` made of it."""
    for token in row:
        word = token.word if token.word in words else token.word.removesuffix("s")
        if word in words and (not words[word] or token.shape != "lower"):
            yield Span(token.start, token.end, Kind.PERSON)
