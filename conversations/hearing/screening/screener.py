"""Screening: does a text speak of a risk of harm? Three ways, on the raw words: reviewed phrases, likeness to seed
sentences, and what was learned.

Screening helps people to read the most urgent first. What it does not flag is not thereby safe.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np

from conversations.hearing.encoded import VECTOR, Encoded
from conversations.hearing.encoder_heads import Head
from conversations.hearing.redaction.redact import replaced
from conversations.hearing.screening.phrase_book import KINDS, PhraseBook, phrases
from conversations.hearing.screening.phrase_matching import Found, found
from conversations.hearing.screening.risk_model import RiskModel, learned, parts
from conversations.hearing.screening.seed_similarity import Near, SeedSimilarity
from conversations.hearing.text.ngrams import Numbers
from conversations.hearing.values import Flag, Risk, Span

WINDOW = 60
"""Words that are read together; a longer text is read in windows as well, so that no line drowns in it."""

USUAL = -2.0
"""Log-odds of a worry in a text that says nothing."""

KIND_FROM = 1.0
"""Log-odds from which on a kind that was learned is named; the likeliest is named in any case."""

_WORD = re.compile(r"\S+")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_LONG = 30
"""Words in the longest piece that is shown of a text without full stops."""


@dataclass(frozen=True, slots=True)
class Screener:
    """What texts are screened by, made once. Without `likeness` and `risk` (the encoder's head): phrases and grams.

    `short`: without an encoder fewer words than this say less than they seem to (cross-validated, it costs nothing).
    """

    worries: RiskModel = field(repr=False)
    likeness: SeedSimilarity | None = field(default=None, repr=False)
    risk: Head | None = field(default=None, repr=False)
    short: int = 12


@cache
def without_encoder() -> Screener:
    """The screener for when there is no encoder."""
    return Screener(learned())


def _windows(text: str, length: int, step: int) -> list[tuple[int, int]]:
    """Where stretches of so many words stand, the last one as long as the others; the whole where it is short."""
    words = [word.span() for word in _WORD.finditer(text)]
    if len(words) <= length:
        return [(words[0][0], words[-1][1])] if words else []
    starts = [*range(0, len(words) - length, step), len(words) - length]
    return [(words[start][0], words[start + length - 1][1]) for start in starts]


def _grams(text: str, worries: RiskModel) -> Numbers:
    """What the grams say of a text; of a long one the worst of it counts."""
    read = worries.reader(text)
    windows = _windows(text, WINDOW, WINDOW // 2)
    if len(windows) < 2:
        return read
    made: Numbers = np.maximum(read, np.max([worries.reader(text[a:b]) for a, b in windows], axis=0))
    return made


def _pieces(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text stand; one without full stops is cut."""
    return [
        (sentence.start() + start, sentence.start() + end)
        for sentence in _SENTENCE.finditer(text)
        for start, end in _windows(sentence[0], _LONG, _LONG)
    ]


def _telling(raw: str, encoded: Encoded | None, screener: Screener) -> tuple[int, int]:
    """Where the sentence stands that worries most: by its grams, and by how like a seed its words are in the text."""
    pieces = _pieces(raw) or [(0, len(raw))]
    if len(pieces) == 1:
        return pieces[0]
    scores = np.array([screener.worries.reader(raw[start:end])[0] / 2.5 for start, end in pieces])
    if encoded is not None and screener.likeness is not None:
        for number, (start, end) in enumerate(pieces):
            inside = (encoded.offsets[:, 0] >= start) & (encoded.offsets[:, 1] <= end)
            if inside.any():
                mean = encoded.states[inside, -VECTOR:].mean(axis=0, keepdims=True)
                mean /= max(float(np.linalg.norm(mean)), 1e-9)
                scores[number] += screener.likeness.near(mean).score / 0.1
    return pieces[int(np.argmax(scores))]


def _words(raw: str, places: Iterable[tuple[int, int]], spans: Sequence[Span]) -> str:
    """What raised the flag, as it reads after redaction; pieces that lie apart are joined by dots."""
    ranges: list[list[int]] = []
    for start, end in sorted(places):
        first, last = start, end
        for span in spans:
            if span.start < last and span.end > first:
                first, last = min(first, span.start), max(last, span.end)
        if ranges and first <= ranges[-1][1] + 1:
            ranges[-1][1] = max(ranges[-1][1], last)
        else:
            ranges.append([first, last])
    pieces = [
        replaced(
            raw[first:last],
            [Span(span.start - first, span.end - first, span.kind) for span in spans if first <= span.start < last],
        )
        for first, last in ranges
    ]
    return " … ".join(" ".join(piece.split()) for piece in pieces)


def _kinds(gram: Numbers, encoded: Encoded | None, worries: RiskModel) -> set[str]:
    """The kinds that were learned to be likely; at least one."""
    odds = gram[2:] if encoded is None else worries.kinds(encoded.vector)
    best = int(np.argmax(odds))
    return {kind for at, kind in enumerate(KINDS) if odds[at] > KIND_FROM or at == best}


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the three ways make of a text. `learned`: the learned part raises it without any phrase."""

    level: Risk
    near: Near | None
    learned: bool


def _judged(gram: Numbers, encoded: Encoded | None, said: Sequence[Found], screener: Screener) -> _Judged:
    """A phrase stands, whatever the rest says; how urgent it is may be raised by what was learned."""
    worries = screener.worries
    read = parts(gram, encoded, screener.risk, screener.likeness)
    mix = worries.heard if len(read.worry) > 1 else worries.alone
    worry, urgent = mix.scores(read)
    near = read.near if read.near and (read.near.same or read.near.score >= mix.alike) else None
    if any(one.level is Risk.URGENT for one in said):
        level = Risk.URGENT
    elif said or near or worry >= mix.raised:
        level = Risk.URGENT if worry >= mix.raised and urgent >= mix.pressing else Risk.CONCERN
    else:
        level = Risk.NONE
    return _Judged(level, near, worry >= mix.raised)


def screen(
    raw: str,
    spans: Sequence[Span],
    *,
    encoded: Encoded | None,
    before: str = "",
    book: PhraseBook | None = None,
    screener: Screener,
) -> Flag | None:
    """The flag that a raw text raises, or None. What redaction hides (`spans`) is hidden in the flag's words too.

    `encoded`: the raw text as the encoder reads it; None where there is no encoder. `before`: the earlier messages of
    the same answer, redacted; what these raise by themselves is not raised again. `book` holds the phrases to screen
    by; those that the product ships where it is left out.
    """
    worries, book = screener.worries, book or phrases()
    whole = f"{before} {raw}" if before else raw
    shift = len(whole) - len(raw)
    said = [one for one in found(whole, book) if any(end > shift for _, end in one.places)]
    gram = _grams(raw, worries)
    earlier = _grams(before, worries) if before else gram
    if before and _judged(earlier, None, found(before, book), screener).level is Risk.NONE:
        gram = np.maximum(gram, _grams(whole, worries))
    if encoded is None:
        known = min(1.0, len(whole.split()) / screener.short)
        gram = np.append(USUAL + (gram[:2] - USUAL) * known, gram[2:])
    judged = _judged(gram, encoded, said, screener)
    if judged.level is Risk.NONE:
        return None
    kinds = {one.kind for one in said}
    if judged.near:
        kinds.add(judged.near.kinds[0])
    if not kinds or (judged.learned and encoded is not None):
        kinds |= _kinds(gram, encoded, worries)
    places = [(start, end) for one in said for start, end in one.places if end > shift]
    if not places:
        places = [(start + shift, end + shift) for start, end in [_telling(raw, encoded, screener)]]
    raised_by = [f"phrase:{one.name}" for one in said]
    raised_by += [f"seed:{kind}" for kind in judged.near.kinds] if judged.near else []
    raised_by += [f"learned:{worries.version}"] if judged.learned else []
    return Flag(
        judged.level,
        tuple(kind for kind in KINDS if kind in kinds),
        _words(whole, places, [replace(span, start=span.start + shift, end=span.end + shift) for span in spans]),
        tuple(raised_by),
    )
