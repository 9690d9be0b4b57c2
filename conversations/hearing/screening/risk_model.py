"""The learned part of screening: how likely a text speaks of a worry, how likely of an urgent one, and of which kind.

Three things are mixed, with few weights: the encoder's head for risk, likeness to the seeds, and the grams of the
text. The grams alone do where there is no encoder. Learned by `learn_worries`, shipped as learned/worries.npz.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conversations.hearing import encoder_heads
from conversations.hearing.encoded import Encoded, Encoder
from conversations.hearing.encoder_heads import Head
from conversations.hearing.labelled_texts import Labelled, Material
from conversations.hearing.learned_files import learned_arrays
from conversations.hearing.screening.phrase_book import KINDS, phrases
from conversations.hearing.screening.phrase_matching import found
from conversations.hearing.screening.seed_similarity import Near, SeedSimilarity, likeness
from conversations.hearing.text import ngrams
from conversations.hearing.text.ngrams import Numbers, Reader
from conversations.hearing.values import Risk

BUDGET = 0.07
"""The share of harmless answers that may be flagged."""

FOR_PHRASES = 0.01
"""The share of them that is left for phrases: those were written with the labelled answers in sight, so there they
raise less that is harmless than they will elsewhere."""

ALIKE = 0.01
"""The share of harmless answers that may be flagged for their likeness to a seed alone."""

URGENT_FROM = 0.35
"""A worry is urgent from this likelihood on: to call a concern urgent costs less than the other way round."""

SEED_COUNTS = 0.5
"""A seed counts so much beside an answer: seeds are rarer and stranger than what people write."""

FORCE = 10.0
KINDS_FORCE = 3.0
FOLDS = 5
SMALL = 0.02
"""Weights of grams that are smaller are left out."""

HEAD, LIKENESS, GRAMS = 5.0, 0.1, 2.5
"""About how far each part's figures spread."""

Parts = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Read:
    """What the parts say of one text, brought to about the same size, of any worry and of an urgent one: head, likeness
    and grams, or the grams alone. `near`: what it is like, where that is known."""

    worry: Parts
    urgent: Parts
    near: Near | None = None


@dataclass(frozen=True, slots=True)
class Mix:
    """How much each part counts.

    `worry` and `urgent`: a weight for each part, then the bias. From the log-odds `raised` on a text is flagged, from
    `pressing` on its flag is urgent. `alike`: from this likeness on a text is flagged whatever the rest says.
    """

    worry: Parts
    urgent: Parts
    raised: float
    pressing: float
    alike: float

    def scores(self, read: Read) -> tuple[float, float]:
        """The log-odds of any worry, and of an urgent one if there is any."""
        worry, urgent = read.worry @ self.worry[:-1] + self.worry[-1], read.urgent @ self.urgent[:-1] + self.urgent[-1]
        return float(worry), float(urgent)


@dataclass(frozen=True, slots=True)
class RiskModel:
    """`reader`: log-odds of any worry, of an urgent one, then of each of KINDS, by the grams. `kinds`: log-odds of each
    of KINDS, by the encoder's vector. `version` changes with every change of what was learned."""

    reader: Reader
    kinds: Head
    heard: Mix
    alone: Mix
    version: str


def parts(gram: Numbers, encoded: Encoded | None, risk: Head | None, alike: SeedSimilarity | None) -> Read:
    """What the parts say. `gram`: what the grams do. Of a long text the part that worries most counts."""
    if encoded is None or risk is None or alike is None:
        return Read(gram[:1] / GRAMS, gram[1:2] / GRAMS)
    head = risk(np.vstack([encoded.vector, encoded.parts])).max(axis=0) / HEAD
    near = alike.near(encoded.parts)
    likeness, grams_ = near.score / LIKENESS, gram[:2] / GRAMS
    return Read(np.array([head[0], likeness, grams_[0]]), np.array([head[1], likeness, grams_[1]]), near)


def _mixed(rows: Parts, truth: NDArray[np.bool_]) -> Parts:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - slow to load, and only learning needs it

    model = LogisticRegression(C=1.0).fit(rows, truth)
    return np.append(model.coef_[0], model.intercept_[0])


def _folds(count: int) -> NDArray[np.int64]:
    return np.random.default_rng(0).permutation(count) % FOLDS


def _unseen(rows: Parts, truth: NDArray[np.bool_]) -> Parts:
    """The mixed score of each row, by weights that were learned from the others."""
    fold, scores = _folds(len(rows)), np.zeros(len(rows))
    for one in range(FOLDS):
        weights = _mixed(rows[fold != one], truth[fold != one])
        scores[fold == one] = rows[fold == one] @ weights[:-1] + weights[-1]
    return scores


def mix(worry: Parts, urgent: Parts, levels: NDArray[np.int64], said: NDArray[np.bool_], budget: float) -> Mix:
    """Weights and thresholds from texts that none of the parts has seen (texts x parts; `levels` as in Risk).

    `said`: where a phrase stands, which raises a flag by itself. A threshold is where the cross-validated scores of
    harmless texts keep to the budget.
    """
    worried = levels > Risk.NONE
    scores = np.where(said, np.inf, _unseen(worry, worried))
    return Mix(
        _mixed(worry, worried),
        _mixed(urgent[worried], levels[worried] > Risk.CONCERN),
        raised=float(np.quantile(scores[~worried], 1 - budget + FOR_PHRASES, method="higher")),
        pressing=float(np.log(URGENT_FROM / (1 - URGENT_FROM))),
        alike=float(np.quantile(worry[~worried, 1], 1 - ALIKE)) * LIKENESS if worry.shape[1] > 1 else np.inf,
    )


