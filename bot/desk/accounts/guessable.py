"""Whether a password is one of those that a guesser tries first."""

import math
import unicodedata
from collections.abc import Iterator

ENOUGH = 9.0
"""Powers of ten of guesses that a password has to stand, by zxcvbn's count (Wheeler, USENIX Security 2016): three words
that do not belong together stand about this many."""
PLENTY = 12.0
"""With so many it does not matter any more what a password is made of."""
MORE_THAN_A_NAME = 6.0
"""What has to be left where figures and signs are taken off both ends, as of Manchester2024!!"""
LOOKED_AT = 40
"""Characters: what comes after them can only make it harder to guess, and counting takes longer with each."""

OURS = (
    *("earshot", "desk", "password", "passphrase", "passwort", "admin", "administrator", "moderator", "safeguarding"),
    *("participation", "worker", "lead", "staff", "council", "children", "child", "young", "people", "youth", "care"),
    *("social", "consultation", "minister", "letter", "answers", "telegram", "welcome", "service"),
)
"""Words that everybody who comes to this page has before their eyes. They count as nothing."""


KNOWN = (
    *("correcthorsebatterystaple", "correcthorsebattery", "thequickbrownfox", "jumpsoverthelazydog", "tobeornottobe"),
    *(
        "maytheforcebewithyou",
        "onceuponatime",
        "threerandomwords",
        "azertyuiop",
        "qsdfghjklm",
        "qwertzuiop",
        "йцукенгшщзхъ",
    ),
)
"""Phrases that many take for a good password, and rows of keyboards that the lists do not hold."""


def guessable(password: str, name: str) -> bool:
    """Whether people would guess it: common words and passwords, rows of keys, repeats, the service's own words and the
    account's name, in whatever letters. Takes up to seconds, and the lists are loaded when this is first called."""
    plain = _plain(password)
    if not any(sign.isalnum() for sign in plain):
        return _guesses(plain) < ENOUGH
    joined = "".join(sign for sign in plain if not _between_words(sign))
    left = joined
    for word in sorted(_own(name), key=len, reverse=True):
        left = left.replace(word, "")
    least = min(_guesses(one) for one in (plain, joined, left))
    bare = joined.strip("".join(sign for sign in joined if not sign.isalpha()))
    return least < ENOUGH or (bool(bare) and least < PLENTY and _guesses(bare) < MORE_THAN_A_NAME)


def _own(name: str) -> Iterator[str]:
    yield from (*OURS, *map(_plain, KNOWN))
    yield from (part for part in (_plain(name).replace(" ", ""), *_plain(name).split()) if len(part) > 2)


def _plain(text: str) -> str:
    """Small letters without accents, whatever way they were written."""
    parts = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _between_words(sign: str) -> bool:
    return sign in "-_.,;:/'\"" or unicodedata.category(sign)[0] in "ZC"


def _guesses(text: str) -> float:
    from zxcvbn import zxcvbn  # noqa: PLC0415 - two megabytes of lists that only those who set a password need

    return math.log10(zxcvbn(text[:LOOKED_AT])["guesses"]) if text else 0.0
