"""Where the words that a flag shows stand in a text."""

import re

from conversations.hearing.text.windows import Stretch
from conversations.hearing.values import APART

_TOKEN = re.compile(r"\[[^\]\n]{1,30}\]|\w+")
_BETWEEN = r"[^\w\[\]]*"
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")


def stretches(text: str, words: str) -> list[Stretch]:
    """Where each stretch of the words stands, in order, whatever its case and the signs between; none where they are
    not there any more, or as something else."""
    found = []
    for piece in words.split(APART):
        tokens = _TOKEN.findall(piece)
        if not tokens:
            continue
        pattern = re.compile(_BETWEEN.join(re.escape(token) for token in tokens), re.IGNORECASE)
        found += [(one.start(), one.end()) for one in pattern.finditer(text)]
    return _joined(sorted(found))


def marked(text: str, words: list[str]) -> list[tuple[str, bool]]:
    """The text cut where words stand: each piece, and whether it is some of them."""
    pieces, at = [], 0
    for start, end in _joined(sorted(one for each in words for one in stretches(text, each))):
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces.append((text[at:], False))
    return [piece for piece in pieces if piece[0]]


def sentences_with(text: str, words: str) -> str:
    """The whole sentences that the words stand in, joined by dots where they lie apart; the words where they are not
    found."""
    inside = stretches(text, words)
    whole = [
        one.span()
        for one in _SENTENCE.finditer(text)
        if any(start < one.end() and end > one.start() for start, end in inside)
    ]
    return APART.join(" ".join(text[start:end].split()) for start, end in _touching(whole)) or words


def _joined(found: list[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _touching(found: list[Stretch]) -> list[Stretch]:
    """Sentences that follow one another made one."""
    joined: list[Stretch] = []
    for start, end in found:
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