def _levels(answers: Sequence[Labelled]) -> NDArray[np.int64]:
    return np.array([answer.risk or Risk.NONE for answer in answers])


def _reader(material: Material, answers: Sequence[Labelled], kinds: bool) -> Reader:
    """The regressions on grams, learned from these answers and the seeds."""
    texts = [*(answer.raw for answer in answers), *(seed.text for seed in material.seeds)]
    levels = np.append(_levels(answers), [seed.level for seed in material.seeds])
    counts = np.append(np.ones(len(answers)), np.full(len(material.seeds), SEED_COUNTS))
    rare = ngrams.rarity(texts)
    worry = ngrams.learn(texts, [levels > Risk.NONE, levels > Risk.CONCERN], counts, rare, FORCE)
    if not kinds:
        return worry
    said = [answer.kinds for answer in answers] + [(seed.kind,) for seed in material.seeds]
    truth = [np.array([kind in one for one in said]) for kind in KINDS]
    of_kinds = ngrams.learn(texts, truth, counts, rare, KINDS_FORCE)
    weight = np.concatenate([worry.weight, of_kinds.weight], axis=1)
    weight[np.abs(weight) < SMALL] = 0.0
    return Reader(rare, weight, np.append(worry.bias, of_kinds.bias))


def _kinds(material: Material, encoder: Encoder, vectors: NDArray[np.float32]) -> Head:
    """A head for the kinds, learned from worrying answers and seeds."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    worrying = [answer for answer in material.learn if answer.kinds]
    said = [answer.kinds for answer in worrying] + [(seed.kind,) for seed in material.seeds if seed.kind]
    rows = np.vstack(
        [
            *(one.vector for one in encoder.encode([answer.raw for answer in worrying])),
            vectors[[bool(seed.kind) for seed in material.seeds]],
        ]
    )
    models = [
        LogisticRegression(C=1.0, class_weight="balanced").fit(rows, np.array([kind in one for one in said]))
        for kind in KINDS
    ]
    weight, bias = np.vstack([one.coef_ for one in models]), np.concatenate([one.intercept_ for one in models])
    return Head(weight.astype(np.float32), bias.astype(np.float32))


def cross_validated(material: Material) -> NDArray[np.float32]:
    """The log-odds of any worry and of an urgent one (answers x 2), by grams learned from the other answers."""
    answers = material.learn
    fold, made = _folds(len(answers)), np.zeros((len(answers), 2), np.float32)
    for one in range(FOLDS):
        reader = _reader(material, [answers[at] for at in np.flatnonzero(fold != one)], kinds=False)
        made[fold == one] = [reader(answers[at].raw) for at in np.flatnonzero(fold == one)]
    return made


def _phrases(answers: Sequence[Labelled]) -> NDArray[np.bool_]:
    """In which answers a phrase stands."""
    book = phrases()
    return np.array([bool(found(answer.raw, book)) for answer in answers])


def _mix(rows: Sequence[Read], answers: Sequence[Labelled], budget: float) -> Mix:
    worry, urgent = np.array([one.worry for one in rows]), np.array([one.urgent for one in rows])
    return mix(worry, urgent, _levels(answers), _phrases(answers), budget)


def learn_worries(material: Material, encoder: Encoder, risk: Head | None = None, budget: float = BUDGET) -> RiskModel:
    """Learns all that screening learns. `risk`: the encoder's head; the one that ships where it is left out."""
    risk = risk or encoder_heads.learned().risk
    reader = _reader(material, material.learn, kinds=True)
    vectors = np.array([one.vector for one in encoder.encode([seed.text for seed in material.seeds])])
    alike = likeness(material.seeds, vectors)
    encoded = encoder.encode([answer.raw for answer in material.held])
    heard = [parts(reader(answer.raw), one, risk, alike) for answer, one in zip(material.held, encoded, strict=True)]
    alone = [parts(gram, None, None, None) for gram in cross_validated(material)]
    made = RiskModel(
        reader,
        _kinds(material, encoder, vectors),
        _mix(heard, material.held, budget),
        _mix(alone, material.learn, budget),
        version="",
    )
    return read(arrays(made))


def arrays(worries: RiskModel) -> dict[str, NDArray[Any]]:
    """As worries.npz holds them."""
    made: dict[str, NDArray[Any]] = worries.reader.arrays("reader")
    made["kinds.weight"] = worries.kinds.weight.astype(np.float16)
    made["kinds.bias"] = worries.kinds.bias.astype(np.float16)
    for name, one in (("heard", worries.heard), ("alone", worries.alone)):
        made[f"{name}.worry"], made[f"{name}.urgent"] = one.worry, one.urgent
        made[f"{name}.from"] = np.array([one.raised, one.pressing, one.alike])
    return made


def read(held: Mapping[str, NDArray[Any]]) -> RiskModel:
    """What worries.npz holds. Its version is a digest of that."""
    digest = hashlib.sha256()
    for name in sorted(held):
        digest.update(name.encode() + np.ascontiguousarray(held[name]).tobytes())
    heard, alone = (
        Mix(held[f"{name}.worry"], held[f"{name}.urgent"], *map(float, held[f"{name}.from"]))
        for name in ("heard", "alone")
    )
    kinds = Head(held["kinds.weight"].astype(np.float32), held["kinds.bias"].astype(np.float32))
    return RiskModel(ngrams.read(held, "reader"), kinds, heard, alone, digest.hexdigest()[:12])


@cache
def learned() -> RiskModel:
    """What the product ships, read at the first call."""
    return read(learned_arrays("worries.npz"))
