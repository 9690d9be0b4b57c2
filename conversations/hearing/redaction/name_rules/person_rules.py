"""First names that are words as well, or that no list has, beside what only a person has: "summer. she hums"."""

import re
from collections.abc import Callable, Iterator

from conversations.hearing.text.tokens import everyday
from conversations.hearing.text.word_lists import NAME, NEVER, NICKNAME, OFTEN, WORD, known, word_set
from conversations.hearing.values import Kind, Span

_W = r"([^\W\d_][\w'’-]{1,30}+)"

_CALLED = re.compile(rf"\b(?:call?e?d|cald|kall?ed|named|nam[ie]d)\s++{_W}(?:\s++(?:floof|fluff|the\s++\w++))?", re.I)
_KIN = re.compile(
    rf"\b(?!sister\s++act)(?:dad|mum|mam|mama|maw|grandad|granda|grampa|pops|pastor|father|fr|imam|baba|coach|mister|mista|brother|sister|cousin|bampi"
    rf"|bro|sis|lil|wee|big|baby|auld|old|young|our|mad|little|foster\s++mum|foster\s++dad)\s++{_W}",
    re.IGNORECASE,
)
_GREETED = re.compile(
    rf"\b(?:hiya|hi|hello|hey|yo|heya|alright)\s++(?:its|it's|im|i'm|this\s++is)\s++(?:me\s++)?{_W}", re.I
)
_INITIALS = re.compile(r"(?<![\w.])(?<!the )(?<!a )([ABCJLMRST]J|J[CDJPRT])(?![\w.])")
"""What people are called by two letters: "JJ", "TJ"."""
_MISS = re.compile(
    r"(?<!i )(?<!really )(?<!still )(?<!we )(?<!do )(?<!dont )(?<!will )\b(miss\s++[b-hj-mo-qstvwyz])(?![\w'’])",
    re.IGNORECASE,
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
_LIVES_WITH = re.compile(
    rf"\b(?:liv(?:e|es|ed|ing)|stay(?:s|ed|ing)?|shar(?:e|es|ed|ing)(?:\s++a\s++room)?|room)\s++(?:with|wi|wiv|w)\s++{_W}",
    re.I,
)
_AFTERWARDS = re.compile(
    rf"\b(?:everyone|everybody|they|we|people|mates)\s++(?:all\s++)?calls?\s++(?:me|her|him|them)\s++{_W}", re.I
)
_NOT_CALLED = frozenset(("me", "him", "her", "them", "it", "us", "names", "that", "this", "by", "off", "out", "up"))


def _always(_: re.Match[str]) -> bool:
    return True


def _called(match: re.Match[str]) -> bool:
    flags = known(match[1].lower())
    return not flags & OFTEN and (not flags & WORD or match[1].lower() in word_set("pet_names"))


def _nicknamed(match: re.Match[str]) -> bool:
    flags = known(match[1].lower())
    return match[1].lower() not in _NOT_CALLED and not flags & OFTEN and bool(flags & NICKNAME or not flags & WORD)


def _of_kin(match: re.Match[str]) -> bool:
    """A name that is nothing else; with a capital a word that no list has as well."""
    word, flags = match[1], known(match[1].lower())
    strange = word[0].isupper() and word[-1].islower() and not flags and not everyday(word.lower())
    return strange or (bool(flags & (NAME | NICKNAME)) and not flags & (OFTEN | NEVER | WORD))


def _alone(match: re.Match[str]) -> bool:
    """Whether a word that somebody is explained after is a name: the more so where something stands between the two."""
    word, apart = match[1].lower(), bool(match[2].strip())
    flags = known(word)
    if flags & NEVER or word in word_set("dialect"):
        return False
    if word in word_set("pet_names"):
        return apart or not flags & OFTEN
    if flags & (NAME | NICKNAME):
        return apart or not flags & (OFTEN | WORD)
    return not flags and not everyday(word) and len(word) > 3


def _first_name(match: re.Match[str]) -> bool:
    flags = known(match[1].lower())
    return bool(flags & (NAME | NICKNAME)) and not flags & NEVER


def _not_everyday(match: re.Match[str]) -> bool:
    return not everyday(match[1].lower())


def _explained(match: re.Match[str]) -> bool:
    return not known(match[1].lower()) & (OFTEN | NEVER)


def _family(match: re.Match[str]) -> bool:
    word = match[1].lower()
    return not known(word) and not everyday(word) and not everyday(word[:-1])


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
    (_CALLED, _called),
    (_KIN, _of_kin),
    (_FIRST, _alone),
    (_AND_ME, _first_name),
    (_LIVES_WITH, _first_name),
    (_AFTERWARDS, _nicknamed),
    (_GREETED, _not_everyday),
    (_INITIALS, _always),
    (_MISS, _always),
    (_VIRTUOUS, _always),
    (_WHO_IS, _explained),
    (_FAMILY, _family),
)
"""Each finds a word in its first group, and what has to be true of it."""


def people(text: str) -> Iterator[Span]:
    """Where such names stand."""
    for pattern, holds in _RULES:
        for match in pattern.finditer(text):
            if holds(match):
                yield Span(*match.span(1), Kind.PERSON)
