"""What a coder reads of a redacted answer: its words and letters, hashed, and its vector, bent.

Hashing needs no list of words, so that what is learned can be kept without keeping what anybody wrote.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize

from conversations.hearing.encoded import VECTOR, Floats
from conversations.hearing.text.normalisation import plain

Arrays = dict[str, NDArray[Any]]

Counts: TypeAlias = Any
"""A scipy.sparse.csr_matrix, which has no types."""

BUCKETS = 2**20
"""Hashed words and pairs of words have the first so many numbers, hashed runs of letters the next."""

_HIDDEN = re.compile(r"\[(name|school or group|place|contact|number|date)(?: \d+)?\]")
_WORD = r"\w+"
_AGAIN = re.compile(r"(\w)\1\1+")

_WORDS = HashingVectorizer(
    ngram_range=(1, 2), token_pattern=_WORD, lowercase=False, n_features=BUCKETS, norm=None, alternate_sign=False
)
_LETTERS = HashingVectorizer(
    analyzer="char_wb", ngram_range=(3, 5), lowercase=False, n_features=BUCKETS, norm=None, alternate_sign=False
)

BENDS = 2048
"""Directions in which a vector is bent; each gives two numbers."""

WIDTH = 2.0
"""Bent vectors are alike by exp(-WIDTH (1 - cosine)): near ones count for much more than far ones."""

MEANING = 1.5
"""How much the likeness of two vectors counts beside that of words and that of letters, which are at most 1 each."""


def simplified(text: str) -> str:
    """A redacted text as it is counted: small letters, no apostrophes, "sooooo" as "soo", what was hidden as a word."""
    text = text.encode("utf-8", "ignore").decode()  # without halves of letters, which cannot be hashed
    text = plain(text).text.lower().replace("’", "").replace("'", "")
    return _AGAIN.sub(r"\1\1", _HIDDEN.sub(lambda kind: f" xx{kind[1][:4]} ", text))


def counted(texts: Sequence[str]) -> Counts:
    """How often each hashed word, pair of words and run of 3 to 5 letters stands in each text (texts x 2 BUCKETS)."""
    simple = [simplified(text) for text in texts]
    if not simple:
        return sparse.csr_matrix((0, 2 * BUCKETS), dtype=np.float32)
    counts = sparse.hstack([_WORDS.transform(simple), _LETTERS.transform(simple)]).tocsr().astype(np.float32)
    counts.sort_indices()
    return counts


@dataclass(frozen=True, slots=True)
class Rarity:
    """`ids` (ascending): the hashed words and letters that are read. `weight`: more for those that few texts have."""

    ids: NDArray[np.int32] = field(repr=False)
    weight: Floats = field(repr=False)

    @classmethod
    def of(cls, counts: Counts) -> "Rarity":
        """Of what stands in these texts; runs of letters that only one of them has are left out."""
        ids, texts = np.unique(counts.indices, return_counts=True)
        kept = (ids < BUCKETS) | (texts > 1)
        weight = np.log((1 + counts.shape[0]) / (1 + texts[kept])) + 1
        return cls(ids[kept].astype(np.int32), weight.astype(np.float16).astype(np.float32))

    def only(self, kept: NDArray[np.bool_]) -> "Rarity":
        return Rarity(self.ids[kept], self.weight[kept])

    def weighed(self, counts: Counts) -> Counts:
        """TF-IDF (texts x ids): the words of each text together are of length 1, and its letters too."""
        wide = (counts.shape[0], len(self.ids))
        if not len(self.ids):
            return sparse.csr_matrix(wide, dtype=np.float32)
        place = np.minimum(np.searchsorted(self.ids, counts.indices), len(self.ids) - 1)
        known = self.ids[place] == counts.indices
        row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))[known]
        place, number = place[known], counts.data[known]
        value = (1 + np.log(number)) * self.weight[place]
        words = int(np.searchsorted(self.ids, BUCKETS))
        made = sparse.csr_matrix((value, (row, place)), wide, dtype=np.float32)
        parts = (
            [normalize(made[:, :words]), normalize(made[:, words:])] if 0 < words < len(self.ids) else [normalize(made)]
        )
        return sparse.hstack(parts).tocsr()


@cache
def _directions() -> Floats:
    """Random directions (VECTOR x BENDS), at right angles to one another in each block; always the same."""
    chance = np.random.default_rng(20)
    blocks = []
    for _ in range(-(-BENDS // VECTOR)):
        square, upper = np.linalg.qr(chance.standard_normal((VECTOR, VECTOR)))
        length = np.sqrt(chance.chisquare(VECTOR, VECTOR))
        blocks.append((square * np.sign(np.diag(upper)) * length).astype(np.float32))
    made: Floats = np.hstack(blocks)[:, :BENDS] * np.float32(np.sqrt(WIDTH))
    return made


def bent(vectors: Floats) -> Floats:
    """The vectors (texts x VECTOR, each of length 1) bent (texts x 2 BENDS): the product of two rows is MEANING times
    how alike they are. Random Fourier features of the Gaussian kernel (Rahimi and Recht 2007; at right angles: Yu and
    others 2016)."""
    turned = np.asarray(vectors, np.float32) @ _directions()
    made: Floats = np.hstack([np.cos(turned), np.sin(turned)]).astype(np.float32) / np.float32(np.sqrt(BENDS / MEANING))
    return made
