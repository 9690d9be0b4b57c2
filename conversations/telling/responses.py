"""What the store hands to telling: every response of a consultation, with what reviewing made of each answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from conversations.asking.answer import Answer
from conversations.asking.left_out import WhyLeftOut
from conversations.hearing.values import Feeling


class Review(StrEnum):
    """What became of an answer. Ticked answers need no review. UNREAD: it is in another language, and no person who
    knows that has redacted it, so that there are no words yet, and after the closing never will be."""

    NOT_NEEDED = "not_needed"
    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class ReviewedAnswer:
    """An answer and its review. `reason`: why it was rejected. `quotable`: approved, its author said yes, and no
    flag keeps it out of print.

    `codes`: the themes of its question's code frame that it states, or one of RESIDUAL; None: it is not coded yet.
    `by_person`: a person said which. `feeling`: None where it was not told yet.
    """

    answer: Answer
    review: Review
    reason: WhyLeftOut = ""
    quotable: bool = False
    codes: tuple[str, ...] | None = None
    feeling: Feeling | None = None
    by_person: bool = False

    @property
    def counts(self) -> bool:
        """Whether it may be in a figure or a text."""
        return self.review is not Review.REJECTED


@dataclass(frozen=True, slots=True)
class ReviewedResponse:
    """One respondent's answers by question id, about-you answers too; `door` by its name. Withdrawn responses are never
    handed over."""

    response: bytes = field(repr=False)
    version: int
    age_band: str
    door: str
    finished: bool
    answers: Mapping[str, ReviewedAnswer]
