"""Reviewing: what moderators read, and what they decide."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from conversations.asking.answer import Answer
from conversations.asking.left_out import WhyLeftOut
from conversations.hearing.values import Heard
from conversations.telling.responses import Review

LEASE = timedelta(minutes=5)
"""For so long an answer is with one moderator, unless they go on with it."""


class Mark(StrEnum):
    """How an answer may be shown, whatever its author said."""

    NONE = ""
    COUNTS_ONLY = "counts_only"
    """It counts, and is never quoted."""
    SINGLES_OUT = "singles_out"
    """It leads to one person: never quoted, and staff see no age band, region or place in care beside it."""


class Verdict(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class QueuedAnswer:
    """An open-text answer for a moderator. `may_quote`: its author said yes to being quoted. `kept_out`: a flag keeps
    it out of print all the same. UNREAD in review: the words of `answer` were opened for the person who redacts
    them."""

    id: bytes
    consultation: str
    question: str
    version: int
    answer: Answer = field(repr=False)
    may_quote: bool
    review: Review
    reason: WhyLeftOut = ""
    kept_out: bool = False
    mark: Mark = Mark.NONE


class Reviewing(Protocol):
    async def queue(
        self, consultation: str, *, review: Review = Review.WAITING, limit: int = 50, offset: int = 0
    ) -> Sequence[QueuedAnswer]:
        """Open-text answers in this state of review, in no order that says when they came, but urgent ones first, then
        those in another language that nobody has redacted (UNREAD, which wait as well), then concerning ones."""

    async def approved(
        self, consultation: str, *, question: str = "", words: str = "", limit: int = 25, offset: int = 0
    ) -> tuple[int, Sequence[QueuedAnswer]]:
        """How many answers are approved, and some of them: of this question, with all of these words (whatever their
        case), where they are given."""

    async def take_next(self, consultation: str, *, by: str, at: datetime, offset: int = 0) -> QueuedAnswer | None:
        """The first that waits of those that no other moderator has before them (or of those after `offset` such), as
        in `queue`. From now on it is with `by` alone, until LEASE has gone by; what they had before is not any more."""

    async def take(self, answer: bytes, *, by: str, at: datetime) -> str:
        """Takes one answer, or goes on with it, for LEASE. Gives back whose it is: the name of another moderator where
        it is theirs."""

    async def mark(self, answer: bytes, mark: Mark, *, seen: str, by: str, at: datetime) -> bool:
        """Says how an answer may be shown; Mark.NONE takes that back. Files that quote it are to be called back.
        `seen` as in `decide`."""

    async def queue_length(self, consultation: str, review: Review = Review.WAITING) -> int:
        """How many there are in the queue."""

    async def unread(self, consultation: str) -> int:
        """How many answers are in another language, and nobody has redacted them."""

    async def queued(self, answer: bytes) -> QueuedAnswer | None:
        """One answer; None where it is gone (withdrawn) or unknown."""

    async def decide(
        self, answer: bytes, verdict: Verdict, *, reason: WhyLeftOut, seen: str, by: str, at: datetime
    ) -> bool:
        """Appends a decision. `reason`: why it is left out, else empty. `seen` is the text that the moderator read:
        False, and nothing kept, where the answer has changed or gone since."""

    async def read_by_person(self, answer: bytes, redacted: Heard, *, seen: str, by: str, at: datetime) -> bool:
        """A person who knows the language has redacted an answer that no machine could read: from now on it is one as
        any other, and what was sealed is gone. `redacted`: what they wrote, heard; in English, or still in the other
        language (then no machine will code it). `seen` as in `decide`. Leaves an audit row."""

    async def undo(self, answer: bytes, *, by: str, at: datetime) -> bool:
        """Takes back the last decision by appending one that does; False where there is none."""
