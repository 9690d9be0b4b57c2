"""What a turn wants kept, besides the session's state."""

from dataclasses import dataclass, field
from datetime import date

from conversations.asking.answer import Answer
from conversations.hearing.values import Flag


@dataclass(frozen=True, slots=True)
class ResponseBegun:
    response: bytes
    version: int
    age_band: str
    door: str
    day: date


@dataclass(frozen=True, slots=True)
class ReceiptGiven:
    """The words that this turn shows for the first time; the store keeps only what verifies them."""

    response: bytes
    words: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class AnswerKept:
    """Replaces what was kept for this question (about-you questions too)."""

    response: bytes
    question: str
    answer: Answer
    day: date


@dataclass(frozen=True, slots=True)
class AnswerRemoved:
    response: bytes
    question: str


@dataclass(frozen=True, slots=True)
class QuotingSaid:
    response: bytes
    yes: bool


@dataclass(frozen=True, slots=True)
class ResponseFinished:
    response: bytes


@dataclass(frozen=True, slots=True)
class ResponseWithdrawn:
    """The response and its answers go, from every session that has them; open flags stay."""

    response: bytes


@dataclass(frozen=True, slots=True)
class FlagRaised:
    """A worry. `response` and `question` (its id): whose answer it is about and to what, as far as there is one;
    `sentences`: those that raised it, redacted. They stay when the answer is taken back."""

    flag: Flag
    response: bytes | None = None
    question: str = ""
    sentences: str = field(default="", repr=False)


Record = (
    ResponseBegun
    | ReceiptGiven
    | AnswerKept
    | AnswerRemoved
    | QuotingSaid
    | ResponseFinished
    | ResponseWithdrawn
    | FlagRaised
)
