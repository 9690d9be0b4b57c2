"""Learns the sentiment model from labelled answers and examples; only `make train` needs it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from conversations.hearing import encoder_heads
from conversations.hearing.encoded import Encoder
from conversations.hearing.encoder_heads import FEELINGS, Head
from conversations.hearing.labelled_texts import Labelled
from conversations.hearing.sentiment.sentiment_model import (
    SentimentModel,
    Weights,
    arrays,
    log_shares,
    read,
    without_encoder,
)
from conversations.hearing.sentiment.word_signs import word_signs
from conversations.hearing.text.ngram_learning import learn_ngrams, rarity
from conversations.hearing.text.ngrams import NgramModel

FORCE = 3.0
FOLDS = 5


def _truth(answers: Sequence[Labelled]) -> NDArray[np.int64]:
    return np.array([FEELINGS.index(answer.feeling) for answer in answers if answer.feeling])


def _ngram_model(texts: Sequence[str], truth: NDArray[np.int64]) -> NgramModel:
    outputs = [truth == number for number in range(len(FEELINGS))]
    return learn_ngrams(texts, outputs, np.ones(len(texts)), rarity(texts), FORCE)


def _mixed(rows: Weights, truth: NDArray[np.int64]) -> Weights:
    model = LogisticRegression(C=1.0, max_iter=1000).fit(rows, truth)
    return np.column_stack([model.coef_, model.intercept_])


def cross_validated(texts: Sequence[str], truth: NDArray[np.int64]) -> Weights:
    """The log-odds of each feeling (texts x FEELINGS), by n-grams that were learned from the other texts."""
    fold, made = np.random.default_rng(0).permutation(len(texts)) % FOLDS, np.zeros((len(texts), len(FEELINGS)))
    for one in range(FOLDS):
        ngrams = _ngram_model([text for text, at in zip(texts, fold, strict=True) if at != one], truth[fold != one])
        made[fold == one] = [ngrams(text) for text, at in zip(texts, fold, strict=True) if at == one]
    return made


def _likeliest(by_words: Weights, by_head: Weights, truth: NDArray[np.int64]) -> tuple[float, float]:
    """The share of the head and the sharpness under which the true feelings are likeliest."""

    def likelihood(head_share: float, sharpness: float) -> float:
        shares = log_shares(sharpness * ((1 - head_share) * by_words + head_share * by_head))
        return float(shares[np.arange(len(truth)), truth].mean())

    choices = [
        (float(share), float(sharpness))
        for share in np.arange(0, 1.01, 0.05)
        for sharpness in np.arange(0.3, 2.01, 0.1)
    ]
    return max(choices, key=lambda choice: likelihood(*choice))


def learn_sentiment(
    answers: Sequence[Labelled], held: Sequence[Labelled], encoder: Encoder, head: Head | None = None
) -> SentimentModel:
    """Learns from answers and own-written examples. `held`: answers that the encoder did not learn from: by them is set
    how far its head can be trusted. `head`: the one that ships where it is left out."""
    head = head or encoder_heads.learned().feeling
    answers, held = [one for one in answers if one.feeling], [one for one in held if one.feeling]
    texts, truth = [answer.redacted for answer in answers], _truth(answers)
    rows = np.column_stack([cross_validated(texts, truth), np.array([word_signs(text) for text in texts])])
    ngrams, mix = _ngram_model(texts, truth), _mixed(rows, truth)
    by_words = np.array([without_encoder(ngrams(one.redacted), word_signs(one.redacted), mix) for one in held])
    by_head = log_shares(np.array([head(one.vector) for one in encoder.encode([one.redacted for one in held])]))
    return read(arrays(SentimentModel(ngrams, mix, *_likeliest(by_words, by_head, _truth(held)), version="")))
