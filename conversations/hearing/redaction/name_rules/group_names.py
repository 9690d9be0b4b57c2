"""Schools, homes, teams and groups whose names begin or end in a way that gives them away."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from conversations.hearing.text.tokens import Token, everyday
from conversations.hearing.text.word_lists import OFTEN, PLACE, WORD, known, word_set
from conversations.hearing.values import Kind, Span

_WELSH_HEADS = frozenset(("ysgol", "coleg", "clwb", "prifysgol", "meithrinfa"))
_WELSH_JOINS = frozenset(("y", "yr", "a'r", "ar", "o", "i'r", "gyfun", "uwchradd", "gynradd", "bro", "sir"))
_WELSH_MOST = 5
"""Words of a Welsh name after the first."""

_OPENERS = frozenset(
    ("new", "old", "high", "great", "little", "upper", "lower", "north", "south", "east", "west", "holy", "royal", "st")
)
"""Words that begin the name of a school or place, where they have a capital letter."""

_DIRECTIONS = frozenset(("north", "south", "east", "west", "mid"))
"""Words that are part of a place's name in small letters too: "north kesteven"."""
_THE_HOME = re.compile(
    rf"\bthe\s++(?:{'|'.join(sorted(word_set('house_names')))})\b(?!\s++(?:tree|grow|are\s++(?:in|out)|in\s++the))",
    re.IGNORECASE,
)
"""Children's homes are named after trees: "the willows"."""

_NO_TEAM = (
    r"(?:the|my|our|a|an|school|schools|rugby|football|girls|boys|england|scotland|wales|ireland|british|scottish|welsh|county"
    r"|district|national|only|one|person|people|anyone|kids|those|us|everyone|play|played|plays|playing|train|trains|goalie|keeper|captain|of|for|with|at|by|in|from|to|on|and|n|is|was)"
)
_TEAM = re.compile(
    rf"\b((?:(?!{_NO_TEAM}\b)[^\W\d_][\w'’&-]{{1,30}}\s++){{1,4}}?(?:under[\s-]?(?:[89]|1\d|2[0-3])'?s|u[\s-]?(?:[89]|1\d|2[0-3])'?s?))\b",
    re.IGNORECASE,
)
"""A team of an age: "horbury harriers u16s"."""

_SHORT_SCHOOL = re.compile(
    r"(?:^|\b(?:at|to|from|for|the|with|near|left|joined|join)\s++)((?!(?:the|my|our|a|an|local|new|old|other|same|mixed|boys|girls)\s)"
    r"[a-z][\w'’-]{2,30}\s++(?:(?:road|street|lane|park|bridge|vale|green|town)\s++)?(?:pru|abc|rfc|afc|rufc|cc|judokwai|harriers))\b",
    re.IGNORECASE,
)
_OF_A_PLACE = re.compile(
    r"\b(?:voices?|voice)\s++(?:of|from|for)\s++(?!(?:the|young|our|my|children|care|us|all|any|every|god|reason)\b)[^\W\d_][\w'’-]{2,30}",
    re.IGNORECASE,
)
_KINDS_OF_COUNCIL = frozenset(
    ("youth", "parish", "student", "school", "county", "city", "borough", "cic", "children's")
)
_NUMBERED = frozenset(("hub", "unit", "house", "centre", "group", "club"))
_GROUPS_OF_PLACES = word_set("services")


def named_groups(text: str, row: Sequence[Token]) -> Iterator[Span]:
    """What such names are, with all their words."""
    for pattern in (_THE_HOME, _TEAM, _SHORT_SCHOOL, _OF_A_PLACE):
        for match in pattern.finditer(text):
            yield Span(*match.span(match.lastindex or 0), Kind.SCHOOL_ORG)
    for at, token in enumerate(row):
        if token.word in _WELSH_HEADS:
            yield from _welsh(text, row, at)
        elif at + 2 < len(row) and _service(row, at):
            more = at + 3 < len(row) and row[at + 3].word in ("team", "service", "club", "group")
            yield Span(token.start, row[at + 2 + more].end, Kind.SCHOOL_ORG)


def _service(row: Sequence[Token], at: int) -> bool:
    """Whether a place or an unknown word stands before what a service is called: "wirral young carers"."""
    named = known(row[at].word) & PLACE or (row[at].sort == "unknown" and len(row[at].word) > 3)
    return bool(named) and f"{row[at + 1].word} {row[at + 2].word}" in _GROUPS_OF_PLACES


def councils(text: str, row: Sequence[Token]) -> Iterator[Span]:
    """A council with the name of its place, in small letters too: "angus council", but not "build council houses"."""
    for at, token in enumerate(row):
        if token.word != "council" or not at:
            continue
        begin = at - 1
        if row[begin].word in ("county", "city", "borough", "district") and begin:
            begin -= 1
        named, before = row[begin], text[row[begin].end : row[begin + 1].start]
        if named.sort in ("mark", "hidden", "bit") or before != " " or named.word in _KINDS_OF_COUNCIL:
            continue
        if known(named.word) & PLACE or not (everyday(named.word) or named.sort == "never"):
            yield Span(named.start, token.end, Kind.LOCATION)


def with_capitals(text: str, row: Sequence[Token], spans: Sequence[Span]) -> Iterator[Span]:
    """Groups with the words behind that have a capital as well, or their number: "Harvest Steps", "youth hub 23"."""
    ends = {span.end: span for span in spans if span.kind is Kind.SCHOOL_ORG}
    if not ends or 2 * sum(token.shape == "capital" for token in row) > len(row):
        return
    for before, after in pairwise(row):
        span = ends.get(before.end)
        if span is None or text[before.end : after.start] != " ":
            continue
        number = after.word == "0" and before.word in _NUMBERED and after.end - after.start < 4
        if number or (after.shape == "capital" and len(after.word) > 2 and before.shape in ("capital", "start")):
            longer = Span(span.start, after.end, span.kind)
            ends[after.end] = longer
            yield longer


def _welsh(text: str, row: Sequence[Token], at: int) -> Iterator[Span]:
    """A Welsh school from its first word on: "ysgol glan arthen", "Ysgol Bryn y Mor", "coleg menai"."""
    end = at
    for here in range(at + 1, min(at + 1 + _WELSH_MOST, len(row))):
        token = row[here]
        if text[row[here - 1].end : token.start] not in (" ", "-") or token.sort in ("mark", "hidden"):
            break
        capital = token.shape in ("capital", "upper")
        if token.word in _WELSH_JOINS:
            continue
        if not capital and known(token.word) & (OFTEN | WORD) and row[here - 1].word not in _WELSH_JOINS:
            break
        end = here
    if end > at:
        yield Span(row[at].start, row[end].end, Kind.SCHOOL_ORG)


def with_openers(text: str, row: Sequence[Token], spans: Sequence[Span]) -> Iterator[Span]:
    """Schools and places with the word that their name begins with: "New Hall Academy", "High Wycombe"."""
    starts = {span.start: span for span in spans if span.kind in (Kind.SCHOOL_ORG, Kind.LOCATION)}
    for at, token in enumerate(row[:-1]):
        after = row[at + 1]
        span = starts.get(after.start)
        if span is None or text[token.end : after.start] != " ":
            continue
        direction = span.kind is Kind.LOCATION and token.word in _DIRECTIONS
        opens = token.word in _OPENERS and token.shape in ("capital", "start") and text[after.start].isupper()
        if direction or opens:
            yield Span(token.start, span.end, span.kind)
