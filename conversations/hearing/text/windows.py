"""Stretches of a long text that are read by themselves, so that no line drowns in it."""

import re

_WORD = re.compile(r"\S+")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_LONGEST_SENTENCE = 30
"""Words in the longest piece of a text without full stops."""

Stretch = tuple[int, int]
"""Where it begins and ends in the text, end not included."""


def windows(text: str, length: int, step: int) -> list[Stretch]:
    """Where stretches of so many words stand, the last one as long as the others; the whole where it is short."""
    words = [word.span() for word in _WORD.finditer(text)]
    if len(words) <= length:
        return [(words[0][0], words[-1][1])] if words else []
    starts = [*range(0, len(words) - length, step), len(words) - length]
    return [(words[start][0], words[start + length - 1][1]) for start in starts]


def sentences(text: str) -> list[Stretch]:
    """Where the sentences of a text stand; one without full stops is cut."""
    return [
        (sentence.start() + start, sentence.start() + end)
        for sentence in _SENTENCE.finditer(text)
        for start, end in windows(sentence[0], _LONGEST_SENTENCE, _LONGEST_SENTENCE)
    ]
