"""What may stand around or within a text without changing what it says: hearing has to make the same of it.

None of these words is among those that hearing learned with (learning/disturbing.py)."""

import random
import re
from collections.abc import Callable, Mapping

_OPENINGS = ("hiya hope ur ok, ", "evening all, ", "hey whoever reads this. ", "ok here goes: ", "erm hello so ")
_CLOSINGS = (" thats all thanks x", " idk", " lol", " anyway bye", ". cheers for listening", " 🤷")
_EMOJI = "🙈😬🥺🔥"


def _opened(text: str, chance: random.Random) -> str:
    return chance.choice(_OPENINGS) + text


def _closed(text: str, chance: random.Random) -> str:
    return text + chance.choice(_CLOSINGS)


def _stretched(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    at = chance.choice([at for at, word in enumerate(words) if word[-1:].isalpha()] or [0])
    words[at] += words[at][-1:] * 4
    return " ".join(words)


def _typos(text: str, chance: random.Random) -> str:
    """One letter dropped or swapped in every third word."""
    words = text.split(" ")
    for at in range(chance.randrange(3), len(words), 3):
        word = words[at]
        if len(word) > 3 and word.isalpha():
            place = chance.randrange(1, len(word) - 1)
            rest = word[place + 1] + word[place] + word[place + 2 :] if chance.random() < 0.5 else word[place + 1 :]
            words[at] = word[:place] + rest
    return " ".join(words)


def _plain(text: str, _: random.Random) -> str:
    return re.sub(r"[.,!?;:'’]", "", text)


def _capitals(text: str, _: random.Random) -> str:
    return text.upper()


def _emoji(text: str, chance: random.Random) -> str:
    """At the end of one word, or inside it."""
    words = text.split(" ")
    at = chance.randrange(len(words))
    place = len(words[at]) if chance.random() < 0.5 else len(words[at]) // 2
    words[at] = words[at][:place] + chance.choice(_EMOJI) + words[at][place:]
    return " ".join(words)


def _spaced(text: str, chance: random.Random) -> str:
    """The letters of one word spaced out."""
    words = text.split(" ")
    at = chance.choice([at for at, word in enumerate(words) if len(word) > 3 and word.isalpha()] or [0])
    words[at] = " ".join(words[at])
    return " ".join(words)


CHANGES: Mapping[str, Callable[[str, random.Random], str]] = {
    "a friendly opening": _opened,
    "a sign-off": _closed,
    "stretched letters": _stretched,
    "a slip in every third word": _typos,
    "no punctuation": _plain,
    "all capitals": _capitals,
    "an emoji in a word": _emoji,
    "letters spaced out": _spaced,
}
