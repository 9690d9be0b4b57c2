"""The feeling of a redacted text: word signs, its n-grams, and the encoder's head for feeling, mixed with few weights.

Learned by sentiment_learning, shipped as learned/feelings.npz.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conversations.hearing import encoder_heads
from conversations.hearing.encoded import Encoded
from conversations.hearing.encoder_heads import FEELINGS, Head
from conversations.hearing.learned_files import learned_arrays
from conversations.hearing.sentiment.word_signs import says_nothing, word_signs
from conversations.hearing.text import ngrams
from conversations.hearing.text.ngrams import NgramModel
from conversations.hearing.values import Feeling

Weights = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Sentiment:
    """`confidence` (0 to 1): how likely it is that a reader would say so too."""

    feeling: Feeling
    confidence: float


@dataclass(frozen=True, slots=True)
class SentimentModel:
    """`ngrams`: log-odds of each of FEELINGS by the n-grams. `mix` (FEELINGS x (FEELINGS + signs + 1)): how n-grams and
    signs are mixed, the bias last. `head_share` (0 to 1): how much the encoder's head counts beside that. `sharpness`:
    what the sum is multiplied with, so that the confidence is true. `version` changes with every change of what was
    learned."""

    ngrams: NgramModel
    mix: Weights = field(repr=False)
    head_share: float
    sharpness: float
    version: str


def log_shares(scores: Weights) -> Weights:
    """Log-odds, along the last axis, as logarithms of shares that add up to 1."""
    top = scores.max(axis=-1, keepdims=True)
    made: Weights = scores - top - np.log(np.exp(scores - top).sum(axis=-1, keepdims=True))
    return made


def without_encoder(ngrams: Weights, signs: Weights, mix: Weights) -> Weights:
    """Log-shares of the feelings by n-grams and signs: (FEELINGS) for one text, (texts x FEELINGS) for several."""
    return log_shares(np.concatenate([ngrams, signs], axis=-1) @ mix[:, :-1].T + mix[:, -1])


def sentiment_of(
    redacted: str, encoded: Encoded | None = None, model: SentimentModel | None = None, head: Head | None = None
) -> Sentiment:
    """positive, neutral, negative, or mixed where both are plainly there; of a text that says nothing neutral.

    `encoded`: the redacted text as the encoder reads it; None where there is no encoder. `model` and `head`: what
    was learned; what ships where they are left out.
    """
    if says_nothing(redacted):
        return Sentiment(Feeling.NEUTRAL, 1.0)
    model = model or learned()
    scores = without_encoder(model.ngrams(redacted), word_signs(redacted), model.mix)
    if encoded is not None:
        of_head = log_shares((head or encoder_heads.learned().feeling)(encoded.vector))
        scores = model.sharpness * ((1 - model.head_share) * scores + model.head_share * of_head)
    shares = np.exp(log_shares(scores))
    best = int(np.argmax(shares))
    return Sentiment(FEELINGS[best], float(shares[best]))


def arrays(model: SentimentModel) -> dict[str, NDArray[Any]]:
    """As feelings.npz holds them."""
    mixed = {"alone": model.mix.astype(np.float32), "heard": np.array([model.head_share, model.sharpness])}
    return model.ngrams.arrays("reader") | mixed


def read(held: Mapping[str, NDArray[Any]]) -> SentimentModel:
    """What feelings.npz holds. Its version is a digest of that."""
    digest = hashlib.sha256()
    for name in sorted(held):
        digest.update(name.encode() + np.ascontiguousarray(held[name]).tobytes())
    head_share, sharpness = map(float, held["heard"])
    return SentimentModel(ngrams.read(held, "reader"), held["alone"], head_share, sharpness, digest.hexdigest()[:12])


@cache
def learned() -> SentimentModel:
    """What the product ships, read at the first call."""
    return read(learned_arrays("feelings.npz"))
