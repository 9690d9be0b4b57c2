"""What stands around and within what somebody says, and says nothing itself: greetings, fillers, sign-offs, letters
that are drawn out or spaced out, emoji within words. A worry stays one whatever stands around it."""

import re
from collections.abc import Iterator, Sequence

from conversations.hearing.text.normalisation import plain
from conversations.hearing.text.word_lists import OFTEN, known, word_set

CHATTER = word_set("chatter")
"""Words that may go where they stand before or after what is said, as long as something is left."""

_AMONG_OTHERS = word_set("chatter_among_others")
_SMALL = word_set("small_words")
_EVERYDAY = word_set("everyday")
_SMALL_TALK = CHATTER | (_SMALL - word_set("nots"))
_APOSTROPHES = str.maketrans("", "", "'’`´")

_SPACED = re.compile(r"(?<![^\W_])(?:[^\W\d_] ){2,}[^\W\d_](?![^\W_])")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_WORD = re.compile(r"[^\W_]+(?:['’`´-][^\W_]+)*")
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f\u200d]+")


def spaced_out(text: str) -> Iterator[tuple[int, int]]:
    """Where letters of one word stand with a space after each, as in "k i l l"."""
    return (match.span() for match in _SPACED.finditer(text))


def drawn_in(word: str) -> str:
    """A word without letters that are drawn out, as in "killll" or "sooo"."""
    if not _DRAWN_OUT.search(word):
        return word
    twice, once = _DRAWN_OUT.sub(r"\1\1", word), _DRAWN_OUT.sub(r"\1", word)
    return once if known(once) & OFTEN and not known(twice) & OFTEN else twice


def bare(text: str) -> str:
    """The text as letters and words are counted: without chatter before and after, plain, its words whole."""
    said = plain(text).text.lower()
    said = _EMOJI.sub(lambda match: "" if _within_a_word(said, match) else f" {match[0]} ", said)
    said = _SPACED.sub(lambda match: match[0].replace(" ", ""), said)
    said = _WORD.sub(lambda match: drawn_in(match[0]), said)
    words = list(_WORD.finditer(said))
    first = _chatter([word[0] for word in words])
    last = len(words) - _chatter([word[0] for word in reversed(words)])
    if first >= last:
        return said
    return said[words[first].start() : words[last].start() if last < len(words) else len(said)].strip()


def telling_words(text: str) -> int:
    """How many words of a text say something: not those of chatter, nor the small ones that every sentence has."""
    return sum(word[0] not in _SMALL for word in _WORD.finditer(bare(text)))


def is_small_talk(text: str) -> bool:
    """Whether a text has none but everyday words, none of which a worry could be told with. What was learned from
    longer texts takes some of these for one by chance."""
    words = [word[0].translate(_APOSTROPHES) for word in _WORD.finditer(bare(text))]
    return all(word in _EVERYDAY or word in _SMALL_TALK for word in words)


def _within_a_word(text: str, emoji: re.Match[str]) -> bool:
    before, after = text[emoji.start() - 1 : emoji.start()], text[emoji.end() : emoji.end() + 1]
    return before.isalpha() and after.isalpha()


def _chatter(words: Sequence[str]) -> int:
    """How many words of chatter there are before something else."""
    at = next((at for at, word in enumerate(words) if word not in CHATTER), len(words))
    while at and words[at - 1] in _AMONG_OTHERS:  # "it" may belong to what is said
        at -= 1
    return at
