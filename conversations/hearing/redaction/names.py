"""What the rules say of names and places that no form gives away: titles, cues, roles, capitals, places."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from conversations.hearing.redaction.glued import spelled_names
from conversations.hearing.redaction.name_rules import contexts
from conversations.hearing.redaction.name_rules.group_names import councils, named_groups
from conversations.hearing.redaction.name_rules.no_names import no_names
from conversations.hearing.redaction.name_rules.person_rules import people
from conversations.hearing.redaction.patterns.pattern_order import found_by_form
from conversations.hearing.text.tokens import Token
from conversations.hearing.text.word_lists import (
    NAME,
    NEVER,
    NICKNAME,
    OFTEN,
    PLACE,
    PLACE_BEGINS,
    SURNAME,
    WORD,
    known,
    word_set,
)
from conversations.hearing.values import Kind, Span

_TITLES = word_set("titles")
_OUTSIDE = frozenset(("sister", "coach", "captain"))
"""Titles that say who somebody is after "my": the name is only what follows."""
_MISSES = frozenset(
    (
        "i",
        "we",
        "they",
        "really",
        "still",
        "do",
        "dont",
        "will",
        "to",
        "also",
        "and",
        "id",
        "ill",
        "u",
        "you",
        "just",
        "proper",
    )
)
"""Words after which "miss" is no title: "i miss kai"."""
_STRONG_TITLES = word_set("strong_titles")
_CUES = re.compile(
    r"\b(?:(?:my|her|his|their|whose|real|full|'s)\s++(?:\w+\s++)?name(?:'?s|\s++is|\s++was)"
    r"|(?:is|was|she'?s|he'?s|im|i'm|i am|am"
    r"|guy|lad|girl|boy|lady|woman|man|worker|carer|one|person|bloke|someone)\s++(?:called|named))\s++([^\W\d_][\w'’-]*)",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, word_set('public_names')), key=len, reverse=True))})\b", re.I
)
"""What is nobody's personal data, though it looks like a name: national bodies, brands, people in films."""
_BEFORE_NAMES = word_set("before_names")
_PAST_VERBS = word_set("past_verbs")
_SELDOM = frozenset(("never", "always", "still", "hardly", "often", "usually"))
_JOINS = word_set("joins")
_ALSO_VERBS = word_set("names_that_are_verbs")
_NOT_AFTER_CUE = word_set("not_after_cues")
_COUPLE = re.compile(
    r"\b(?:mr|mister|miss|ms|mrs|mx|dr|aunt(?:ie|y)?|uncle|nan|gran(?:dad|dma)?)\.?\s++(?:and|n|&|\+)"
    r"\s++(?:mr|mrs|ms|miss|mx|dr|aunt(?:ie|y)?|uncle)\.?\s++[^\W\d_][\w'’-]*",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"\b(?:my|his|her|our|their|the)\s++(?:snap(?:chat)?|insta(?:gram)?|ig|tik\s?tok|discord|twitter|facebook|fb|yubo|kik|psn|xbox"
    r"|roblox|twitch|youtube|steam|gamer\s?tag)(?:\s++(?:name|user(?:name)?|handle|tag|acc(?:ount)?))?"
    r"(?:\s++(?:is|its|it's)|\s*[:=])\s++@?([^\W\d_][\w.]{2,}\w)",
    re.IGNORECASE,
)
_WORD_END = re.compile(r"['’]s$", re.IGNORECASE)


def _after_titles(text: str, row: Sequence[Token], named: set[int]) -> Iterable[Span]:
    """Titles and kin words with the name that follows: "ms okafor", "nana jean"."""
    for at, token in enumerate(row[:-1]):
        if token.word not in _TITLES:
            continue
        after = row[at + 1]
        if text[token.end : after.start] == "." and at + 2 < len(row):
            after = row[at + 2]
        gap = text[token.end : after.start]
        if gap.strip(". ") or not gap or after.sort in ("mark", "hidden"):
            continue
        if after.start in named or (
            token.word in _STRONG_TITLES
            and (after.shape in ("capital", "start") or _nameable(known(after.word)) or _initial(row, at, after))
        ):
            if token.word == "miss" and at and row[at - 1].word in _MISSES:
                continue
            whose = token.word in _OUTSIDE and at and row[at - 1].word in ("my", "ma", "our", "his", "her", "their")
            yield Span(after.start if whose else token.start, after.end, Kind.PERSON)


def _initial(row: Sequence[Token], at: int, after: Token) -> bool:
    """Whether one letter stands for a name after a title: "mrs w", but not "the dr i saw"."""
    alone = len(after.word) == 1 and after.word not in "aiux"
    return alone and not (at and row[at - 1].word in ("the", "a", "my"))


def _couples(text: str) -> Iterable[Span]:
    """Two titles with one name: "mr and mrs hughes"."""
    for match in _COUPLE.finditer(text):
        yield Span(match.start(), match.start() + len(_WORD_END.sub("", match[0])), Kind.PERSON)


