"""Flags: what screening or a person raised, what people found when they looked into it, and which answers flags keep
out of print."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from conversations.hearing.values import Risk
from conversations.telling.responses import Review

BY_PERSON = "person:"
"""What a flag's `raised_by` begins with where a person raised it, by hand; their name comes after it."""


class FlagVerdict(StrEnum):
    """What a person found when they looked into a flag."""

    RIGHT = "right"
    FALSE_ALARM = "false_alarm"


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag as kept. `day_only`, `hour_only`: its time was made coarse, and `at` is midnight, or the beginning of the
    hour. `raised_by` as in Flag, or who raised it by hand after BY_PERSON; empty where it was raised before that was
    kept. `verdict`: None where it is open, or was closed before anyone was asked. `times`: how often its words came
    within minutes from those without a session, who may be one or several; 1 for everybody else."""

    id: int
    consultation: str
    level: Risk
    kinds: tuple[str, ...]
    words: str = field(repr=False)
    at: datetime
    closed: bool
    closed_by: str = ""
    day_only: bool = False
    raised_by: tuple[str, ...] = ()
    verdict: FlagVerdict | None = None
    hour_only: bool = False
    times: int = 1


class PrintVerdict(StrEnum):
    """What was decided about an answer that was flagged. Rows of it are only ever added."""

    QUOTE = "quote"
    """A lead found that it shows nobody."""
    UNDO = "undo"
    """A lead took that back."""
    BEFORE = "before"
    """It was approved before flags kept words out of print: that stands where no flag of it is found."""
    KEEP = "keep"
    """A flag that keeps it out went with its time; the answer is kept out without it."""


@dataclass(frozen=True, slots=True)
class PrintDecision:
    """`revision`: of the text that was read. `newest_flag`: the number of the newest flag that there was then."""

    verdict: PrintVerdict
    revision: int
    newest_flag: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an answer stands. `flags`: those about its words. `let_through`: the lead's decision that holds. `waits`: a
    flag about its words is still open, so nothing can be decided."""

    kept_out: bool
    flags: tuple[Raised, ...] = ()
    let_through: PrintDecision | None = None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class FlaggedAnswer:
    """An answer that was flagged, or has the words of a flag. `may_quote`: its author said yes to being quoted."""

    id: bytes
    question: str
    version: int
    text: str = field(repr=False)
    may_quote: bool
    review: Review
    standing: Standing


class Flags(Protocol):
    async def raised(
        self, consultation: str, *, closed: bool = False, limit: int | None = None, offset: int = 0
    ) -> Sequence[Raised]:
        """Urgent first, then newest first; at most `limit` of them, from the one after so many on."""

    async def count(self, consultation: str, *, closed: bool = False) -> tuple[int, int]:
        """How many there are, and how many of them are urgent."""

    async def is_open(self, consultation: str, identifier: int) -> bool:
        """Whether it is a flag of this consultation that is not closed."""

    async def close(self, identifier: int, verdict: FlagVerdict, *, by: str, at: datetime) -> bool:
        """False where there is no such flag, or it was closed already. Leaves an audit row with the verdict."""

    async def raise_flag(
        self, answer: bytes, level: Risk, kinds: Sequence[str], *, seen: str, by: str, at: datetime, words: str = ""
    ) -> bool:
        """A worry that a person found in an answer: a flag of its words, and the answer is as worrying from then on.
        `seen` as in `decide`. `words`: what the flag says instead, of an answer in another language that nobody has
        redacted yet: its own words stay sealed. Raised again by hand while it is open it is kept once.
        Leaves an audit row."""

    async def judged(self) -> Sequence[Raised]:
        """What people said of worries, in all consultations but trials: flags that were closed with a verdict, and
        those that were raised by hand."""

    async def flagged(self, consultation: str) -> Sequence[FlaggedAnswer]:
        """Every answer that was flagged, or has the words of a flag, in an order that says nothing of when it came."""

    async def let_through(self, answer: bytes, *, seen: str, by: str, at: datetime) -> bool:
        """A lead found that a flagged answer shows nobody, so that it may be quoted. `seen` as in `decide`. False where
        the words changed or went, nothing keeps them out, or a flag about them is still open. It holds for these words,
        until a new flag is raised about them. Leaves an audit row."""

    async def keep_out_again(self, answer: bytes, *, by: str, at: datetime) -> bool:
        """Takes `let_through` back; files that quote the words are to be called back. False where it does not stand.
        Leaves an audit row."""
