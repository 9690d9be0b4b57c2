"""What hearing is learned from and measured with: labelled texts, as values."""

import re
from dataclasses import dataclass, field

from conversations.hearing.screening.seed_sentences import Seed
from conversations.hearing.values import LABELS, Feeling, Kind, Risk, Span

MARKED = re.compile(r"\[\[([A-Z_]+):(.*?)\]\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text and what somebody said of it; None, or nothing, where nobody said.

    `marked`: as typed, with each span of personal data as [[KIND:text]]. `codes`: of the frame of `question`. `kinds`:
    of harm. `traits`: what kind of text it is, as in "hard_negative_risk". `asked`: the question in words, where it is
    none of a bundled consultation. `singles_out`: whether it tells who it is about, without a name.

    `redacted_only`: personal data in it was hidden or is not marked, so it says nothing of where such data is.
    """

    marked: str = field(repr=False)
    question: str | None = None
    codes: frozenset[str] = frozenset()
    risk: Risk | None = None
    kinds: tuple[str, ...] = ()
    feeling: Feeling | None = None
    redacted_only: bool = False
    traits: frozenset[str] = frozenset()
    asked: str = ""
    singles_out: bool | None = None

    @property
    def raw(self) -> str:
        """As it was typed."""
        return MARKED.sub(lambda match: match[2], self.marked)

    @property
    def redacted(self) -> str:
        """As it reads after a redaction without a fault."""
        return MARKED.sub(lambda match: f"[{LABELS[Kind(match[1])]}]", self.marked)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where personal data stands in `raw`."""
        found, before = [], 0
        for match in MARKED.finditer(self.marked):
            start = match.start() - before
            found.append(Span(start, start + len(match[2]), Kind(match[1])))
            before += len(match[0]) - len(match[2])
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Material:
    """What screening learns from. `learn`: answers to learn from. `held`: answers that the encoder's adapters and heads
    did not learn from; by them is set how far the heads are trusted, and where the thresholds are. `seeds`: those of
    screening."""

    learn: tuple[Labelled, ...] = field(repr=False)
    held: tuple[Labelled, ...] = field(repr=False)
    seeds: tuple[Seed, ...] = field(repr=False)
