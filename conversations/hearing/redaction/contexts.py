"""Names and towns that are words as well, told by what stands around them: "i walk jet", "put me in deal"."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from conversations.hearing.text.tokens import Token
from conversations.hearing.text.word_lists import NAME, NEVER, NICKNAME, OFTEN, PLACE, SURNAME, WORD, known, word_set
from conversations.hearing.values import Kind, Span

_W = r"([^\W\d_][\w'’-]{1,30}+)"

_TOWNS = (
    re.compile(
        r"\b(?:(?:put|placed|moved|sent|stuck|dumped|left|housed|shoved)\s++(?:me|us|him|her|them|my\s++\w++)\s++(?:\w++\s++){0,2}?(?:in|to|near)"
        r"|liv(?:e|es|ed|ing)\s++(?:in|near)|(?:my|our|ma|the)\s++(?:home\s*)?town(?:\s++is|'?s)|born\s++in|grew\s++up\s++in"
        r"|(?:move|moving|moved|relocated)\s++(?:back\s++)?(?:to|from)|(?:placement|flat|house|school)\s++(?:is\s++)?in"
        r"|(?:train|bus|coach)\s++(?:to|from)|up\s++in|down\s++in|over\s++in|back\s++in)\s++" + _W,
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:^|[.!?,;:\n]\s*+|\b(?:and|but|cos|because|think|as|that|to|from)\s++)"
        + _W
        + r"\s++(?:is|was|isnt|isn't|feels)\s++(?:(?:so|like|about|\d++|like\s++\d++|a\s++million|too|well|literally)\s++){0,2}?"
        r"(?:miles?\s++(?:away|from)|far\s++(?:away|from)|hours?\s++away|dead\s++far|a\s++town|an?\s++\w++\s++town)",
        re.IGNORECASE,
    ),
)
_NO_TOWN = frozenset(
    ("hope", "care", "street", "church", "reading", "march", "sale", "send", "down", "over", "beer", "crook", "flint")
)
"""Towns that say something else after "in" too often: "live in hope"."""

_ANIMAL = (
    r"(?:dog|doggo|cat|puppy|pup|kitten|rabbit|bunny|hamster|pony|horse|guinea\s++pig|budgie|parrot|tortoise|snake|lizard"
    r"|gecko|ferret|rat|mouse|gerbil|goldfish|fish|lamb|sheep|goat|pig|chicken|hen|duck|cow|donkey|staffy|staffie|lurcher|collie"
    r"|whippet|spaniel|labrador|lab|terrier|jack\s++russell|poodle|cockapoo|husky|greyhound|pet)"
)
_PETS = (
    (re.compile(rf"\b(?:my|our|his|her|their|the|a|carers?|nans?)\s++(?:\w++\s++)?{_ANIMAL}\s++{_W}", re.I), True),
    (re.compile(rf"(?:^|[.!?,;:\n]\s*+|\b(?:and|with|n|miss|love|named|got|have|is)\s++){_W}\s++(?:the|my|our|his|her)\s++(?:\w++\s++)?{_ANIMAL}\b", re.I), True),
    (re.compile(rf"\b(?:walk|walks|walked|walking|feed|feeds|fed|feeding|groom|brush|stroke|cuddle|cuddling)\s++{_W}(?=\s++(?:to|every|each|round|around|in|on|with|after|before|at|and|for|when|then)\b|\s*+(?:$|[.,!?\n]))", re.I), False),
)
"""Each with whether an animal is named: then an unknown word is a name too."""

_CALLED = re.compile(rf"\b(?:call?e?d|cald|kall?ed|named|nam[ie]d)\s++{_W}(?:\s++(?:floof|fluff|the\s++\w++))?", re.I)
_KIN = re.compile(
    rf"\b((?:dad|mum|mam|mama|maw|grandad|granda|grampa|pops|pastor|father|fr|imam|baba|coach|mister|mista|brother|sister|cousin|bampi"
    rf"|bro|sis|lil|wee|big|baby|auld|old|young|our|mad|little|foster\s++mum|foster\s++dad)\s++){_W}",
    re.IGNORECASE,
)
_INSIDE = frozenset(
    ("dad", "mum", "mam", "mama", "maw", "grandad", "granda", "grampa", "pops", "pastor", "father", "fr", "imam", "baba", "coach")
    + ("mister", "mista", "lil", "big", "baby", "auld", "old", "mad", "bampi", "little")
)
"""Those that are part of the name after them."""
_FIRST = re.compile(
    r"(?:^|[.!?\n]\s*+)([^\W\d_][\w'’-]{1,30}+)(?:\.\s++|,\s++|\s++cos\s++|\s++because\s++)(?:she|he|shes|hes|she's|he's|her|him|his)\b",
    re.IGNORECASE,
)
"""A name by itself, then who that is: "summer. she hums"."""
_AND_ME = re.compile(rf"(?:^|[.!?\n]\s*+){_W}\s++(?:and|n|&)\s++me\b", re.IGNORECASE)
_AFTERWARDS = re.compile(rf"\b(?:everyone|everybody|they|we|people|mates)\s++(?:all\s++)?calls?\s++(?:me|her|him|them)\s++{_W}", re.I)
_NOT_CALLED = frozenset(("me", "him", "her", "them", "it", "us", "names", "that", "this", "by", "off", "out", "up"))


def towns(text: str) -> Iterator[Span]:
    """Towns that are words, where somebody lives, moves or is put."""
    for pattern in _TOWNS:
        for match in pattern.finditer(text):
            word = match[1].lower()
            flags = known(word)
            if flags & PLACE and word not in _NO_TOWN:
                yield Span(*match.span(1), Kind.LOCATION)


def _pet(word: str, beside_an_animal: bool) -> bool:
    flags = known(word)
    if word in word_set("pet_names"):
        return True
    if not beside_an_animal:
        return False
    return bool(flags & (NAME | NICKNAME)) and not flags & (OFTEN | WORD | NEVER)


def _person(typed: str) -> bool:
    flags = known(typed.lower())
    return bool(flags & (NAME | NICKNAME)) and not flags & (OFTEN | NEVER)


def pets(text: str) -> Iterator[Span]:
    """Pets, which show who writes as well as people do."""
    for pattern, beside in _PETS:
        for match in pattern.finditer(text):
            if _pet(match[1].lower(), beside):
                yield Span(*match.span(1), Kind.PERSON)


def people(text: str) -> Iterator[Span]:
    """First names that are words as well, beside what only a person has."""
    for match in _CALLED.finditer(text):
        flags = known(match[1].lower())
        if not flags & OFTEN and (not flags & WORD or match[1].lower() in word_set("pet_names")):
            yield Span(*match.span(1), Kind.PERSON)
    for match in _KIN.finditer(text):
        yield from _of_kin(match)
    for match in _FIRST.finditer(text):
        flags = known(match[1].lower())
        if flags & (NAME | NICKNAME) and not flags & NEVER:
            yield Span(*match.span(1), Kind.PERSON)
    for match in _AND_ME.finditer(text):
        flags = known(match[1].lower())
        if flags & (NAME | NICKNAME) and not flags & NEVER:
            yield Span(*match.span(1), Kind.PERSON)
    for match in _AFTERWARDS.finditer(text):
        if match[1].lower() not in _NOT_CALLED and not known(match[1].lower()) & (OFTEN | WORD):
            yield Span(*match.span(1), Kind.PERSON)


def _of_kin(match: re.Match[str]) -> Iterator[Span]:
    word, before = match[2], match[1].split()[-1].lower()
    if _person(word) and not known(word.lower()) & WORD:
        yield Span(match.start(1) if before in _INSIDE else match.start(2), match.end(2), Kind.PERSON)


def with_initials(text: str, row: Sequence[Token], spans: Sequence[Span]) -> Iterator[Span]:
    """A first name with one letter of the last, in lower case too: "rab c", "chantelle s"."""
    ends = {span.end for span in spans if span.kind is Kind.PERSON}
    for before, after in pairwise(row):
        if before.end in ends and len(after.word) == 1 and after.word in "bcdfghjlpst" and text[before.end : after.start] == " ":
            if known(before.word) & (NAME | NICKNAME | SURNAME):
                yield Span(before.start, after.end, Kind.PERSON)
