"""What each word of a text says about the language that the text is in."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from conversations.hearing.text.tokens import everyday, other_script
from conversations.hearing.text.word_lists import NAME, NICKNAME, OFTEN, SURNAME, known, word_set

LISTED = ("ar", "bn", "cy", "es", "fa", "fr", "ku", "pl", "pt", "ro", "ru", "so", "sq", "tr", "uk", "ur", "vi")
"""The languages whose commonest words are listed: words/languages/CODE.txt."""
IN_ENGLISH_LETTERS = frozenset(("ar", "bn", "fa", "ru", "uk", "ur"))
"""Those of them that have another script, whose words are listed as phones have them; py3langid knows none of that."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_STRETCHED = re.compile(r"(\w)\1\1")
_ENDS_A_SENTENCE = frozenset(".!?\n:")
_WITHOUT_MARKS = str.maketrans("łıđøæ", "lidoa", "'’")
_LETTER_LIKE = frozenset("37")
"""Figures that stand for letters in Arabic typed with English ones, as in "3ammi" (my uncle)."""


class Sort(Enum):
    """What a word says of its text."""

    ENGLISH = 0
    UNKNOWN = 1
    EITHER = 2  # nothing: a word of several languages
    NAME = 3  # nothing either: in most languages a capital begins a name
    OTHER_SCRIPT = 4
    COMMON = 5  # one of the commonest words of another language, and no English one


class Word(NamedTuple):
    start: int
    end: int
    sort: Sort


def words_of(text: str) -> list[Word]:
    """The words of a text in plain letters (normalisation.py), in order."""
    shouted = text.isupper()
    made: list[Word] = []
    last = 0
    for match in _WORD.finditer(text):
        typed, start, end = match[0], match.start(), match.end()
        if not typed.isascii() and _other_script(typed):
            sort = Sort.OTHER_SCRIPT
        elif typed[0].isupper() and not shouted and made and _ENDS_A_SENTENCE.isdisjoint(text[last:start]):
            sort = Sort.NAME
        else:
            sort = sort_of(typed.lower())
            if sort is Sort.UNKNOWN and end - start > 2 and not _LETTER_LIKE.isdisjoint(_beside(text, start, end)):
                sort = Sort.COMMON
        made.append(Word(start, end, sort))
        last = end
    return made


@lru_cache(maxsize=4096)  # in memory only, pushed out by what comes next
def sort_of(word: str) -> Sort:
    """Of a word in lower case and Latin letters."""
    word = word.replace("’", "'").removesuffix("'s")
    if word in word_set("also_foreign"):
        return Sort.EITHER
    listed, together = languages_of(word), word.replace("'", "")  # "dont"
    if (
        word in word_set("dialect")
        or everyday(word)
        or _STRETCHED.search(word)
        or (len(together) > 3 and everyday(together))
    ):
        # A rare English word ("neb", "mano") says little where it is a common one elsewhere.
        return Sort.EITHER if listed and not known(word) & OFTEN else Sort.ENGLISH
    if listed and not known(word) & (NAME | NICKNAME | SURNAME):
        return Sort.COMMON
    return Sort.UNKNOWN


def languages_of(word: str) -> tuple[str, ...]:
    """The codes of the languages that have this word, in lower case, among their commonest."""
    return _common().get(_bare(word), ())


def agreeing(text: str, words: Iterable[Word]) -> int:
    """How many of these words of the text are common ones of one and the same language."""
    common = [text[word.start : word.end].lower() for word in words if word.sort is Sort.COMMON]
    return max(Counter(code for word in common for code in languages_of(word) or ("ar",)).values(), default=0)


def language_by_words(text: str) -> str:
    """The code of the language that most of the listed words of a text are common in; empty where fewer than two are,
    or two languages have as many."""
    counts = Counter(code for word in _WORD.findall(text.lower()) for code in languages_of(word))
    first, second = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    return first[0] if first[1] > max(1, second[1]) else ""


@cache
def _common() -> dict[str, tuple[str, ...]]:
    codes: dict[str, tuple[str, ...]] = {}
    for code in LISTED:
        for word in {_bare(word) for word in word_set(f"languages/{code}")}:
            codes[word] = (*codes.get(word, ()), code)
    return codes


def _bare(word: str) -> str:
    """Without accents and apostrophes, which most people leave out on a phone."""
    word = word.translate(_WITHOUT_MARKS)
    if word.isascii():
        return word
    return "".join(one for one in unicodedata.normalize("NFD", word) if not unicodedata.combining(one))


def _beside(text: str, start: int, end: int) -> str:
    """What stands right before and right behind."""
    return text[max(0, start - 1) : start] + text[end : end + 1]


def _other_script(word: str) -> bool:
    return any(map(other_script, word))
