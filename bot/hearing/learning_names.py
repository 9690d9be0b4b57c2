"""Learning what names look like and whom to believe: the recogniser, and the tagger that weighs it with the others.

A text is marked as in the corpus: "ask [[PERSON:kez]] at [[SCHOOL_ORG:birch lodge]]".
"""

import random
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from conversations.hearing import heads as reading
from conversations.hearing import naming, recogniser, redaction, tagger
from conversations.hearing.encoded import Encoded, Encoder
from conversations.hearing.heard import Kind, Span
from conversations.hearing.plain import plain

MARKED = re.compile(r"\[\[([A-Z_]+):(.*?)\]\]", re.DOTALL)

Marks = list[tuple[int, int, str]]
Example = tuple[list[recogniser.Token], list[int], bool]

FOLDS = 5
HARD_COUNTS = 3
"""A text written to be hard counts so much: the encoder is less sure of it, as it will be of what nobody has seen."""

STRENGTH = 0.1
"""Of the regression: the smaller, the less any weight may differ from nothing."""

SEEN = 8
"""A sign met less often than this gets no weight."""

TOUCHED, HIDDEN = 0.06, 0.008
"""Of ordinary texts in folds that it did not learn from: the share of clean ones that the tagger may touch, the share
of other words that it may hide. It leans to hiding as far as both allow: the floors are 0.10 and 0.02."""

LEANS = np.arange(0.0, 6.01, 0.25)


def unmarked(marked: str) -> tuple[str, Marks]:
    """The answer as it was typed, and its (start, end, kind) in characters."""
    text, spans, at = "", [], 0
    for match in MARKED.finditer(marked):
        text += marked[at : match.start()]
        spans.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        at = match.end()
    return text + marked[at:], spans


def in_both_cases(texts: Iterable[str]) -> list[tuple[str, Marks]]:
    """Each marked text without its marks, and once more in lower case where it was not."""
    made = []
    for marked in texts:
        typed, marks = unmarked(marked)
        text = plain(typed).text if len(plain(typed).text) == len(typed) else typed
        made.append((text, marks))
        if text != text.lower() and len(text.lower()) == len(text):
            made.append((text.lower(), marks))
    return made


def examples(texts: Iterable[str]) -> list[Example]:
    """Marked texts as the recogniser learns from them."""
    made = []
    for text, marks in in_both_cases(texts):
        tokens = recogniser.tokens(text)
        kinds = [(a, b, recogniser.TAGS.index(kind)) for a, b, kind in marks if kind in recogniser.TAGS]
        tags = [next((tag for a, b, tag in kinds if a <= token.start < b), 0) for token in tokens]
        made.append((tokens, tags, any(token.shape == "capital" for token in tokens)))
    return made


def learn_recogniser(examples: Sequence[Example], rounds: int = 8, margin: float = 1.0) -> recogniser.Weights:
    """An averaged perceptron with a margin.

    Each word is seen with the true tag of the word before it, or with the one that the model itself gave, so that it
    learns to live with its own mistakes.
    """
    chance = random.Random(0)  # noqa: S311 - order of examples, nothing secret
    weights: dict[int, list[float]] = {}
    totals: dict[int, list[float]] = {}
    step = 0
    order = list(range(len(examples)))
    for _ in range(rounds):
        chance.shuffle(order)
        for index in order:
            tokens, tags, capital = examples[index]
            before = 0
            for at, token in enumerate(tokens):
                if not recogniser.candidate(token):
                    before = 0
                    continue
                step += 1
                keys = [zlib.crc32(f.encode()) for f in recogniser.features(tokens, at, before, capital)]
                points = [0.0] * 4
                for key in keys:
                    if held := weights.get(key):
                        points = [p + w for p, w in zip(points, held, strict=True)]
                true = tags[at]
                rival = max((tag for tag in range(4) if tag != true), key=lambda tag: points[tag])
                if points[true] - points[rival] < margin:
                    for key in keys:
                        held, total = weights.setdefault(key, [0.0] * 4), totals.setdefault(key, [0.0] * 4)
                        held[true] += 0.1
                        held[rival] -= 0.1
                        total[true] += 0.1 * step
                        total[rival] -= 0.1 * step
                before = true if chance.random() < 0.5 else max(range(4), key=lambda tag: points[tag])
    made: recogniser.Weights = {}
    for key, held in weights.items():
        mean = [h - t / step for h, t in zip(held, totals[key], strict=True)]
        whole = tuple(max(-127, min(127, round(w * recogniser.SCALE))) for w in mean)
        if max(abs(w) for w in whole) >= 1:
            made[key] = whole
    return made


