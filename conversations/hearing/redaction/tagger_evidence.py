"""What speaks for and against hiding each word: what the encoder, the rules, the lists and the recogniser say of it.

The names of the signs stand in the learned tagger: with another name a sign has no weight until it is learned anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from conversations.hearing.encoded import Encoded, Floats
from conversations.hearing.encoder_heads import TAGS, Head
from conversations.hearing.redaction import name_recogniser
from conversations.hearing.text.tokens import Token
from conversations.hearing.text.word_lists import NAME, NICKNAME, OFTEN, WORD, known, word_set
from conversations.hearing.values import Span

FURTHEST = 8.0
"""Log-odds are not believed beyond this: on the texts that the encoder learned from they are too sure."""

ENCODER_KINDS = tuple(f"heard {kind}" for kind in TAGS[1:])
ENCODER_AROUND = ("heard mean", "heard before", "heard after", "heard two before", "heard two after")
ENCODER_BY_LISTS = ("heard everyday", "heard named", "heard unknown", "heard name everyday")
RECOGNISER_KINDS = tuple(f"recognised {kind}" for kind in name_recogniser.KINDS[1:])
DENSE = (*ENCODER_KINDS, *ENCODER_AROUND, *ENCODER_BY_LISTS, *RECOGNISER_KINDS)
"""What is said of each word as a number; after these come the signs that it has or has not."""

BIAS = "bias"
"""The sign that every word has. How far the tagger leans to hiding is part of its weight."""

_CUES = {
    "street": word_set("street_words"),
    "group": word_set("group_words"),
    "place cue": word_set("place_cues"),
    "title": word_set("titles"),
    "role": word_set("before_names"),
    "article": frozenset(
        ["a", "an", "the", "my", "our", "your", "his", "her", "their", "this", "that", "no", "some", "any"]
    ),
    "saint": frozenset(("st", "saint", "ysgol")),
}
_CUES_OF = {
    word: [name for name, words in _CUES.items() if word in words] for word in frozenset().union(*_CUES.values())
}
"""Words that say something of their neighbours, and what."""

_AROUND = (("here", 0), ("1 after", -1), ("2 after", -2), ("1 before", 1), ("2 before", 2))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about each word of a text: `numbers` (words x DENSE), `signs` for each word."""

    numbers: Floats = field(repr=False)
    signs: Sequence[Sequence[str]] = field(repr=False)


def kind_log_odds(row: Sequence[Token], encoded: Encoded, head: Head) -> tuple[Floats, Floats]:
    """For each word, how much likelier than nothing each kind is (words x kinds): the most of its parts, the mean."""
    most = np.full((len(row), len(TAGS) - 1), -FURTHEST, np.float32)
    mean = most.copy()
    if not len(encoded.offsets) or not row:
        return most, mean
    points = head(encoded.states)
    over = np.clip(points[:, 1:] - points[:, :1], -FURTHEST, FURTHEST)
    starts, ends = encoded.offsets[:, 0], encoded.offsets[:, 1]
    first = np.searchsorted(ends, [token.start for token in row], side="right")
    last = np.searchsorted(starts, [token.end for token in row], side="left")
    for at, (a, b) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        if b == a + 1:
            most[at] = mean[at] = over[a]
        elif b > a:
            most[at], mean[at] = over[a:b].max(0), over[a:b].mean(0)
    return most, mean


def evidence(
    row: Sequence[Token],
    encoded: Encoded,
    head: Head,
    found: Iterable[tuple[str, Span]],
    recognised: tuple[Sequence[int], Sequence[Sequence[int]]],
) -> Evidence:
    """What speaks for and against hiding each word. `found` are what the rules found, each with the rule's name;
    `recognised` is what the recogniser says."""
    tags, points = recognised
    count = len(row)
    most, mean = kind_log_odds(row, encoded, head)
    numbers = np.zeros((count, len(DENSE)), np.float32)
    kinds = len(ENCODER_KINDS)
    any_kind = most.max(1) if count else np.zeros(0, np.float32)
    padded = np.full(count + 4, -FURTHEST, np.float32)
    padded[2:-2] = any_kind
    flags = [known(token.word) for token in row]
    everyday = np.array([bool(flag & (OFTEN | WORD)) for flag in flags], np.float32)
    named = np.array([bool(flag & (NAME | NICKNAME)) for flag in flags], np.float32)
    unknown = np.array([not flag for flag in flags], np.float32)
    numbers[:, :kinds] = most
    numbers[:, kinds] = mean.max(1) if count else 0
    for at, shift in enumerate((1, 3, 0, 4), kinds + 1):
        numbers[:, at] = padded[shift : shift + count]
    at = kinds + len(ENCODER_AROUND)
    numbers[:, at] = any_kind * everyday
    numbers[:, at + 1] = any_kind * named
    numbers[:, at + 2] = any_kind * unknown
    numbers[:, at + 3] = most[:, 0] * named * everyday
    if count:
        of_recogniser = np.array(points, np.float32)
        numbers[:, at + 4 :] = np.clip((of_recogniser[:, 1:] - of_recogniser[:, :1]) / name_recogniser.SCALE, -4.0, 4.0)
    numbers[:, : at + 4] /= 4.0
    return Evidence(numbers, _signs(row, found, tags))


def _signs(row: Sequence[Token], found: Iterable[tuple[str, Span]], tags: Sequence[int]) -> list[list[str]]:
    """What each word has or has not, by names that the tagger has weights for."""
    any_capital = any(token.shape == "capital" for token in row)
    signs = [_own_signs(token, tag, any_capital) for token, tag in zip(row, tags, strict=True)]
    for at, sign in (*_neighbour_signs(row, tags), *_cue_signs(row), *_rule_signs(row, found)):
        signs[at].append(sign)
    return signs


def _own_signs(token: Token, tag: int, any_capital: bool) -> list[str]:
    """What a word shows by itself. `tag`: the recogniser's."""
    signs = [
        BIAS,
        f"sort {token.sort}",
        f"shape {token.shape} {any_capital:d}",
        f"sort {token.sort} {token.shape}",
        f"tag {tag}",
    ]
    if token.sort == "mark":
        signs.append(_mark_sign(token.word))
    return signs


def _mark_sign(mark: str) -> str:
    if mark == "0":
        return "digits"
    return f"mark {mark}" if mark in "@._/#" else "mark"


def _neighbour_signs(row: Sequence[Token], tags: Sequence[int]) -> Iterator[tuple[int, str]]:
    """What stands right before and after each word: which word of the row, and the sign."""
    for at in range(1, len(row)):
        yield at - 1, f"after {row[at].sort}"
        yield at, f"before {row[at - 1].sort}"
        yield at, f"tag before {tags[at - 1]}"
        yield at - 1, f"tag after {tags[at]}"


def _cue_signs(row: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """What words such as titles say of themselves and of those around them."""
    for at, token in enumerate(row):
        for name in _CUES_OF.get(token.word, ()):
            for where, further in _AROUND:
                if 0 <= at + further < len(row):
                    yield at + further, f"{name} {where}"


def _rule_signs(row: Sequence[Token], found: Iterable[tuple[str, Span]]) -> Iterator[tuple[int, str]]:
    """Which rules found which words."""
    begins = [token.start for token in row]
    for rule, span in found:
        at = int(np.searchsorted(begins, span.start, side="left"))
        while at < len(row) and row[at].start < span.end:
            yield at, f"rule {rule}"
            at += 1
