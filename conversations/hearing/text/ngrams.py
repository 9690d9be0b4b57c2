"""What the letters and words of a text say: single words, pairs, and runs of 3 to 5 letters within words, weighted by
how rare they are (TF-IDF), hashed into a fixed number of buckets, and read by linear models.

Cheap (a tenth of a millisecond for an answer), needs no encoder, and knows spellings that no list has.
"""

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conversations.hearing.text.normalisation import plain

BUCKETS = 1 << 15
"""Of words, and as many of letters."""

_PIECE = re.compile(r"[^\W_]+|[^\w\s]")
_APOSTROPHES = str.maketrans("", "", "'’`´")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_RUNS = (3, 4, 5)

Numbers = NDArray[np.float32]
Buckets = NDArray[np.int64]


def _hashed(grams: Sequence[str]) -> Buckets:
    crc = zlib.crc32
    return np.array([crc(gram.encode()) for gram in grams], np.int64) % BUCKETS


def _grams(text: str) -> tuple[list[str], list[str]]:
    pieces = _PIECE.findall(_DRAWN_OUT.sub(r"\1\1", plain(text).text.lower().translate(_APOSTROPHES)))
    words = [*pieces, *map(" ".join, zip(["<", *pieces], [*pieces, ">"], strict=True))]
    letters: list[str] = []
    for piece in pieces:
        word = f" {piece} "
        for run in _RUNS:
            if len(word) <= run:
                letters.append(word)
                break
            letters += [word[at : at + run] for at in range(len(word) - run + 1)]
    return words, letters


def ngram_counts(text: str) -> tuple[tuple[Buckets, Numbers], tuple[Buckets, Numbers]]:
    """Of words and of letters: the buckets that the text touches, and 1 + ln(how often) of each."""
    words, letters = (np.unique(_hashed(grams), return_counts=True) for grams in _grams(text))
    return (
        (words[0], 1 + np.log(words[1]).astype(np.float32)),
        (letters[0] + BUCKETS, 1 + np.log(letters[1]).astype(np.float32)),
    )


def tf_idf(text: str, rarity: Numbers) -> tuple[Buckets, Numbers]:
    """The buckets that a text touches, words first, and the weight of each; words and letters have length 1 each."""
    buckets, weights = [], []
    for bucket, often in ngram_counts(text):
        weight = often * rarity[bucket]
        buckets.append(bucket)
        weights.append(weight / max(float(np.sqrt(weight @ weight)), 1e-9))
    return np.concatenate(buckets), np.concatenate(weights)


@dataclass(frozen=True, slots=True)
class NgramModel:
    """Linear models that read the grams of a text.

    `rarity` (2 x BUCKETS): the weight of each bucket. `weight` (2 x BUCKETS x outputs), `bias` (outputs).
    """

    rarity: Numbers = field(repr=False)
    weight: Numbers = field(repr=False)
    bias: Numbers = field(repr=False)

    def __call__(self, text: str) -> Numbers:
        """The log-odds of each output."""
        buckets, weights = tf_idf(text, self.rarity)
        made: Numbers = weights @ self.weight[buckets] + self.bias
        return made

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """As it is written, half as fine."""
        return {f"{name}.{part}": getattr(self, part).astype(np.float16) for part in ("rarity", "weight", "bias")}


def read(arrays: Mapping[str, NDArray[Any]], name: str) -> NgramModel:
    """The model that a learned file holds under a name."""
    return NgramModel(*(arrays[f"{name}.{part}"].astype(np.float32) for part in ("rarity", "weight", "bias")))
