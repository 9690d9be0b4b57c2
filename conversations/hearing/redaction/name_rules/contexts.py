"""Towns and pets whose names are words as well, told by what stands around them: "put me in deal", "i walk jet"."""

import re
from collections.abc import Iterator

from conversations.hearing.text.tokens import everyday
from conversations.hearing.text.word_lists import NEVER, OFTEN, PLACE, known, word_set
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
        r"(?:^|[.!?,;:\n]\s{0,3}+|\b(?:and|but|cos|because|think|as|that|to|from)\s++)"
        + _W
        + r"\s++(?:is|was|isnt|isn't|feels)\s++(?:(?:so|like|about|\d++|a\s++million|too|well|literally)\s++){0,2}?"
        r"(?:miles?\s++(?:away|from)|far\s++(?:away|from)|hours?\s++away|dead\s++far|a\s++town|an?\s++\w++\s++town)",
        re.IGNORECASE,
    ),
)
_IN = re.compile(rf"\b(?:in|near|from)\s++{_W}(?=\s*+(?:[.,!?\n]|$))", re.IGNORECASE)
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
    (
        re.compile(
            rf"(?:^|[.!?,;:\n]\s{{0,3}}+|\b(?:and|with|n|miss|love|named|got|have|is)\s++){_W}\s++(?:the|my|our|his|her)\s++(?:\w++\s++)?{_ANIMAL}\b",
            re.I,
        ),
        True,
    ),
    (
        re.compile(
            rf"\b(?:walk|walks|walked|walking|feed|feeds|fed|feeding|groom|brush|stroke|cuddle|cuddling)\s++{_W}(?=\s++(?:to|every|each|round|around|in|on|with|after|before|at|and|for|when|then)\b|\s*+(?:$|[.,!?\n]))",
            re.I,
        ),
        False,
    ),
)
"""Each with whether an animal is named: then an unknown word is a name too."""


def towns(text: str) -> Iterator[Span]:
    """Towns that are words, where somebody lives, moves or is put."""
    for pattern in _TOWNS:
        for match in pattern.finditer(text):
            word = match[1].lower()
            flags = known(word)
            if flags & PLACE and word not in _NO_TOWN:
                yield Span(*match.span(1), Kind.LOCATION)
    for match in _IN.finditer(text):
        word = match[1].lower()
        if known(word) & PLACE and not known(word) & OFTEN and word not in _NO_TOWN:
            yield Span(*match.span(1), Kind.LOCATION)


def _pet(word: str, beside_an_animal: bool) -> bool:
    flags = known(word)
    if word in word_set("pet_names"):
        return True
    if not beside_an_animal:
        return False
    return not flags & OFTEN and not everyday(word) and (not flags & NEVER)


def pets(text: str) -> Iterator[Span]:
    """Pets, which show who writes as well as people do."""
    for pattern, beside in _PETS:
        for match in pattern.finditer(text):
            if _pet(match[1].lower(), beside):
                yield Span(*match.span(1), Kind.PERSON)
