"""What moderators' decisions teach screening: right flags, false alarms, and worries that a person raised by hand.

It moves gently. However many decisions there are and whatever they say, no text's log-odds fall by more than LOWER or
rise by more than HIGHER: a run of false alarms cannot teach screening to be silent.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from conversations.hearing.screening.chatter import bare
from conversations.hearing.screening.risk_model import NGRAM_SPREAD, RiskModel
from conversations.hearing.text.ngrams import BUCKETS, Numbers, tf_idf
from conversations.hearing.values import Risk

LOWER = 1.0
HIGHER = 2.0
STEP = 0.25
"""How far one decision moves the log-odds of its own text, at the most."""

_LENGTH = 2.0
"""The square of a text's length: words and letters have length 1 each."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of some words, redacted as they were kept. `level`: how worrying they found them; NONE for a
    false alarm."""

    words: str = field(repr=False)
    level: Risk


def adjust(model: RiskModel, decisions: Iterable[Decision]) -> RiskModel:
    """What was learned, moved by decisions, with a version of its own. Pure: the same decisions move it the same way.

    Give it what ships and all decisions, every time: it is not made to be applied to its own result.
    """
    decided = sorted(decisions, key=lambda one: (one.words, one.level))
    if not decided:
        return model
    down, up = (np.zeros((2 * BUCKETS, 2), np.float32) for _ in range(2))
    digest = hashlib.sha256(model.version.encode())
    # The weights of the n-grams count this much in the mix; what moves them has to be as much smaller.
    share = (
        np.array([max(float(mix.worry[-2]), 1e-9) for mix in (model.with_encoder, model.without_encoder)]).max()
        / NGRAM_SPREAD
    )
    for one in decided:
        digest.update(f"{int(one.level)}\x00{one.words}\x00".encode())
        buckets, weights = tf_idf(bare(one.words), model.ngrams.rarity)
        odds = weights @ model.ngrams.weight[buckets, :2] + model.ngrams.bias[:2]
        for output, truth in enumerate((one.level > Risk.NONE, one.level > Risk.CONCERN)):
            if output == 1 and one.level is Risk.NONE:
                continue  # a false alarm says nothing of how urgent true ones are
            wrong = float(truth) - 1 / (1 + np.exp(-float(odds[output])))
            (up if wrong > 0 else down)[buckets, output] += STEP * wrong * weights / _LENGTH
    moved = (_no_longer_than(down, LOWER) + _no_longer_than(up, HIGHER)) / max(share, 1.0)
    weight = model.ngrams.weight.copy()
    weight[:, :2] += moved
    return replace(model, ngrams=replace(model.ngrams, weight=weight), version=digest.hexdigest()[:12])


def _no_longer_than(moved: Numbers, most: float) -> Numbers:
    """No longer than what moves a text by so much: a text's move is at the most its length times the move's."""
    length = np.linalg.norm(moved, axis=0) * np.sqrt(_LENGTH)
    made: Numbers = (moved * np.minimum(1.0, most / np.maximum(length, 1e-9))).astype(np.float32)
    return made
