"""How much a text is like the seed sentences, by the encoder's vectors."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from conversations.hearing.encoded import Floats
from conversations.hearing.screening.seed_sentences import Seed
from conversations.hearing.values import Risk

NEAREST = 3
"""A text is as like a group of seeds as the mean over so many that are nearest."""

SAME = 0.9
"""From this cosine on a text says what a single seed says."""


@dataclass(frozen=True, slots=True)
class SeedMatch:
    """What a text is like. `score`: how much nearer it is to the worrying seeds than to the harmless ones (cosine, -2
    to 2). `kinds`: those of the nearest worrying seeds, the nearest first. `part`: which of the text's parts it is.
    `same`: it says just what one worrying seed says, and no harmless one."""

    score: float
    kinds: tuple[str, ...]
    level: Risk
    part: int
    same: bool = False


@dataclass(frozen=True, slots=True)
class SeedSimilarity:
    """`centre` (VECTOR): the mean of all seeds, which is taken from every vector before the angle is measured: it is
    what all answers have in common. `worrying`, `harmless` (seeds x VECTOR): centred, each of length 1."""

    centre: Floats = field(repr=False)
    worrying: Floats = field(repr=False)
    harmless: Floats = field(repr=False)
    seeds: tuple[Seed, ...] = field(repr=False)  # the worrying ones

    def match(self, parts: Floats) -> SeedMatch:
        """What the part that is most like a worry is like. `parts` (parts x VECTOR)."""
        own = centred(parts, self.centre)
        towards = own @ self.worrying.T
        away = own @ self.harmless.T
        scores = _top(towards) - _top(away)
        part = int(np.argmax(scores))
        most = np.argpartition(-towards[part], min(NEAREST, len(self.seeds)) - 1)[:NEAREST]
        nearest = [self.seeds[at] for at in sorted(most, key=lambda at: (-towards[part, at], at))]
        kinds = tuple(dict.fromkeys(seed.kind for seed in nearest))
        same = bool(np.any((towards.max(axis=1) >= SAME) & (towards.max(axis=1) > away.max(axis=1))))
        return SeedMatch(float(scores[part]), kinds, max(seed.level for seed in nearest), part, same)


def centred(vectors: Floats, centre: Floats) -> Floats:
    """The vectors without the centre, each of length 1."""
    moved = vectors - centre
    made: Floats = moved / np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), 1e-9)
    return made


def _top(cosines: Floats) -> Floats:
    """The mean over the nearest seeds, for each row."""
    nearest = min(NEAREST, cosines.shape[1])
    made: Floats = np.partition(cosines, -nearest, axis=1)[:, -nearest:].mean(axis=1)
    return made


def seed_similarity(seeds: Sequence[Seed], vectors: Floats) -> SeedSimilarity:
    """`vectors` (seeds x VECTOR): what the encoder makes of each seed. There have to be seeds of both sorts."""
    centre = vectors.mean(axis=0)
    unit = centred(vectors, centre)
    worrying = np.array([seed.level > Risk.NONE for seed in seeds])
    if worrying.all() or not worrying.any():
        raise ValueError("seeds of both sorts are needed, worrying and harmless")
    return SeedSimilarity(centre, unit[worrying], unit[~worrying], tuple(s for s in seeds if s.level > Risk.NONE))
