"""What speaks for a code: one weight for each thing that a coder reads, learned by kernel ridge regression."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conversations.hearing.encoded import Floats
from conversations.hearing.themes.answer_features import BENDS, Arrays, Counts, Rarity, bent

ALONE = 1.5
"""How much more words count where there is no vector beside them."""

BALANCE = 0.5
"""How far an example of a rare code counts for more: 0 not at all, 1 in inverse proportion."""


@dataclass(frozen=True, slots=True)
class RidgeWeights:
    """`words` (ids of `rarity` x codes) and `bends` (2 BENDS x codes) are weights, `start` (codes) what each code has
    beforehand, `usual` (codes) what the vector of a usual text gives: it stands in where there is no encoder."""

    rarity: Rarity = field(repr=False)
    words: Floats = field(repr=False)
    bends: Floats = field(repr=False)
    start: Floats = field(repr=False)
    usual: Floats = field(repr=False)

    def __call__(self, counts: Counts, vectors: Floats | None) -> Floats:
        """How much speaks for each code (texts x codes): about 0 for none, 1 for stated."""
        words = self.rarity.weighed(counts) @ self.words
        if vectors is not None:
            read = words + bent(vectors) @ self.bends
        else:  # what was learned without vectors is whole without them
            read = words * (ALONE if self.bends.any() else 1) + self.usual
        made: Floats = (self.start + read).astype(np.float32)
        return made

    def arrays(self, name: str) -> Arrays:
        """To be kept; weights become 8-bit whole numbers, each code with a scale of its own."""
        made: Arrays = {"ids": self.rarity.ids, "rarity": self.rarity.weight.astype(np.float16)}
        made |= {"start": self.start, "usual": self.usual}
        for part, weights in (("words", self.words), ("bends", self.bends)):
            scale = np.maximum(np.abs(weights).max(axis=0, initial=0), 1e-9) / 127
            made |= {part: np.round(weights / scale).astype(np.int8), f"{part}.scale": scale.astype(np.float32)}
        return {f"{name}.{part}": value for part, value in made.items()}

    @classmethod
    def read(cls, arrays: Mapping[str, NDArray[Any]], name: str) -> "RidgeWeights":
        """What `arrays` made. Raises KeyError."""
        words, bends = (
            arrays[f"{name}.{part}"].astype(np.float32) * arrays[f"{name}.{part}.scale"] for part in ("words", "bends")
        )
        rarity = Rarity(arrays[f"{name}.ids"], arrays[f"{name}.rarity"].astype(np.float32))
        return cls(rarity, words, bends, arrays[f"{name}.start"], arrays[f"{name}.usual"])


def fitted(
    rarity: Rarity,
    counts: Counts,
    vectors: Floats | None,
    wanted: Floats,
    stated: NDArray[np.bool_],
    *,
    firmness: float,
    start: bool,
) -> tuple[RidgeWeights, Floats]:
    """The weights that give each text what is `wanted` (texts x codes) of them, and what each text would be given by
    the weights learned from all others (leave one out).

    `stated` (texts x codes) says which codes a text has, to balance rare and common ones. `firmness`: how little one
    text can change. `start`: also learn what each code has beforehand.
    """
    words = rarity.weighed(counts)
    bends = np.zeros((len(wanted), 2 * BENDS), np.float32) if vectors is None else bent(vectors)
    alike = (words @ words.T).toarray().astype(np.float64) + bends @ bends.T
    common = np.maximum(stated.sum(axis=0), 1)
    rarest = np.where(stated, 1 / common, 0).max(axis=1)
    rarest[rarest == 0] = 1 / len(wanted)
    weight = (rarest / rarest.mean()) ** BALANCE
    alike[np.diag_indices_from(alike)] += firmness / weight
    inverse = np.linalg.inv(alike)
    alone = np.diag(inverse).copy()
    begin = np.zeros(wanted.shape[1])
    if start:
        sums = inverse.sum(axis=1)
        begin = (sums @ wanted) / sums.sum()
        alone -= sums * sums / sums.sum()
    dual = inverse @ (wanted - begin)
    left_out = (wanted - dual / np.maximum(alone, 1e-9)[:, None]).astype(np.float32)
    dual = dual.astype(np.float32)
    weights = (bends.T @ dual).astype(np.float32)
    usual: Floats = bends.mean(axis=0) @ weights
    return RidgeWeights(rarity, words.T @ dual, weights, begin.astype(np.float32), usual), left_out
