"""The words that a flag shows: those that raised it, as they read after redaction."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

import numpy as np

from conversations.hearing.encoded import VECTOR, Encoded
from conversations.hearing.redaction.redact import replaced
from conversations.hearing.screening.chatter import bare
from conversations.hearing.screening.risk_model import NGRAM_SPREAD, SEED_SPREAD, RiskModel
from conversations.hearing.screening.seed_similarity import SeedSimilarity
from conversations.hearing.text.windows import Stretch, sentences
from conversations.hearing.values import APART, Span


def most_worrying_sentence(
    raw: str, encoded: Encoded | None, model: RiskModel, similarity: SeedSimilarity | None
) -> Stretch:
    """Where the sentence stands that worries most: by its n-grams, and by how like a seed its words are in the text."""
    pieces = sentences(raw) or [(0, len(raw))]
    if len(pieces) == 1:
        return pieces[0]
    scores = np.array([model.ngrams(bare(raw[start:end]))[0] / NGRAM_SPREAD for start, end in pieces])
    if encoded is not None and similarity is not None:
        for number, piece in enumerate(pieces):
            scores[number] += _seed_score(piece, encoded, similarity)
    return pieces[int(np.argmax(scores))]


def _seed_score(piece: Stretch, encoded: Encoded, similarity: SeedSimilarity) -> float:
    """How like a worrying seed the tokens of a piece are, as they are read within their text."""
    inside = (encoded.offsets[:, 0] >= piece[0]) & (encoded.offsets[:, 1] <= piece[1])
    if not inside.any():
        return 0.0
    mean = encoded.states[inside, -VECTOR:].mean(axis=0, keepdims=True)
    mean /= max(float(np.linalg.norm(mean)), 1e-9)
    return similarity.match(mean).score / SEED_SPREAD


def flag_words(text: str, stretches: Iterable[Stretch], spans: Sequence[Span]) -> str:
    """What stands in these stretches of a text, with its personal data (`spans`, in order) hidden; stretches that lie
    apart are joined by dots."""
    starts = [span.start for span in spans]
    pieces = []
    for first, last in _joined(stretches, spans):
        inside = spans[bisect_left(starts, first) : bisect_left(starts, last)]
        moved = [Span(span.start - first, span.end - first, span.kind) for span in inside]
        pieces.append(replaced(text[first:last], moved))
    return APART.join(" ".join(piece.split()) for piece in pieces)


def _joined(stretches: Iterable[Stretch], spans: Sequence[Span]) -> list[Stretch]:
    """The stretches in order, with the whole of every span that they touch; those that meet made one. The spans are in
    order and do not overlap."""
    joined: list[Stretch] = []
    starts, ends = [span.start for span in spans], [span.end for span in spans]
    for start, end in sorted(stretches):
        touched = spans[bisect_right(ends, start) : bisect_left(starts, end)]
        first, last = (min(start, touched[0].start), max(end, touched[-1].end)) if touched else (start, end)
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined
