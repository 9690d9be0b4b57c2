"""A text cut into words, numbers and marks, and what its look and the word lists say about each."""

import re
from dataclasses import dataclass
from functools import cache

from conversations.hearing.text.word_lists import (
    NAME,
    NEVER,
    NICKNAME,
    OFTEN,
    PLACE,
    PLACE_WORD,
    SURNAME,
    WORD,
    known,
    word_set,
)

MASK = "\x00"
"""Stands in a text for each character of what is hidden already."""

PLAIN = "plain"
"""The sort of one of the commonest words, which names nothing."""

_TOKEN = re.compile(rf"{MASK}+|[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[^\w\s]|_", re.UNICODE)
_SHORTENED = ("ll", "ve", "re", "nt", "d")
_ENDS_A_SENTENCE = frozenset(".!?\n:")

_NOT_LATIN = ((0x370, 0x1D00), (0x1F00, 0x2C60), (0x2C80, 0xA720), (0xA800, 0xFF00), (0xFF66, 0x110000))
"""Where letters stand that are not Latin; end not included."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark, from `start` to `end` (not included) of its text.

    `word`: in lower case, with straight apostrophes and without a final 's; "0" for a number. `sort`: "hidden", "mark",
    or what the lists say of a word. `shape`: how it is written; "start" is a capital that begins a sentence.
    """

    start: int
    end: int
    word: str
    sort: str
    shape: str


def tokens(text: str) -> list[Token]:
    """The words, numbers and marks of a text, in order, with what is known about each."""
    shouted = text.isupper()
    made: list[Token] = []
    begins = True
    for match in _TOKEN.finditer(text):
        first = match[0][0]
        if first == MASK:
            made.append(Token(*match.span(), MASK, "hidden", "-"))
            begins = False
        elif first.isalpha():
            made.append(_word_token(text, match, begins=begins, shouted=shouted))
            begins = False
        else:
            number = first.isdigit()
            made.append(Token(*match.span(), "0" if number else match[0], "mark", "-"))
            begins = first in _ENDS_A_SENTENCE or (begins and not number)
    return made


def _word_token(text: str, match: re.Match[str], *, begins: bool, shouted: bool) -> Token:
    """`begins`: it is the first word of its sentence. `shouted`: all of the text is in capitals, which say nothing."""
    start, end = match.span()
    typed = match[0]
    word = typed.lower().replace("’", "'")
    if word.endswith("'s") and len(word) > 2:
        word, end = word[:-2], end - 2
    flags = _flags(word)
    glued = start > 0 and text[start - 1].isdigit()  # "2moro"
    return Token(start, end, word, "bit" if glued else _sort(word, flags), _shape(typed, begins, shouted))


def _flags(word: str) -> int:
    """What the lists know of a word; where they do not have it, of what it is made from."""
    flags = known(word)
    if flags:
        return flags
    if "-" in word and all(known(part) & WORD for part in word.split("-") if part):
        return WORD  # "ring-fence"
    if word.endswith(_SHORTENED) and known(_without_shortening(word)) & OFTEN:
        return WORD  # "wholl", "theyd"
    if word in word_set("dialect") or (len(word) > 4 and word.endswith("in") and known(word + "g") & (OFTEN | WORD)):
        return WORD  # "naebody", "starvin"
    if word.endswith("s") and len(word) > 3 and known(word[:-1]) & (NAME | NICKNAME):
        return known(word[:-1])  # "dezs flat"
    return 0


def other_script(letter: str) -> bool:
    """Whether a letter is not a Latin one."""
    code = ord(letter)
    return code >= 0x370 and letter.isalpha() and any(first <= code < end for first, end in _NOT_LATIN)


def everyday(word: str) -> bool:
    """Whether a word in lower case is an everyday English one, by the lists."""
    return bool(_flags(word) & (OFTEN | WORD))


def _without_shortening(word: str) -> str:
    return next(word.removesuffix(ending) for ending in _SHORTENED if word.endswith(ending))


def _sort(word: str, flags: int) -> str:
    return _sort_of(flags) or ("unknown" if len(word) > 2 else "bit")


@cache
def _sort_of(flags: int) -> str:
    """What the lists say of a word, as a few letters: those of what it may name, then one for an everyday word; nothing
    where they say nothing."""
    if flags & NEVER:
        return "never"
    names, everyday = _may_name(flags), _everyday(flags)
    if everyday and not names:
        return PLAIN if everyday == "o" else "word"
    return names + everyday


def _may_name(flags: int) -> str:
    person = "n" if flags & (NAME | NICKNAME) else ""
    surname = "s" if flags & SURNAME else ""
    place = ("q" if flags & PLACE_WORD else "p") if flags & PLACE else ""
    return person + surname + place


def _everyday(flags: int) -> str:
    if flags & OFTEN:
        return "o"
    return "w" if flags & WORD else ""


def _shape(typed: str, begins: bool, shouted: bool) -> str:
    if shouted or not typed[0].isupper():
        return "lower"
    if len(typed) > 1 and typed.isupper():
        return "upper"
    return "start" if begins else "capital"
