"""What the demo hands to a type of question, and what it gets back: see demonstrate and moves there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What synthetic people say to one question. `skip`: the part of those asked who skip it. `weights`: how often each
    option is chosen, by id. `draw` gives the next text; `worries` and `left_out` are texts for the desk to find."""

    skip: float = 0.0
    weights: Mapping[str, float]
    draw: Callable[[], str]
    worries: Sequence[str] = ()
    left_out: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """One event: the labels of the buttons to tap, or the words to type."""

    taps: tuple[str, ...] = ()
    words: str = ""


def one_of(weights: Mapping[str, float], chance: Random) -> str:
    """One of them, the heavier the likelier."""
    [one] = chance.choices(list(weights), list(weights.values()))
    return one
