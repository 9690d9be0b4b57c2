"""Learns n-gram models; only `make train` needs it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from conversations.hearing.text.ngrams import BUCKETS, NgramModel, Numbers, ngram_counts, tf_idf


def rarity(texts: Sequence[str]) -> Numbers:
    """How rare each bucket is among these texts: ln((1 + texts) / (1 + texts that touch it)) + 1, smoothed as usual."""
    met = np.zeros(2 * BUCKETS)
    for text in texts:
        for bucket, _ in ngram_counts(text):
            met[bucket] += 1
    return (np.log((1 + len(texts)) / (1 + met)) + 1).astype(np.float32)


def learn_ngrams(
    texts: Sequence[str],
    outputs: Sequence[NDArray[np.bool_]],
    counts: NDArray[np.float64],
    rare: Numbers,
    force: float,
) -> NgramModel:
    """One regression for each output, which is true or false of each text.

    `counts`: how much each text counts. `force`: the inverse of how strongly the weights are held back.
    """
    rows = [dict(zip(map(str, bucket), weight, strict=True)) for bucket, weight in (tf_idf(t, rare) for t in texts)]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(rows)
    matrix.indices, matrix.indptr = (at.astype(np.int32) for at in (matrix.indices, matrix.indptr))  # all it takes
    places = np.array([int(name) for name in vectorizer.feature_names_])
    weight = np.zeros((2 * BUCKETS, len(outputs)), np.float32)
    bias = np.zeros(len(outputs), np.float32)
    for number, output in enumerate(outputs):
        model = LogisticRegression(C=force, class_weight="balanced", solver="liblinear", random_state=0)
        model.fit(matrix, output, sample_weight=counts)
        weight[places, number] = model.coef_[0]
        bias[number] = model.intercept_[0]
    return NgramModel(rare, weight, bias)
