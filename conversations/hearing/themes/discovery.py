"""New themes: groups among the answers that no theme claims, for a person to name, merge, split or dismiss."""

from collections.abc import Sequence

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

from conversations.hearing.encoded import Floats
from conversations.hearing.themes.answer_features import simplified
from conversations.hearing.themes.answer_group import Group

FEWEST = 12
"""Among fewer texts there are no groups to speak of."""

SMALLEST = 4
"""A smaller group is left out."""

USUALLY = 15
"""Texts to a group, about."""

MOST = 20
"""Groups that a person can look through."""

DEPTH = 50
"""Main directions of the vectors that are looked at."""

WORDS = 6

_WORD = r"[^\W\d_]{3,}"
_LEFT_OUT = sorted(
    {word.replace("'", "") for word in ENGLISH_STOP_WORDS}
    | {
        "just",
        "like",
        "really",
        "dont",
        "im",
        "its",
        "ive",
        "cos",
        "xxname",
        "xxscho",
        "xxplac",
        "xxcont",
        "xxnumb",
        "xxdate",
    }
)


def groups(texts: Sequence[str], vectors: Floats, *, seed: int) -> list[Group]:
    """Groups among redacted texts that no theme claims, the largest first; `vectors` (texts x VECTOR) are theirs.

    Suggestions: every text is in one group at most, and groups of fewer than SMALLEST are left out. None among too few
    texts. The same from the same seed.
    """
    if len(texts) < FEWEST:
        return []
    wide = np.asarray(vectors, np.float64)
    # k-means warns where there are fewer different points than groups, and the directions where there is one alone.
    number = min(MOST, max(2, len(texts) // USUALLY), len(np.unique(wide.round(6), axis=0)))
    if number == 1:
        found = [list(range(len(texts)))]
        return [Group(_typical(texts, found)[0], tuple(found[0]))]
    flat = PCA(min(DEPTH, *wide.shape, len(texts) - 1), svd_solver="full").fit_transform(wide)
    kmeans = KMeans(number, n_init=10, random_state=seed).fit(flat)
    away = np.linalg.norm(flat - kmeans.cluster_centers_[kmeans.labels_], axis=1)
    found = [
        [int(at) for at in np.argsort(away, kind="stable") if kmeans.labels_[at] == label] for label in range(number)
    ]
    found = sorted(
        (members for members in found if len(members) >= SMALLEST), key=lambda members: (-len(members), members)
    )
    return [Group(words, tuple(members)) for words, members in zip(_typical(texts, found), found, strict=True)]


def _typical(texts: Sequence[str], found: Sequence[Sequence[int]]) -> list[tuple[str, ...]]:
    """The words of each group by class-based TF-IDF (Grootendorst 2022): often in it, and seldom elsewhere."""
    counter = CountVectorizer(preprocessor=simplified, stop_words=_LEFT_OUT, token_pattern=_WORD, binary=True)
    try:
        counts = counter.fit_transform(texts)
    except ValueError:  # no word is left
        return [()] * len(found)
    words = counter.get_feature_names_out()
    inside = np.array([np.asarray(counts[list(members)].sum(axis=0)).ravel() for members in found])
    everywhere = np.asarray(counts.sum(axis=0)).ravel()
    share = inside / np.maximum(inside.sum(axis=1, keepdims=True), 1)
    weight = share * np.log(1 + everywhere.sum() / len(found) / everywhere)
    made = []
    for row, times in zip(weight, inside, strict=True):
        best = [at for at in np.argsort(-row, kind="stable") if times[at] >= 2][:WORDS]
        made.append(tuple(str(words[at]) for at in best))
    return made
