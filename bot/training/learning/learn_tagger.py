"""Learns tagger.npz: whom to believe where the encoder, the rules, the lists and the recogniser disagree."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.training.learning.learn_name_recogniser import in_both_cases, learn, sentences
from conversations.hearing import encoder_heads as reading
from conversations.hearing.encoded import Encoded, Encoder
from conversations.hearing.labelled_texts import Labelled
from conversations.hearing.redaction import name_recogniser, names, redact, tagger
from conversations.hearing.redaction.glued import loosened
from conversations.hearing.redaction.tagger_evidence import BIAS, DENSE, Evidence
from conversations.hearing.text.tokens import Token, tokens
from conversations.hearing.values import Span

FOLDS = 5
HARD_COUNTS = 3
"""A text written to be hard counts so much: the encoder has not learned from it, and is as sure of it as of what nobody
has seen."""

STRENGTH = 0.1
"""Of the regression: the smaller, the less any weight may differ from nothing."""

SEEN = 8
"""A sign met less often than this gets no weight."""

TOUCHED, HIDDEN = 0.04, 0.005
"""Of ordinary texts in folds that it did not learn from: the share of clean ones that the tagger may touch, the share
of other words that it may hide. It leans to hiding as far as both allow: the floors are 0.10 and 0.02."""

LEANS = np.arange(0.0, 6.01, 0.25)


@dataclass(frozen=True, slots=True)
class Looked:
    """A text with what is known about its words, and the tags that they have."""

    text: str
    spans: tuple[Span, ...]
    row: list[Token]
    sure: list[Span]
    evidence: Evidence
    tags: list[int]


def _looked(
    text: str, spans: tuple[Span, ...], encoded: Encoded, head: reading.Head, weights: name_recogniser.Weights
) -> Looked:
    text = loosened(text)
    row = tokens(text)
    kinds = [(one.start, one.end, reading.TAGS.index(one.kind)) for one in spans]
    tags = [next((tag for start, end, tag in kinds if start < token.end and token.start < end), 0) for token in row]
    sure, known = redact.evidence(text, row, encoded, head, weights, public=names.public_names(text))
    return Looked(text, spans, row, sure, known, tags)


def _fitted(texts: Sequence[tuple[Looked, int]]) -> tagger.Tagger:
    """`texts`: each with how much it counts."""
    met = Counter(sign for looked, _ in texts for signs in looked.evidence.signs for sign in signs)
    signs = sorted(sign for sign, count in met.items() if count >= SEEN)
    names = {name: at for at, name in enumerate((*DENSE, *signs))}
    rows = [looked.evidence for looked, _ in texts]
    table = np.zeros((sum(len(one.signs) for one in rows), len(names)), np.float32)
    table[:, : len(DENSE)] = np.concatenate([one.numbers for one in rows])
    for at, has in enumerate(signs for one in rows for signs in one.signs):
        table[at, [names[sign] for sign in has if sign in names]] = 1.0
    tags = np.concatenate([looked.tags for looked, _ in texts]).astype(int)
    counts = np.repeat([count for _, count in texts], [len(one.signs) for one in rows])
    made = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3).fit(table, tags, sample_weight=counts)
    weights = np.zeros((len(names), len(reading.TAGS)), np.float32)
    weights[:, made.classes_] = made.coef_.T
    weights[names[BIAS], made.classes_] += made.intercept_
    return tagger.Tagger(names, weights)


def _leant(made: tagger.Tagger, lean: float) -> tagger.Tagger:
    weights = made.weights.copy()
    weights[made.names[BIAS], 0] -= lean
    return tagger.Tagger(made.names, weights)


def hides(looked: Looked, weighs: tagger.Tagger) -> list[Span]:
    """What the whole of redaction hides in a text at its first look, with this tagger."""
    named = tagger.spans(looked.text, looked.row, weighs(looked.evidence))
    return redact.hidden_spans(looked.text, looked.row, [*looked.sure, *named], names.public_names(looked.text))


def _costs(ordinary: Sequence[tuple[Looked, tagger.Tagger]], lean: float) -> tuple[float, float]:
    """The share of clean texts touched and that of other words hidden."""
    clean = touched = words = hidden = 0
    for looked, weighs in ordinary:
        spans = hides(looked, _leant(weighs, lean))
        other = [t for t, tag in zip(looked.row, looked.tags, strict=True) if not tag and t.sort != "mark"]
        words += len(other)
        hidden += sum(any(s.start < token.end and token.start < s.end for s in spans) for token in other)
        clean += not looked.spans
        touched += not looked.spans and bool(spans)
    return touched / max(clean, 1), hidden / max(words, 1)


def folded(count: int, folds: int = FOLDS) -> list[int]:
    """The fold of each of so many texts; always the same."""
    order = list(range(count))
    random.Random(0).shuffle(order)  # noqa: S311 - which texts are learned from together, nothing secret
    return [number % folds for number in order]


def learn_tagger(
    ordinary: Sequence[Labelled], hard: Sequence[Labelled], encoder: Encoder, head: reading.Head
) -> tagger.Tagger:
    """The tagger, from marked texts: ordinary answers, and such as were written to be hard. `head`: of tags.

    Each text is looked at with a recogniser that did not learn from it, since one that did knows its names by heart.
    """
    texts = [*ordinary, *hard]
    folds = folded(len(texts))
    looked: list[list[Looked]] = [[] for _ in texts]
    for fold in range(FOLDS):
        weights = learn(sentences(text for text, its in zip(texts, folds, strict=True) if its != fold))
        for at, text in enumerate(texts):
            if folds[at] == fold:
                both = in_both_cases([text])
                encoded = encoder.encode([loosened(both[0][0])])[0]  # it reads both alike
                looked[at] = [_looked(*one, encoded, head, weights) for one in both]

    def but(fold: int | None) -> list[tuple[Looked, int]]:
        counts = [1] * len(ordinary) + [HARD_COUNTS] * len(hard)
        return [(one, counts[at]) for at, its in enumerate(looked) if folds[at] != fold for one in its]

    apart = [_fitted(but(fold)) for fold in range(FOLDS)]
    seen = [(looked[at][0], apart[folds[at]]) for at in range(len(ordinary))]
    lean = 0.0
    for further in LEANS:
        touched, hidden = _costs(seen, float(further))
        if touched > TOUCHED or hidden > HIDDEN:
            break
        lean = float(further)
    return _leant(_fitted(but(None)), lean)


def save(made: tagger.Tagger, out: Path) -> None:
    """Writes tagger.npz into `out`: names of signs and weights, no word of any text."""
    np.savez_compressed(out / "tagger.npz", names=np.array(list(made.names)), weights=made.weights.astype(np.float32))
