"""What is known about single words: is it a first name, an everyday word, a place?

Two sources: the learned file (see learned/NOTICE.md; hashed, made by `make train`) and the reviewed lists in words/,
which people can read and edit. Both are read once.
"""

import struct
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from conversations.hearing.learned_files import learned_bytes

NAME = 1  # registered as a first name
WORD = 2  # an everyday word as well, or only that
OFTEN = 4  # one of the commonest words
PLACE = 8  # a town or another place
PLACE_BEGINS = 16  # the first word of a place of several words
SURNAME = 32
NICKNAME = 64
NEVER = 128  # not a name by itself, whatever the register says
PLACE_WORD = 256  # a place that is an everyday word or a name as well

RECORD = struct.Struct(">IB")


def hashed(word: str) -> int:
    """The 32 bits under which a word is kept in the learned file."""
    return zlib.crc32(word.encode())


def entries(text: str) -> list[str]:
    """The words of a reviewed list: divided by spaces, or by commas where there are any. Lines with # are comments."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    body = " ".join(lines)
    return [word.strip() for word in (body.split(",") if "," in body else body.split()) if word.strip()]


@dataclass(frozen=True, slots=True)
class WordLists:
    learned: dict[int, int]
    reviewed: dict[str, int]

    def about(self, word: str) -> int:
        """The flags of a lower-case word or of a place's words with single spaces; 0 where nothing is known."""
        return self.learned.get(hashed(word), 0) | self.reviewed.get(word, 0)


@cache
def word_set(name: str) -> frozenset[str]:
    """The entries of words/NAME.txt."""
    return frozenset(entries((resources.files(__package__) / "words" / f"{name}.txt").read_text(encoding="utf-8")))


def _reviewed() -> dict[str, int]:
    flags: dict[str, int] = {}
    for file, flag in (
        ("nicknames", NICKNAME),
        ("surnames", SURNAME),
        ("not_names", NEVER),
        ("places", PLACE),
        ("towns_that_are_words", PLACE | PLACE_WORD),
    ):
        for word in word_set(file):
            flags[word] = flags.get(word, 0) | flag
            if flag & PLACE and (" " in word or "-" in word):
                begin = word.replace("-", " ").split()[0]
                flags[begin] = flags.get(begin, 0) | PLACE_BEGINS
    return flags


@cache
def lists() -> WordLists:
    """The lists, read at the first call."""
    return WordLists(dict(RECORD.iter_unpack(learned_bytes("words.bin"))), _reviewed())


@lru_cache(maxsize=4096)  # in memory only, pushed out by what comes next
def known(word: str) -> int:
    """The flags of a lower-case word."""
    return lists().about(word)
