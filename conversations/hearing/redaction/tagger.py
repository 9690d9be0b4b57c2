"""Which words to hide, and as what: one decision from what the encoder, the rules, the lists and the recogniser say.

A regularised logistic regression a word. It weighs few things (no word has a weight of its own), so that it learns whom
to believe and not what stood in the texts that it learned from. Its weights are learned by `make train`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from conversations.hearing.encoded import Encoded, Floats
from conversations.hearing.encoder_heads import TAGS, Head
from conversations.hearing.learned_files import learned_arrays
from conversations.hearing.redaction import name_recogniser
from conversations.hearing.text.tokens import MASK, Token
from conversations.hearing.text.word_lists import NAME, NICKNAME, OFTEN, WORD, known, word_set
from conversations.hearing.values import Kind, Span

FURTHEST = 8.0
"""Log-odds are not believed beyond this: on the texts that the encoder learned from they are too sure."""

HEARD = tuple(f"heard {kind}" for kind in TAGS[1:])
NEAR = ("heard mean", "heard before", "heard after", "heard two before", "heard two after")
CROSSED = ("heard everyday", "heard named", "heard unknown", "heard name everyday")
RECOGNISED = tuple(f"recognised {kind}" for kind in name_recogniser.KINDS[1:])
DENSE = (*HEARD, *NEAR, *CROSSED, *RECOGNISED)
"""What is said of each word as a number; after these come the signs that it has or has not."""

BIAS = "bias"
"""The sign that every word has. How far the tagger leans to hiding is part of its weight."""

_SETS = {
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
_SAYS = {word: [name for name, words in _SETS.items() if word in words] for word in frozenset().union(*_SETS.values())}
"""Words that say something of their neighbours, and what."""

_AROUND = (("here", 0), ("1 after", -1), ("2 after", -2), ("1 before", 1), ("2 before", 2))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known about each word of a text: `numbers` (words x DENSE), `signs` for each word."""

    numbers: Floats = field(repr=False)
    signs: Sequence[Sequence[str]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Tagger:
    """`names` gives each row of `weights` (names x TAGS): first DENSE, then signs."""

    names: Mapping[str, int] = field(repr=False)
    weights: Floats = field(repr=False)

    def __call__(self, evidence: Evidence) -> Floats:
        """The log-odds of each tag for each word (words x TAGS)."""
        made: Floats = evidence.numbers @ self.weights[: len(DENSE)]
        rows, columns = [], []
        for row, signs in enumerate(evidence.signs):
            for sign in signs:
                column = self.names.get(sign)
                if column is not None:
                    rows.append(row)
                    columns.append(column)
        held = np.zeros((len(evidence.signs), len(self.weights)), np.float32)
        held[rows, columns] = 1.0
        return made + held @ self.weights


def read(names: Sequence[str], weights: NDArray[np.float32]) -> Tagger:
    return Tagger({str(name): at for at, name in enumerate(names)}, weights.astype(np.float32))


@cache
def learned() -> Tagger:
    """The tagger that the product ships, read at the first call."""
    arrays = learned_arrays("tagger.npz")
    return read(arrays["names"], arrays["weights"])


def heard(row: Sequence[Token], encoded: Encoded, head: Head) -> tuple[Floats, Floats]:
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
    hits: Iterable[tuple[str, Span]],
    judged: tuple[Sequence[int], Sequence[Sequence[int]]],
) -> Evidence:
    """What speaks for and against hiding each word. `hits` are what the rules found, each with the rule's name;
    `judged` is what the recogniser says."""
    tags, points = judged
    count = len(row)
    most, mean = heard(row, encoded, head)
    numbers = np.zeros((count, len(DENSE)), np.float32)
    kinds = len(HEARD)
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
    at = kinds + len(NEAR)
    numbers[:, at] = any_kind * everyday
    numbers[:, at + 1] = any_kind * named
    numbers[:, at + 2] = any_kind * unknown
    numbers[:, at + 3] = most[:, 0] * named * everyday
    if count:
        said = np.array(points, np.float32)
        numbers[:, at + 4 :] = np.clip((said[:, 1:] - said[:, :1]) / name_recogniser.SCALE, -4.0, 4.0)
    numbers[:, : at + 4] /= 4.0
    return Evidence(numbers, _signs(row, hits, tags))


def _signs(row: Sequence[Token], hits: Iterable[tuple[str, Span]], tags: Sequence[int]) -> list[list[str]]:
    any_capital = any(token.shape == "capital" for token in row)
    signs = [
        [
            BIAS,
            f"sort {token.sort}",
            f"shape {token.shape} {any_capital:d}",
            f"sort {token.sort} {token.shape}",
            f"tag {tag}",
        ]
        for token, tag in zip(row, tags, strict=True)
    ]
    for at, token in enumerate(row):
        here = signs[at]
        if token.sort == "mark":
            here.append("digits" if token.word == "0" else f"mark {token.word}" if token.word in "@._/#" else "mark")
        if at:
            signs[at - 1].append(f"after {token.sort}")
            here.append(f"before {row[at - 1].sort}")
            here.append(f"tag before {tags[at - 1]}")
            signs[at - 1].append(f"tag after {tags[at]}")
    for at, token in enumerate(row):
        for name in _SAYS.get(token.word, ()):
            for where, further in _AROUND:
                if 0 <= at + further < len(row):
                    signs[at + further].append(f"{name} {where}")
    begins = [token.start for token in row]
    for source, span in hits:
        at = int(np.searchsorted(begins, span.start, side="left"))
        while at < len(row) and row[at].start < span.end:
            signs[at].append(f"rule {source}")
            at += 1
    return signs


_JOINTS = frozenset(".-/@_'’:+&,")
_OPENS = frozenset(f"([\"'“‘,;:{MASK}")
_CLOSES = frozenset(f'{MASK})]"”')


def spans(text: str, row: Sequence[Token], log_odds: Floats) -> list[Span]:
    """The words to hide, those that belong together as one span."""
    if not row:
        return []
    tags = log_odds.argmax(1).tolist()
    made: list[Span] = []
    for token, tag in zip(row, tags, strict=True):
        kind = TAGS[tag]
        if kind is None or token.sort == "hidden" or (token.sort == "mark" and token.word != "0"):
            continue
        if made and made[-1].kind is kind and _joined(text[made[-1].end : token.start]):
            made[-1] = Span(made[-1].start, token.end, kind)
        else:
            made.append(Span(token.start, token.end, kind))
    return [_whole(text, span) for span in made]


def _joined(gap: str) -> bool:
    """Whether what stands between two words leaves them one thing, as in "07700.900" and "14 Mill Road, Hull"."""
    return len(gap) <= 2 and gap.count(" ") <= 1 and all(mark in _JOINTS for mark in gap.replace(" ", ""))


def _whole(text: str, span: Span) -> Span:
    """A contact or a number up to the spaces around it: half an address is an address."""
    if span.kind not in (Kind.CONTACT, Kind.ID):
        return span
    start, end = span.start, span.end
    while start and not text[start - 1].isspace() and text[start - 1] not in _OPENS:
        start -= 1
    while end < len(text) and not text[end].isspace() and text[end] not in _CLOSES:
        end += 1
    while end > span.end and not text[end - 1].isalnum():
        end -= 1
    return Span(start, end, span.kind)