@dataclass(frozen=True, slots=True)
class Looked:
    """A text with what is known about its words, and the tags that they have."""

    text: str
    marks: Marks
    row: list[recogniser.Token]
    sure: list[Span]
    evidence: tagger.Evidence
    tags: list[int]


def _looked(text: str, marks: Marks, encoded: Encoded, head: reading.Head, weights: recogniser.Weights) -> Looked:
    row = recogniser.tokens(text)
    kinds = [(a, b, reading.TAGS.index(Kind(kind))) for a, b, kind in marks]
    tags = [next((tag for a, b, tag in kinds if a < token.end and token.start < b), 0) for token in row]
    sure, known = redaction.evidence(text, row, encoded, head, weights, public=naming.public(text))
    return Looked(text, marks, row, sure, known, tags)


def _fitted(texts: Sequence[tuple[Looked, int]]) -> tagger.Tagger:
    """`texts`: each with how much it counts."""
    met = Counter(sign for looked, _ in texts for signs in looked.evidence.signs for sign in signs)
    signs = sorted(sign for sign, count in met.items() if count >= SEEN)
    names = {name: at for at, name in enumerate((*tagger.DENSE, *signs))}
    rows = [looked.evidence for looked, _ in texts]
    table = np.zeros((sum(len(one.signs) for one in rows), len(names)), np.float32)
    table[:, : len(tagger.DENSE)] = np.concatenate([one.numbers for one in rows])
    for at, has in enumerate(signs for one in rows for signs in one.signs):
        table[at, [names[sign] for sign in has if sign in names]] = 1.0
    tags = np.concatenate([looked.tags for looked, _ in texts]).astype(int)
    counts = np.repeat([count for _, count in texts], [len(one.signs) for one in rows])
    made = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3).fit(table, tags, sample_weight=counts)
    weights = np.zeros((len(names), len(reading.TAGS)), np.float32)
    weights[:, made.classes_] = made.coef_.T
    weights[names[tagger.BIAS], made.classes_] += made.intercept_
    return tagger.Tagger(names, weights)


def _leant(made: tagger.Tagger, lean: float) -> tagger.Tagger:
    weights = made.weights.copy()
    weights[made.names[tagger.BIAS], 0] -= lean
    return tagger.Tagger(made.names, weights)


def hides(looked: Looked, weighs: tagger.Tagger) -> list[Span]:
    """What the whole of redaction hides in a text at its first look, with this tagger."""
    named = tagger.spans(looked.text, looked.row, weighs(looked.evidence))
    return redaction.decided(looked.text, looked.row, [*looked.sure, *named], naming.public(looked.text))


def _costs(ordinary: Sequence[tuple[Looked, tagger.Tagger]], lean: float) -> tuple[float, float]:
    """The share of clean texts touched and that of other words hidden."""
    clean = touched = words = hidden = 0
    for looked, weighs in ordinary:
        spans = hides(looked, _leant(weighs, lean))
        other = [t for t, tag in zip(looked.row, looked.tags, strict=True) if not tag and t.sort != "mark"]
        words += len(other)
        hidden += sum(any(s.start < token.end and token.start < s.end for s in spans) for token in other)
        clean += not looked.marks
        touched += not looked.marks and bool(spans)
    return touched / max(clean, 1), hidden / max(words, 1)


def folded(count: int, folds: int = FOLDS) -> list[int]:
    """The fold of each of so many texts; always the same."""
    order = list(range(count))
    random.Random(0).shuffle(order)  # noqa: S311 - which texts are learned from together, nothing secret
    return [number % folds for number in order]


def learn_tagger(ordinary: Sequence[str], hard: Sequence[str], encoder: Encoder) -> tagger.Tagger:
    """The tagger, from marked texts: ordinary answers, and such as were written to be hard.

    Each text is looked at with a recogniser that did not learn from it, since one that did knows its names by heart.
    """
    texts = [*ordinary, *hard]
    head = reading.learned().tags
    folds = folded(len(texts))
    looked: list[list[Looked]] = [[] for _ in texts]
    for fold in range(FOLDS):
        weights = learn_recogniser(examples(text for text, its in zip(texts, folds, strict=True) if its != fold))
        for at, marked in enumerate(texts):
            if folds[at] == fold:
                both = in_both_cases([marked])
                encoded = encoder.encode([both[0][0]])[0]  # it reads both alike
                looked[at] = [_looked(text, marks, encoded, head, weights) for text, marks in both]

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
