"""Which parts of a text are English, and which are in a language that nothing here understands.

A word in another script is not English, and that is all that has to be known of it. In Latin letters its commonest
words say another language, or two have to: py3langid, and the share of words that are known English. In doubt a text is
English: then everything that protects who wrote it, and listens for a worry, is run.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from conversations.hearing.text.language_names import ANOTHER, ENGLISH, NAMES
from conversations.hearing.text.language_words import (
    IN_ENGLISH_LETTERS,
    Sort,
    Word,
    agreeing,
    language_by_words,
    words_of,
)
from conversations.hearing.text.windows import Stretch

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier


class Guess(NamedTuple):
    """The likeliest language by its code, how sure that is, and how likely English is; both between 0 and 1."""

    code: str
    sure: float
    english: float


Identify = Callable[[str], Guess]


@dataclass(frozen=True, slots=True)
class Spoken:
    """`language`: the code of what is not understood (ANOTHER: nobody can tell which); empty where all of it is taken
    for English. `foreign`: where that stands; `english`: where English does, empty where none of it is."""

    language: str = ""
    foreign: tuple[Stretch, ...] = ()
    english: tuple[Stretch, ...] = ()


ALL_ENGLISH = Spoken()


_NEITHER = {Sort.NAME: 0.0}
_FOREIGN = _NEITHER | {
    Sort.ENGLISH: -2.0,
    Sort.UNKNOWN: 1.0,
    Sort.COMMON: 1.5,
    Sort.EITHER: 0.0,
    Sort.OTHER_SCRIPT: 1.5,
}
_ENGLISH = _NEITHER | {
    Sort.ENGLISH: 1.0,
    Sort.UNKNOWN: -2.0,
    Sort.COMMON: -2.0,
    Sort.EITHER: 0.3,
    Sort.OTHER_SCRIPT: -3.0,
}
"""What each word adds to a stretch of one kind or the other."""

_LEAST = 4.0
"""What a stretch of another language has to add up to, to count in an English text."""
_LEAST_ENGLISH = 2.0
"""And the other way round: little is enough for listening to it."""
_LIKELY = 0.3
"""How sure a guess has to be for its language to be named."""
_SURELY = 0.9
"""And how sure, to count for more than the common words of a language do."""
_SCRIPT_WITHOUT_SPACES = 6
"""Letters of another script that are no single word any more, however they are spaced."""


class Recogniser:
    """Tells which parts of a text are English. `identify` tells the language of a text in lower case; it may be called
    from any thread."""

    def __init__(self, identify: Identify) -> None:
        self._identify = identify

    def spoken(self, text: str) -> Spoken:
        """`text`: in plain letters (normalisation.py), whose characters the stretches count."""
        words = words_of(text)
        sorts = [word.sort for word in words]
        unknown, other = _not_known(sorts), sorts.count(Sort.OTHER_SCRIPT)
        if not other and unknown < 3 and (not unknown or sorts.count(Sort.ENGLISH) >= unknown):
            return ALL_ENGLISH  # nearly every text, and so without asking more
        if (other and _mostly_other(words)) or self._foreign(text, words):
            english = tuple(
                _widened(words, run) for run in _runs(words, _ENGLISH, _LEAST_ENGLISH) if _surely_english(words, run)
            )
            return Spoken(self._language(text), tuple(_between(english, len(text))), english)
        foreign = tuple(run for run in _runs(words, _FOREIGN, _LEAST) if self._foreign_run(text, words, run))
        if not foreign:
            return ALL_ENGLISH
        language = self._language(" ".join(text[start:end] for start, end in foreign))
        return Spoken(language, foreign, tuple(_between(foreign, len(text))))

    def _foreign(self, text: str, words: Sequence[Word]) -> bool:
        """Whether a text in Latin letters is in another language as a whole: its common words say so, or else both the
        other two have to. The less sure the one is, the more the other has to be."""
        sorts = [word.sort for word in words]
        english, unknown = sorts.count(Sort.ENGLISH), _not_known(sorts)
        length, share = len(sorts) - sorts.count(Sort.NAME), english / max(1, english + unknown)
        if (common := agreeing(text, words)) >= 2 and share <= 0.34:
            return True
        if common and not english and (length >= 3 or unknown >= 2):  # one may be a slip of the thumb
            return (length >= 3 and _has_long_one(words)) or self._identify(text.lower()).english <= 0.05
        if length < 3 or share > 0.5 or not (unknown >= 2 or (unknown and not english and length >= 4)):
            return False
        guess = self._identify(text.lower())
        if guess.code == ENGLISH:
            return False
        if guess.sure >= (_SURELY if english else 0.5) and guess.english <= 0.01:
            return True
        likely = guess.sure >= _LIKELY or length >= 6 or not english  # few words, of which none is English, are enough
        return likely and guess.english <= 0.05 and share <= 0.34 and unknown >= (3 if english else 2)

    def _foreign_run(self, text: str, words: Sequence[Word], run: Stretch) -> bool:
        """Whether a stretch of a text that is English otherwise is in another language."""
        within = [word for word in words if run[0] <= word.start and word.end <= run[1]]
        if any(word.sort is Sort.OTHER_SCRIPT for word in within):
            return True
        if agreeing(text, within) >= 3:
            return True
        guess = self._identify(text[run[0] : run[1]].lower())
        return guess.code != ENGLISH and guess.sure >= _SURELY and guess.english <= 0.01

    def _language(self, text: str) -> str:
        guess, listed = self._identify(text.lower()), language_by_words(text)
        if listed and (listed in IN_ENGLISH_LETTERS or guess.sure < _SURELY):
            return listed
        return ANOTHER if guess.code == ENGLISH or guess.sure < _LIKELY else guess.code


def _has_long_one(words: Sequence[Word]) -> bool:
    return any(word.sort is Sort.COMMON and word.end - word.start >= 4 for word in words)


def _not_known(sorts: Sequence[Sort]) -> int:
    return sorts.count(Sort.UNKNOWN) + sorts.count(Sort.COMMON)


def _mostly_other(words: Sequence[Word]) -> bool:
    """Whether most letters are of another script."""
    others = sum(word.end - word.start for word in words if word.sort is Sort.OTHER_SCRIPT)
    return 2 * others > sum(word.end - word.start for word in words)


def _runs(words: Sequence[Word], worth: Mapping[Sort, float], least: float) -> Iterator[Stretch]:
    """The stretches that add up to `least` or more, the best one first found and then those beside it; in order."""
    best, at, best_from, best_to = 0.0, 0, 0, 0
    total = 0.0
    for place, word in enumerate(words):
        gain = worth[word.sort]
        if word.sort is Sort.OTHER_SCRIPT and gain > 0:
            gain = max(gain, least * (word.end - word.start) / (2 * _SCRIPT_WITHOUT_SPACES))
        if total <= 0:
            total, at = 0.0, place
        total += gain
        if total > best:
            best, best_from, best_to = total, at, place
    if best < least:
        return
    yield from _runs(words[:best_from], worth, least)
    yield words[best_from].start, words[best_to].end
    yield from _runs(words[best_to + 1 :], worth, least)


def _surely_english(words: Sequence[Word], run: Stretch) -> bool:
    """Whether an English stretch has an English word: those of several languages make none by themselves."""
    return any(word.sort is Sort.ENGLISH and run[0] <= word.start < run[1] for word in words)


def _widened(words: Sequence[Word], run: Stretch) -> Stretch:
    """An English stretch with the words beside it that may be English as well: "i want to die" and not "want"."""
    first = next(at for at, word in enumerate(words) if word.start == run[0])
    last = next(at for at, word in enumerate(words) if word.end == run[1])
    while first and words[first - 1].sort is Sort.EITHER:
        first -= 1
    while last + 1 < len(words) and words[last + 1].sort is Sort.EITHER:
        last += 1
    return words[first].start, words[last].end


def _between(stretches: Sequence[Stretch], length: int) -> Iterator[Stretch]:
    """What is left of a text of this length."""
    at = 0
    for start, end in stretches:
        if start > at:
            yield at, start
        at = end
    if at < length:
        yield at, length


CUT_OUT = "[another language]"
"""Stands in what was understood of a text where the rest was."""

_CUT = re.compile(r" {6,}")


def without(text: str, stretches: Sequence[Stretch]) -> str:
    """The text with blanks in place of these stretches, so that all else stands where it stood."""
    for start, end in stretches:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def shortened(text: str) -> str:
    """What `without` left, with a few words in place of the blanks."""
    return " ".join(_CUT.sub(f" {CUT_OUT} ", text).split())


@cache
def recogniser() -> Recogniser:
    """What tells languages. Nearly every text is told by its words; the first that is not waits half a second."""
    return Recogniser(_identified)


def _identified(text: str) -> Guess:
    ranked = dict(_identifier().rank(text))
    code, sure = next(iter(ranked.items()))
    return Guess(code, sure, ranked[ENGLISH])


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - what hears nothing does not need it

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(NAMES))
    return identifier
