"""What was learned to be read off the encoder's vectors and states: linear, one matrix for each thing that is read.

Learned together with the encoder's adapters by `make train`, and shipped as learned/heads.npz.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conversations.hearing.encoded import Floats
from conversations.hearing.learned_files import learned_arrays
from conversations.hearing.values import Feeling, Kind

FEELINGS = (Feeling.POSITIVE, Feeling.NEUTRAL, Feeling.NEGATIVE, Feeling.MIXED)
TAGS = (None, Kind.PERSON, Kind.SCHOOL_ORG, Kind.LOCATION, Kind.CONTACT, Kind.ID, Kind.DATE)


@dataclass(frozen=True, slots=True)
class Head:
    """`weight` (outputs x inputs), `bias` (outputs)."""

    weight: Floats = field(repr=False)
    bias: Floats = field(repr=False)

    def __call__(self, read: Floats) -> Floats:
        """The log-odds of each output: (outputs) for one vector, (rows x outputs) for several."""
        made: Floats = read @ self.weight.T + self.bias
        return made


@dataclass(frozen=True, slots=True)
class Heads:
    """`risk`: log-odds of any worry, and of an urgent one. `feeling`: in the order of FEELINGS. `tags`: of a token's
    states, in the order of TAGS. `themes`: for each question that was learned, its codes and their head."""

    risk: Head
    feeling: Head
    tags: Head
    themes: Mapping[str, tuple[tuple[str, ...], Head]]


def read(arrays: Mapping[str, NDArray[Any]]) -> Heads:
    """The heads that heads.npz holds."""

    def head(name: str) -> Head:
        return Head(arrays[f"{name}.weight"].astype(np.float32), arrays[f"{name}.bias"].astype(np.float32))

    questions = sorted(name.split(".")[1] for name in arrays if name.startswith("themes.") and name.endswith(".codes"))
    return Heads(
        head("risk"),
        head("feeling"),
        head("tags"),
        {one: (tuple(map(str, arrays[f"themes.{one}.codes"])), head(f"themes.{one}")) for one in questions},
    )


@cache
def learned() -> Heads:
    """The heads that the product ships, read at the first call."""
    return read(learned_arrays("heads.npz"))
