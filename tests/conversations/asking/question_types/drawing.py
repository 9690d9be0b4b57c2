"""Chance that is no chance, for what the demonstration draws."""

from random import Random
from typing import Any


class Drawn(Random):
    """Gives what it was given: `part` (0 to 1) for random(), `count` for a choice of numbers, the first of texts, and
    one option after the other for a choice by weights."""

    def __init__(self, part: float = 0.5, count: int = 1, options: tuple[str, ...] = ()) -> None:
        super().__init__(1)
        self._part, self._count, self._options = part, count, iter(options)

    def random(self) -> float:
        return self._part

    def choice(self, seq: Any) -> Any:
        return self._count if self._count in seq else seq[0]

    def choices(self, population: Any, weights: Any = None, *, cum_weights: Any = None, k: int = 1) -> list[Any]:
        one = next(self._options)
        assert one in population
        return [one]
