"""The learned part of screening: how likely a text speaks of a worry, how likely of an urgent one, and of which kind.

Four things are mixed, with few weights: the encoder's head for risk, likeness to the seeds, whether a weak phrase
stands in the text, and its n-grams. The n-grams alone do where there is no encoder. Learned by risk_model_learning,
shipped as learned/worries.npz.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conversations.hearing.encoded import Encoded
from conversations.hearing.encoder_heads import Head
from conversations.hearing.learned_files import learned_arrays
from conversations.hearing.screening.seed_similarity import SeedMatch, SeedSimilarity
from conversations.hearing.text import ngrams
from conversations.hearing.text.ngrams import NgramModel, Numbers

HEAD_SPREAD, SEED_SPREAD, NGRAM_SPREAD = 5.0, 0.1, 2.5
"""About how far the figures of each part spread."""

LEAST_WORDS = 4
"""With fewer words that say something, a text is like many things by chance."""

Scores = NDArray[Any]


@dataclass(frozen=True, slots=True)
class RiskScores:
    """What the parts say of one text, brought to about the same size, of any worry and of an urgent one: head, seeds,
    weak phrases and n-grams, or the n-grams alone. `seeds`: what it is like, where that is known and counts."""

    worry: Scores
    urgent: Scores
    seeds: SeedMatch | None = None


@dataclass(frozen=True, slots=True)
class Mix:
    """How much each part counts.

    `worry` and `urgent`: a weight for each part, then the bias. From the log-odds `flag_from` on a text is flagged,
    from `urgent_from` on its flag is urgent. `similar_from`: from this likeness to a seed on a text is flagged whatever
    the rest says.
    """

    worry: Scores
    urgent: Scores
    flag_from: float
    urgent_from: float
    similar_from: float

    def log_odds(self, scores: RiskScores) -> tuple[float, float]:
        """Of any worry, and of an urgent one if there is any."""
        worry = scores.worry @ self.worry[:-1] + self.worry[-1]
        urgent = scores.urgent @ self.urgent[:-1] + self.urgent[-1]
        return float(worry), float(urgent)


@dataclass(frozen=True, slots=True)
class RiskModel:
    """`ngrams`: log-odds of any worry, of an urgent one, then of each of RISK_KINDS, by the n-grams. `kinds`: log-odds
    of each of RISK_KINDS, by the encoder's vector. `version` changes with every change of what was learned."""

    ngrams: NgramModel
    kinds: Head
    with_encoder: Mix
    without_encoder: Mix
    version: str

    def mix_for(self, scores: RiskScores) -> Mix:
        """How these scores are mixed: by whether the encoder has a part in them."""
        return self.with_encoder if len(scores.worry) > 1 else self.without_encoder


def risk_scores(
    ngram_odds: Numbers,
    encoded: Encoded | None,
    risk_head: Head | None,
    similarity: SeedSimilarity | None,
    *,
    words: int,
    weak: bool,
) -> RiskScores:
    """What the parts say. `ngram_odds`: what the n-grams do. Of a long text the part that worries most counts. `words`:
    how many of the text say something; `weak`: whether a weak phrase stands in it."""
    if encoded is None or risk_head is None or similarity is None:
        return RiskScores(ngram_odds[:1] / NGRAM_SPREAD, ngram_odds[1:2] / NGRAM_SPREAD)
    head = risk_head(np.vstack([encoded.vector, encoded.parts])).max(axis=0) / HEAD_SPREAD
    match = similarity.match(encoded.parts) if words >= LEAST_WORDS else None
    seeds, of_ngrams = match.score / SEED_SPREAD if match else 0.0, ngram_odds[:2] / NGRAM_SPREAD
    worry, urgent = (np.array([head[at], seeds, float(weak), of_ngrams[at]]) for at in (0, 1))
    return RiskScores(worry, urgent, match)


def arrays(model: RiskModel) -> dict[str, NDArray[Any]]:
    """As worries.npz holds them."""
    made: dict[str, NDArray[Any]] = model.ngrams.arrays("reader")
    made["kinds.weight"] = model.kinds.weight.astype(np.float16)
    made["kinds.bias"] = model.kinds.bias.astype(np.float16)
    for name, one in (("heard", model.with_encoder), ("alone", model.without_encoder)):
        made[f"{name}.worry"], made[f"{name}.urgent"] = one.worry, one.urgent
        made[f"{name}.from"] = np.array([one.flag_from, one.urgent_from, one.similar_from])
    return made


def read(held: Mapping[str, NDArray[Any]]) -> RiskModel:
    """What worries.npz holds. Its version is a digest of that."""
    digest = hashlib.sha256()
    for name in sorted(held):
        digest.update(name.encode() + np.ascontiguousarray(held[name]).tobytes())
    with_encoder, without_encoder = (
        Mix(held[f"{name}.worry"], held[f"{name}.urgent"], *map(float, held[f"{name}.from"]))
        for name in ("heard", "alone")
    )
    kinds = Head(held["kinds.weight"].astype(np.float32), held["kinds.bias"].astype(np.float32))
    return RiskModel(ngrams.read(held, "reader"), kinds, with_encoder, without_encoder, digest.hexdigest()[:12])


@cache
def learned() -> RiskModel:
    """What the product ships, read at the first call."""
    return read(learned_arrays("worries.npz"))
