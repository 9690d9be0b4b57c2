"""Names and towns that are words as well, told by what stands around them: "i walk jet", "put me in deal"."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from conversations.hearing.text.tokens import Token, everyday
from conversations.hearing.text.word_lists import NAME, NEVER, NICKNAME, OFTEN, PLACE, WORD, known, word_set
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
        + r"\s++(?:is|was|isnt|isn't|feels)\s++(?:(?:so|like|about|\d++|like\s++\d++|a\s++million|too|well|literally)\s++){0,2}?"
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
    (re.compile(rf"(?:^|[.!?,;:\n]\s{{0,3}}+|\b(?:and|with|n|miss|love|named|got|have|is)\s++){_W}\s++(?:the|my|our|his|her)\s++(?:\w++\s++)?{_ANIMAL}\b", re.I), True),
    (re.compile(rf"\b(?:walk|walks|walked|walking|feed|feeds|fed|feeding|groom|brush|stroke|cuddle|cuddling)\s++{_W}(?=\s++(?:to|every|each|round|around|in|on|with|after|before|at|and|for|when|then)\b|\s*+(?:$|[.,!?\n]))", re.I), False),
)
"""Each with whether an animal is named: then an unknown word is a name too."""

_CALLED = re.compile(rf"\b(?:call?e?d|cald|kall?ed|named|nam[ie]d)\s++{_W}(?:\s++(?:floof|fluff|the\s++\w++))?", re.I)
_KIN = re.compile(
    rf"\b(?!sister\s++act)((?:dad|mum|mam|mama|maw|grandad|granda|grampa|pops|pastor|father|fr|imam|baba|coach|mister|mista|brother|sister|cousin|bampi"
    rf"|bro|sis|lil|wee|big|baby|auld|old|young|our|mad|little|foster\s++mum|foster\s++dad)\s++){_W}",
    re.IGNORECASE,
)
_INSIDE = frozenset(
    ("dad", "mum", "mam", "mama", "maw", "grandad", "granda", "grampa", "pops", "pastor", "father", "fr", "imam", "baba", "coach")
    + ("mister", "mista", "lil", "big", "baby", "auld", "old", "mad", "bampi", "little")
)
"""Those that are part of the name after them."""
_AFTER_INITIALS = frozenset(("he", "she", "hes", "shes", "and", "is", "was", "has", "who", "from", "said", "told"))
"""What may follow "callum w", where "w" is no "with"."""
_WHOSE = frozenset(("my", "ma", "our", "his", "her", "their", "your", "the", "a", "me"))
_WITH = frozenset(("and", "n", "&", "+", ",", "or"))
_FOND = frozenset(("pops", "spud", "junior", "angel", "princess", "speccy", "gramps", "pap", "nonna", "bampi", "mimi"))
"""Words that stand for one person, where another is named beside them."""
_KIN_WORDS = word_set("titles") | word_set("not_names") | word_set("dialect")
_GREETED = re.compile(rf"\b(?:hiya|hi|hello|hey|yo|heya|alright)\s++(?:its|it's|im|i'm|this\s++is)\s++(?:me\s++)?{_W}", re.I)
_INITIALS = re.compile(r"(?<![\w.])(?<!the )(?<!a )(?:[ABCJLMRST]J|J[CDJPRT])(?![\w.])")
"""What people are called by two letters: "JJ", "TJ"."""
_MISS = re.compile(
    r"(?<!i )(?<!really )(?<!still )(?<!we )(?<!do )(?<!dont )(?<!will )\bmiss\s++[b-hj-mo-qstvwyz](?![\w'’])", re.IGNORECASE
)
_VIRTUOUS = re.compile(
    r"\b(hope|faith|grace|joy|patience|charity|summer|precious)['’]s\s++(?:alright|nice|sound|lovely|kind|funny|my|off|leaving|left|been)\b",
    re.IGNORECASE,
)
_WHO_IS = re.compile(
    rf"(?:^|[.!?\n]\s{{0,3}}+){_W},\s++(?:my|our|his|her)\s++(?:old\s++|new\s++|last\s++|first\s++)?(?:key\s?worker|social\s++worker"
    r"|sw|pa|iro|carer|foster|advocate|mate|friend|bestie|brother|sister|cousin|step|baby|mentor|support\s++worker)\b",
    re.IGNORECASE,
)
_FAMILY = re.compile(r"\bthe\s++([^\W\d_]{4,20}s)\s++(?:were|are|took|have|had|fostered|adopted|who)\b", re.I)
_FIRST = re.compile(
    r"(?:^|[.!?\n]\s{0,3}+)([^\W\d_][\w'’-]{1,30}+)(\.\s++|,\s++|\s++cos\s++|\s++because\s++|\s++and\s++|\s++)"
    r"(?:she|he|shes|hes|she's|he's|her|him|his)\b",
    re.IGNORECASE,
)
"""A name by itself, then who that is: "summer. she hums"."""
_AND_ME = re.compile(rf"(?:^|[.!?\n]\s{{0,3}}+){_W}\s++(?:and|n|&)\s++me\b", re.IGNORECASE)
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
        if _alone(match[1].lower(), apart=bool(match[2].strip())):
            yield Span(*match.span(1), Kind.PERSON)
    for match in _AND_ME.finditer(text):
        flags = known(match[1].lower())
        if flags & (NAME | NICKNAME) and not flags & NEVER:
            yield Span(*match.span(1), Kind.PERSON)
    for match in _AFTERWARDS.finditer(text):
        flags = known(match[1].lower())
        if match[1].lower() not in _NOT_CALLED and not flags & OFTEN and (flags & NICKNAME or not flags & WORD):
            yield Span(*match.span(1), Kind.PERSON)
    for match in _GREETED.finditer(text):
        if not everyday(match[1].lower()):
            yield Span(*match.span(1), Kind.PERSON)
    for match in _INITIALS.finditer(text):
        yield Span(*match.span(), Kind.PERSON)
    for match in _MISS.finditer(text):
        yield Span(*match.span(), Kind.PERSON)
    for pattern in (_VIRTUOUS, _WHO_IS):
        for match in pattern.finditer(text):
            if not known(match[1].lower()) & (OFTEN | NEVER) or pattern is _VIRTUOUS:
                yield Span(*match.span(1), Kind.PERSON)
    for match in _FAMILY.finditer(text):
        word = match[1].lower()
        if not everyday(word) and not known(word) and not everyday(word[:-1]) and not known(word) & PLACE:
            yield Span(*match.span(1), Kind.PERSON)


def _alone(word: str, *, apart: bool) -> bool:
    """Whether a word that somebody is explained after is a name. `apart`: something stands between the two."""
    flags = known(word)
    if flags & NEVER or word in word_set("dialect"):
        return False
    if word in word_set("pet_names"):
        return apart or not flags & OFTEN
    if flags & (NAME | NICKNAME):
        return apart or not flags & (OFTEN | WORD)
    return not flags and not everyday(word) and len(word) > 3


def _of_kin(match: re.Match[str]) -> Iterator[Span]:
    word = match[2]
    strange = word[0].isupper() and word[-1].islower() and not everyday(word.lower()) and not known(word.lower())
    if strange or (_person(word) and not known(word.lower()) & WORD):
        yield Span(*match.span(2), Kind.PERSON)


def with_initials(text: str, row: Sequence[Token], spans: Sequence[Span]) -> Iterator[Span]:
    """A first name with one letter of the last, in lower case too: "rab c", "chantelle s"."""
    ends = {span.end for span in spans if span.kind is Kind.PERSON}
    for at, (before, after) in enumerate(pairwise(row)):
        if before.end not in ends or len(after.word) != 1 or text[before.end : after.start] != " ":
            continue
        then = row[at + 2] if at + 2 < len(row) else None
        clear = then is None or then.sort == "mark" or then.word in _AFTER_INITIALS
        if after.word in "bcdfghjlpst" or (clear and after.word in "aekmorvwyz"):
            if not known(before.word) & (OFTEN | WORD):
                yield Span(before.start, after.end, Kind.PERSON)


def with_kin_words(text: str, row: Sequence[Token], spans: Sequence[Span]) -> Iterator[Span]:
    """A name with the kin word or nickname's word before it: "mama titi", "pastor mike", but "my coach winston"."""
    starts = {span.start: span for span in spans if span.kind is Kind.PERSON}
    for at, (before, after) in enumerate(pairwise(row)):
        span = starts.get(after.start)
        if span is None or before.word not in _INSIDE or text[before.end : after.start] != " ":
            continue
        if not (at and row[at - 1].word in _WHOSE):
            yield Span(before.start, span.end, Kind.PERSON)