def _after_roles(text: str, row: Sequence[Token]) -> Iterable[Span]:
    """First names that are words, right after a role or after "told": "my social worker hope", "i told grace"."""
    for before, after in pairwise(row):
        if before.word not in _BEFORE_NAMES or text[before.end : after.start] != " " or after.word in _ALSO_VERBS:
            continue
        flags = known(after.word)
        if flags & (NAME | NICKNAME) and not flags & NEVER:
            yield Span(after.start, after.end, Kind.PERSON)


def _named_by_a_verb(text: str, row: Sequence[Token]) -> Iterable[Span]:
    """First names that are verbs, where another verb shows it: "mark helped me", "and hope never rings"."""
    for at, (here, after) in enumerate(pairwise(row)):
        if here.word not in _ALSO_VERBS or not known(here.word) & NAME:
            continue
        then = row[at + 2].word if at + 2 < len(row) else ""
        # "will never ring" is a verb, "will never rings" is somebody.
        does = after.word in _SELDOM and then.endswith("s") and not then.endswith("ss")
        if here.word == after.word == "will" or (
            at and row[at - 1].word in _BEFORE_NAMES and (after.word in ("for", "who") or after.sort == "mark")
        ):
            yield Span(here.start, here.end, Kind.PERSON)
        if after.word not in _PAST_VERBS and not does:
            continue
        before = row[at - 1] if at else None
        if text[here.end : after.start] == " " and (
            before is None or before.sort == "mark" or before.word in _BEFORE_NAMES or before.word in _JOINS
        ):
            yield Span(here.start, here.end, Kind.PERSON)


def _accounts(text: str) -> Iterable[Span]:
    """What somebody is called on an app, though it looks like any word: "my insta is zedquib"."""
    for match in _ACCOUNT.finditer(text):
        if not known(match[1].lower()) & (OFTEN | WORD):
            yield Span(*match.span(1), Kind.CONTACT)


def _with_an_accent(row: Sequence[Token]) -> Iterable[Span]:
    """Words with an accent and a capital in the middle of a sentence, as many names from elsewhere are written."""
    for token in row:
        if token.shape == "capital" and token.sort == "unknown" and not token.word.isascii():
            yield Span(token.start, token.end, Kind.PERSON)


def _nameable(flags: int) -> bool:
    """Whether a word in lower case may be a surname."""
    if flags & OFTEN:
        return False
    return bool(flags & (SURNAME | NAME)) or not flags & (NEVER | WORD)


def _after_cues(text: str) -> Iterable[Span]:
    """What follows "my name is" or "called", unless it is plainly no name."""
    for match in _CUES.finditer(text):
        word = match[1]
        lower = word.lower()
        if lower in _NOT_AFTER_CUE or (
            known(lower) & OFTEN and not word[0].isupper() and not known(lower) & (NAME | NICKNAME)
        ):
            continue
        yield Span(match.start(1), match.start(1) + len(_WORD_END.sub("", word)), Kind.PERSON)


def _capital_names(row: Sequence[Token]) -> Iterable[Span]:
    """First names with a capital in the middle of a sentence, also those that are words ("It took Rob six visits")."""
    for token in row:
        flags = known(token.word)
        if token.shape == "capital" and flags & (NAME | NICKNAME) and not flags & (OFTEN | NEVER | PLACE):
            yield Span(token.start, token.end, Kind.PERSON)


def places_of_several_words(text: str, row: Sequence[Token]) -> Iterable[Span]:
    """Places of several words, as in "bury st edmunds"."""
    for at, token in enumerate(row):
        if not known(token.word) & PLACE_BEGINS and not known(token.word.split("-")[0]) & PLACE_BEGINS:
            continue
        for after in reversed(row[at + 1 : at + 5]):
            words = text[token.start : after.end]
            if known(words.lower().replace("’", "'")) & PLACE:
                everyday = all(known(word) & WORD for word in words.lower().split())
                if not everyday or token.shape in ("capital", "start", "upper"):
                    yield Span(token.start, after.end, Kind.LOCATION)
                break


def public_names(text: str) -> list[Span]:
    """What is nobody's personal data, though it may look like it."""
    return [*(Span(*match.span(), Kind.PERSON) for match in _PUBLIC.finditer(text)), *no_names(text)]


def found_by_rules(text: str, row: Sequence[Token], named: set[int]) -> list[tuple[str, Span]]:
    """What the rules find, each with its rule's name, surest first. `named`: where the recogniser sees names begin."""
    return [
        *((f"pattern {span.kind}", span) for span in found_by_form(text)),
        *(("spelled", span) for span in spelled_names(text)),
        *(("group", span) for span in named_groups(text, row)),
        *(("council", span) for span in councils(text, row)),
        *(("town", span) for span in contexts.towns(text)),
        *(("pet", span) for span in contexts.pets(text)),
        *(("person", span) for span in people(text)),
        *(("account", span) for span in _accounts(text)),
        *(("cued", span) for span in _after_cues(text)),
        *(("titled", span) for span in (*_couples(text), *_after_titles(text, row, named))),
        *(("placed", span) for span in places_of_several_words(text, row)),
        *(("capital", span) for span in _capital_names(row)),
        *(("role", span) for span in _after_roles(text, row)),
        *(("doing", span) for span in _named_by_a_verb(text, row)),
        *(("accent", span) for span in _with_an_accent(row)),
    ]
