"""Where nothing was learned yet: how near an answer is to what a theme is said to be."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from conversations.hearing.encoded import VECTOR, Floats
from conversations.hearing.themes.answer_features import Arrays
from conversations.hearing.themes.code_frame import CodeFrame

USUAL = 0.1
"""What speaks for a code that an answer is neither near to nor far from."""

STEEP = 1.5


@dataclass(frozen=True, slots=True)
class ZeroShotScores:
    """`towards` (VECTOR x codes): the direction of each theme away from the middle of all of its frame; nought for
    the residual codes."""

    towards: Floats = field(repr=False)

    @classmethod
    def of(cls, definitions: Floats | None, codes: Sequence[str]) -> "ZeroShotScores":
        """From the vectors of the definitions (themes x VECTOR) of the first codes; None where there is no encoder."""
        towards = np.zeros((VECTOR, len(codes)), np.float32)
        if definitions is not None and len(definitions):
            away = definitions - definitions.mean(axis=0) if len(definitions) > 1 else definitions
            towards[:, : len(definitions)] = (away / np.maximum(np.linalg.norm(away, axis=1), 1e-6)[:, None]).T
        return cls(towards)

    def __call__(self, texts: int, vectors: Floats | None) -> Floats:
        """What speaks for each code (texts x codes), on the scale of RidgeWeights."""
        near = np.zeros((texts, self.towards.shape[1]), np.float32) if vectors is None else vectors @ self.towards
        made: Floats = USUAL + STEEP * near
        return made

    def arrays(self) -> Arrays:
        return {"nearness": self.towards.astype(np.float16)}


LEANS = 0.5
"""How far a theme leans to its examples where it has many; with one, half as far."""


def with_examples(said: Floats, stated: NDArray[np.bool_], vectors: Floats) -> Floats:
    """The vectors of definitions (themes x VECTOR), each drawn to the middle of the examples that state its theme.
    `stated` (examples x themes), `vectors` (examples x VECTOR)."""
    made = said.copy()
    for at in range(len(said)):
        if many := int(stated[:, at].sum()):
            middle = vectors[stated[:, at]].mean(axis=0)
            middle *= np.linalg.norm(said[at]) / max(float(np.linalg.norm(middle)), 1e-6)
            share = LEANS * many / (many + 1)
            made[at] = (1 - share) * said[at] + share * middle
    return made


def definitions(frame: CodeFrame) -> list[str]:
    """What each theme of the frame is said to be."""
    return [f"{theme.name}. {theme.definition}" for theme in frame.themes]
