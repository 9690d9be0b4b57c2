"""Learns the risk model of screening from labelled answers and the seeds; only `make train` needs it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from conversations.hearing import encoder_heads
from conversations.hearing.encoded import Encoder
from conversations.hearing.encoder_heads import Head
from conversations.hearing.labelled_texts import Labelled, Material
from conversations.hearing.screening.chatter import bare, telling_words
from conversations.hearing.screening.phrase_book import phrases
from conversations.hearing.screening.phrase_matching import PhraseFound, phrases_in
from conversations.hearing.screening.risk_model import (
    SEED_SPREAD,
    Mix,
    RiskModel,
    RiskScores,
    Scores,
    arrays,
    read,
    risk_scores,
)
from conversations.hearing.screening.seed_similarity import seed_similarity
from conversations.hearing.text.ngram_learning import learn_ngrams, rarity
from conversations.hearing.text.ngrams import NgramModel
from conversations.hearing.values import RISK_KINDS, Risk

BUDGET = 0.095
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
"""Weights of n-grams that are smaller are left out."""


def _mixed(rows: Scores, truth: NDArray[np.bool_]) -> Scores:
    model = LogisticRegression(C=1.0).fit(rows, truth)
    return np.append(model.coef_[0], model.intercept_[0])


def _folds(count: int) -> NDArray[np.int64]:
    return np.random.default_rng(0).permutation(count) % FOLDS


def _scored_by_others(rows: Scores, truth: NDArray[np.bool_]) -> Scores:
    """The mixed score of each row, by weights that were learned from the others."""
    fold, scores = _folds(len(rows)), np.zeros(len(rows))
    for one in range(FOLDS):
        weights = _mixed(rows[fold != one], truth[fold != one])
        scores[fold == one] = rows[fold == one] @ weights[:-1] + weights[-1]
    return scores


def mix(worry: Scores, urgent: Scores, levels: NDArray[np.int64], phrased: NDArray[np.bool_], budget: float) -> Mix:
    """Weights and thresholds from texts that none of the parts learned from (texts x parts; `levels` as in Risk).

    `phrased`: where a phrase stands, which raises a flag by itself. A threshold is where the cross-validated scores of
    harmless texts keep to the budget.
    """
    worried = levels > Risk.NONE
    scores = np.where(phrased, np.inf, _scored_by_others(worry, worried))
    return Mix(
        _mixed(worry, worried),
        _mixed(urgent[worried], levels[worried] > Risk.CONCERN),
        flag_from=float(np.quantile(scores[~worried], 1 - budget + FOR_PHRASES, method="higher")),
        urgent_from=float(np.log(URGENT_FROM / (1 - URGENT_FROM))),
        similar_from=float(np.quantile(worry[~worried, 1], 1 - ALIKE)) * SEED_SPREAD if worry.shape[1] > 1 else np.inf,
    )


def _levels(answers: Sequence[Labelled]) -> NDArray[np.int64]:
    return np.array([answer.risk or Risk.NONE for answer in answers])


def _ngram_model(material: Material, answers: Sequence[Labelled], *, kinds: bool) -> NgramModel:
    """The regressions on n-grams, learned from these answers and the seeds."""
    texts = [bare(text) for text in (*(answer.raw for answer in answers), *(seed.text for seed in material.seeds))]
    levels = np.append(_levels(answers), [seed.level for seed in material.seeds])
    counts = np.append(np.ones(len(answers)), np.full(len(material.seeds), SEED_COUNTS))
    rare = rarity(texts)
    risk_model = learn_ngrams(texts, [levels > Risk.NONE, levels > Risk.CONCERN], counts, rare, FORCE)
    if not kinds:
        return risk_model
    named = [answer.kinds for answer in answers] + [(seed.kind,) for seed in material.seeds]
    truth = [np.array([kind in one for one in named]) for kind in RISK_KINDS]
    kind_model = learn_ngrams(texts, truth, counts, rare, KINDS_FORCE)
    weight = np.concatenate([risk_model.weight, kind_model.weight], axis=1)
    weight[np.abs(weight) < SMALL] = 0.0
    return NgramModel(rare, weight, np.append(risk_model.bias, kind_model.bias))


def _kinds(material: Material, encoder: Encoder, vectors: NDArray[np.float32]) -> Head:
    """A head for the kinds, learned from worrying answers and seeds."""
    worrying = [answer for answer in material.learn if answer.kinds]
    named = [answer.kinds for answer in worrying] + [(seed.kind,) for seed in material.seeds if seed.kind]
    rows = np.vstack(
        [
            *(one.vector for one in encoder.encode([answer.raw for answer in worrying])),
            vectors[[bool(seed.kind) for seed in material.seeds]],
        ]
    )
    models = [
        LogisticRegression(C=1.0, class_weight="balanced").fit(rows, np.array([kind in one for one in named]))
        for kind in RISK_KINDS
    ]
    weight, bias = np.vstack([one.coef_ for one in models]), np.concatenate([one.intercept_ for one in models])
    return Head(weight.astype(np.float32), bias.astype(np.float32))


def cross_validated(material: Material) -> NDArray[np.float32]:
    """The log-odds of any worry and of an urgent one (answers x 2), by n-grams learned from the other answers."""
    answers = material.learn
    fold, made = _folds(len(answers)), np.zeros((len(answers), 2), np.float32)
    for one in range(FOLDS):
        ngrams = _ngram_model(material, [answers[at] for at in np.flatnonzero(fold != one)], kinds=False)
        made[fold == one] = [ngrams(bare(answers[at].raw)) for at in np.flatnonzero(fold == one)]
    return made


def _phrases(answers: Sequence[Labelled]) -> list[list[PhraseFound]]:
    """The phrases that stand in each answer."""
    book = phrases()
    return [phrases_in(answer.raw, book) for answer in answers]


def _mix(
    rows: Sequence[RiskScores],
    answers: Sequence[Labelled],
    found: Sequence[Sequence[PhraseFound]],
    budget: float,
) -> Mix:
    """`found`: the phrases of each answer that raise a flag by themselves."""
    worry, urgent = np.array([one.worry for one in rows]), np.array([one.urgent for one in rows])
    return mix(worry, urgent, _levels(answers), np.array([bool(some) for some in found]), budget)


def learn_risk_model(
    material: Material, encoder: Encoder, risk_head: Head | None = None, budget: float = BUDGET
) -> RiskModel:
    """Learns all that screening learns. `risk_head`: the encoder's head; the one that ships where it is left out."""
    risk_head = risk_head or encoder_heads.learned().risk
    ngrams = _ngram_model(material, material.learn, kinds=True)
    vectors = np.array([one.vector for one in encoder.encode([seed.text for seed in material.seeds])])
    similarity = seed_similarity(material.seeds, vectors)
    encoded = encoder.encode([answer.raw for answer in material.held])
    found = _phrases(material.held)
    scores = [
        risk_scores(
            ngrams(bare(answer.raw)),
            one,
            risk_head,
            similarity,
            words=telling_words(answer.raw),
            weak=any(phrase.weak for phrase in some),
        )
        for answer, one, some in zip(material.held, encoded, found, strict=True)
    ]
    standing = [[phrase for phrase in some if not phrase.weak] for some in found]
    by_ngrams = [risk_scores(odds, None, None, None, words=0, weak=False) for odds in cross_validated(material)]
    made = RiskModel(
        ngrams,
        _kinds(material, encoder, vectors),
        _mix(scores, material.held, standing, budget),
        _mix(by_ngrams, material.learn, _phrases(material.learn), budget),
        version="",
    )
    return read(arrays(made))
