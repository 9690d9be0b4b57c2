"""Receipt words: six words that bring a respondent back to their answers. Two find them, four verify.

The words are the EFF's long list for passphrases (CC BY 3.0), less those that could upset someone.
"""

import hashlib
import re
from functools import cache
from importlib.resources import files

import xkcdpass

COUNT = 6
FINDING = 2
"""How many of the words find a response; the others verify."""


def draw(chance: bytes) -> tuple[str, ...]:
    """Six words from 32 random bytes, every set of six equally likely."""
    if len(chance) != 32:
        raise ValueError("receipt words are drawn from 32 bytes")
    words = drawn_from()
    ways = len(words) ** COUNT
    number = int.from_bytes(chance)
    while number >= 2**256 - 2**256 % ways:  # beyond the last whole round some sets would be likelier: draw again
        chance = hashlib.sha256(chance).digest()
        number = int.from_bytes(chance)
    drawn = []
    for _ in range(COUNT):
        number, one = divmod(number, len(words))
        drawn.append(words[one])
    return tuple(drawn)


def parse(text: str) -> tuple[str, ...] | None:
    """The six words that a text consists of, in any case and with anything but letters between them; else None.

    The whole list counts, so that words given before one was left out go on working.
    """
    if len(text) > 300:
        return None
    words = tuple(re.findall(r"[^\W\d_]+", text.casefold()))
    return words if len(words) == COUNT and all(word in _known() for word in words) else None


@cache
def drawn_from() -> tuple[str, ...]:
    """The words that receipts are made of."""
    return tuple(sorted(_known() - _left_out()))


@cache
def _known() -> frozenset[str]:
    words = (files(xkcdpass) / "static" / "eff-long").read_text(encoding="utf-8").split()
    return frozenset(word for word in words if word.isalpha())


def _left_out() -> frozenset[str]:
    lines = (files(__package__) / "words_not_used.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
