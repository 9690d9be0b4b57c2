"""What people do to a text without saying anything else: greetings, fillers and sign-offs, stretched letters, slips of
the keyboard, capitals, an emoji. Each text is learned in such forms too, so that all of them are heard alike."""

import random
from collections.abc import Callable, Sequence

OPENINGS = (
    *("hi", "hiya", "hey", "hello", "hi there", "hello how are you", "heya hope ur good", "alright", "yo", "ok so"),
    *("um", "erm ok", "so basically", "well", "ngl", "tbh", "honestly", "idk but", "right so", "good morning"),
    *("hey its me again", "sorry for bad spelling", "not sure if this counts but", "i dont know how to say this but"),
    *("ok im just gonna say it", "lol ok", "u asked so", "first of all thanks for asking", "good question"),
)
CLOSINGS = (
    *("lol", "idk", "haha", "x", "xx", "thanks", "thank u", "thats all", "thats it really", "bye", "ty for reading"),
    *("anyway", "so yeah", "innit", "tbh", "ngl", "dont know what else to say", "ok bye", "hope that helps", "sorry"),
    *("its fine tho", "whatever", "never mind", "im ok tho", "😂", "😭", "🙃", "💀", "❤", "...", "have a nice day"),
)
_EMOJI = "😂😭🙃💀😡❤🥲😅"
_SHARE = 0.35
"""Of the texts, so many get one of these or two."""


def disturbed(text: str, chance: random.Random) -> str:
    """Now and then, with something around it or in it that says nothing."""
    if not text.strip() or chance.random() >= _SHARE:
        return text
    for way in chance.sample(_WAYS, chance.choice((1, 1, 2))):
        text = way(text, chance)
    return text


def _opened(text: str, chance: random.Random) -> str:
    return f"{chance.choice(OPENINGS)}{chance.choice((', ', ' ', '. ', '! '))}{text}"


def _closed(text: str, chance: random.Random) -> str:
    return f"{text}{chance.choice((' ', '. ', ', '))}{chance.choice(CLOSINGS)}"


def _stretched(text: str, chance: random.Random) -> str:
    return _in_a_word(text, chance, lambda word: word + word[-1] * chance.randint(1, 4))


def _misspelt(text: str, chance: random.Random) -> str:
    for _ in range(max(1, len(text.split()) // 4)):
        text = _in_a_word(text, chance, lambda word: _slip(word, chance))
    return text


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    return chance.choice((word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :]))


def _unpunctuated(text: str, _: random.Random) -> str:
    return "".join(character for character in text if character not in ".,!?;:'’\"")


def _with_emoji(text: str, chance: random.Random) -> str:
    return _in_a_word(text, chance, lambda word: word + chance.choice(_EMOJI))


def _in_a_word(text: str, chance: random.Random, change: Callable[[str], str]) -> str:
    """One word of letters changed; what stands in square brackets is left alone."""
    words = text.split(" ")
    places = [at for at, word in enumerate(words) if len(word) > 2 and word.isalpha()]
    if places:
        at = chance.choice(places)
        words[at] = change(words[at])
    return " ".join(words)


_WAYS: Sequence[Callable[[str, random.Random], str]] = (
    *(_opened, _opened, _closed, _closed, _stretched, _misspelt, _misspelt, _unpunctuated, _with_emoji),
)
