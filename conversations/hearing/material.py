"""What screening and feeling are learned from."""

from dataclasses import dataclass, field

from conversations.hearing.heard import Feeling, Risk
from conversations.hearing.seeds import Seed


@dataclass(frozen=True, slots=True)
class Labelled:
    """An answer that somebody labelled: `raw` as typed, `redacted` as it reads after redaction. None: not labelled."""

    raw: str = field(repr=False)
    redacted: str = field(repr=False)
    risk: Risk | None = None
    kinds: tuple[str, ...] = ()
    feeling: Feeling | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """`learn`: answers to learn from. `held`: answers that the encoder's adapters and heads have not seen; by them is
    measured how far the heads can be trusted, and where the thresholds have to be. `seeds`: those of screening."""

    learn: tuple[Labelled, ...] = field(repr=False)
    held: tuple[Labelled, ...] = field(repr=False)
    seeds: tuple[Seed, ...] = field(repr=False)
