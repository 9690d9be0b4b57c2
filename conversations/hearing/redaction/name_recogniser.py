"""Which words name a person, a group or a place: a small linear model over a word, its neighbours and the lists.

For names that are words ("hope told me", "i hope so") and for words that no list has. It reads from left to right, and
capitals are only one feature among others. Its weights are learned by `make train`.
"""

import struct
import zlib
from collections.abc import Iterable, Sequence
from functools import cache

from conversations.hearing.learned_files import learned_bytes
from conversations.hearing.text.tokens import PLAIN, Token, other_script
from conversations.hearing.values import Kind, Span

TAGS = ("O", "PERSON", "SCHOOL_ORG", "LOCATION")
KINDS = (None, Kind.PERSON, Kind.SCHOOL_ORG, Kind.LOCATION)
WEIGHT = struct.Struct(">I4b")
SCALE = 24.0
"""A weight is kept as a whole number of 1/SCALE, between -127 and 127."""
LEAN = (0.0, 1.2, 0.8, 0.8)
"""Added to each tag's score: hiding a word too many costs less than showing a name."""

NO_NAME = [0, -48, -48, -48]

Weights = dict[int, tuple[int, ...]]


def candidate(token: Token) -> bool:
    """Whether the word could name anything: marks and the commonest words in lower case cannot."""
    if token.sort in ("mark", "hidden"):
        return False
    return not (token.sort in (PLAIN, "never", "bit") and token.shape == "lower")


def features(row: Sequence[Token], at: int, before: int, any_capital: bool) -> Iterable[str]:
    """What the model looks at for one word; `before` is the tag given to the word before."""
    here = row[at]
    one = row[at - 1] if at else None
    two = row[at - 2] if at > 1 else None
    after = row[at + 1] if at + 1 < len(row) else None
    then = row[at + 2] if at + 2 < len(row) else None
    w1, s1, h1 = (one.word, one.sort, one.shape) if one else ("<", "<", "<")
    w2 = two.word if two else "<"
    x1, r1, g1 = (after.word, after.sort, after.shape) if after else (">", ">", ">")
    x2 = then.word if then else ">"
    sort = here.sort
    own = f"{sort}{here.shape}{any_capital:d}"
    yield "bias"
    yield f"a{sort}"
    yield f"b{own}"
    yield f"c{w1}"
    yield f"d{w1}|{sort}"
    yield f"e{w2}|{w1}"
    yield f"f{w2}|{sort}"
    yield f"g{x1}"
    yield f"h{x1}|{sort}"
    yield f"i{x1}|{x2}"
    yield f"j{w1}|{x1}"
    yield f"k{s1}|{own}"
    yield f"l{r1}|{own}"
    yield f"m{before}"
    yield f"n{before}|{own}"
    yield f"o{before}|{w1}|{sort}"
    yield f"p{w2}|{w1}|{sort}"
    yield f"q{h1}|{here.shape}|{g1}"
    yield f"r{x2}|{sort}"
    yield f"s{w1}|{own}"
    yield f"t{x1}|{own}"
    if sort != "unknown" and not sort.startswith(("n", "s")):
        yield f"u{here.word}"
        yield f"v{here.word}|{before}"
    else:
        yield f"w{here.word[-2:]}"
        yield f"x{here.word[-3:]}"
    if "o" in sort or "w" in sort:
        yield f"u{here.word}"


def scores(weights: Weights, row: Sequence[Token], at: int, before: int, any_capital: bool) -> list[int]:
    """The score of each tag for one word, in units of 1/SCALE."""
    a = b = c = d = 0
    get = weights.get
    crc = zlib.crc32
    for feature in features(row, at, before, any_capital):
        weight = get(crc(feature.encode()))
        if weight:
            a += weight[0]
            b += weight[1]
            c += weight[2]
            d += weight[3]
    return [a, b, c, d]


@cache
def learned() -> Weights:
    """The learned weights, read at the first call."""
    unpacked = WEIGHT.iter_unpack(learned_bytes("recogniser.bin"))
    return {key: weights for key, *weights in unpacked}  # type: ignore[misc]


def tagged(weights: Weights, row: Sequence[Token]) -> tuple[list[int], list[list[int]]]:
    """The tag of each token, and the scores of all tags in units of 1/SCALE; NO_NAME for what is no candidate."""
    any_capital = any(token.shape == "capital" for token in row)
    tags: list[int] = []
    points: list[list[int]] = []
    before = 0
    for at, token in enumerate(row):
        here = scores(weights, row, at, before, any_capital) if candidate(token) else NO_NAME
        before = max(range(4), key=lambda tag: here[tag] + LEAN[tag] * SCALE)
        tags.append(before)
        points.append(here)
    return tags, points


def spans(text: str, row: Sequence[Token], tags: Sequence[int]) -> list[Span]:
    """The names that stand in the text. Words with the same tag and only a space or a hyphen between are one span."""
    made: list[Span] = []
    for token, tag in zip(row, tags, strict=True):
        kind = KINDS[tag]
        if kind is None or other_script(token.word[0]):
            continue
        if made and made[-1].kind is kind and text[made[-1].end : token.start] in (" ", "-"):
            made[-1] = Span(made[-1].start, token.end, kind)
        else:
            made.append(Span(token.start, token.end, kind))
    return made