def with_company(text: str, row: Sequence[Token], spans: Sequence[Span]) -> Iterator[Span]:
    """Who stands in a list with somebody who is named: "jaydos, lil t n spud", "mimi and pops"."""
    ends = {span.end for span in spans if span.kind is Kind.PERSON}
    starts = {span.start for span in spans if span.kind is Kind.PERSON}
    for at, token in enumerate(row):
        if token.end in ends and at + 2 < len(row) and row[at + 1].word in _WITH and _company(row, at + 2):
            yield Span(row[at + 2].start, row[at + 2].end, Kind.PERSON)
            ends.add(row[at + 2].end)
    for at in range(len(row) - 1, 1, -1):
        if row[at].start in starts and row[at - 1].word in _WITH and _company(row, at - 2):
            yield Span(row[at - 2].start, row[at - 2].end, Kind.PERSON)
            starts.add(row[at - 2].start)


def _company(row: Sequence[Token], at: int) -> bool:
    """Whether a word stands by itself in a list, and may be a name there."""
    token = row[at]
    if token.sort in ("mark", "hidden", "bit") or token.word in _KIN_WORDS:
        return False
    after = row[at + 1] if at + 1 < len(row) else None
    before = row[at - 1] if at else None
    alone = (after is None or after.sort == "mark" or after.word in _WITH) and (
        before is None or before.sort == "mark" or before.word in _WITH
    )
    flags = known(token.word)
    if token.word in word_set("pet_names") or token.word in _FOND:
        return alone
    if flags & (NAME | NICKNAME):
        return alone and not flags & (OFTEN | NEVER)
    return alone and token.sort == "unknown"
