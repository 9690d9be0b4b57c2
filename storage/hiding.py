"""Words that a person hid in answers: they can be brought back for a day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from conversations.hearing.redaction.hide_more import Less
from conversations.hearing.values import Kind

BROUGHT_BACK_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class HiddenByHand:
    """What was hidden last in an answer, and can still be brought back."""

    things: tuple[str, ...] = field(repr=False)
    kind: Kind


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another answer of the consultation that has the same words. `words`: their numbers (hide_more.words_in)."""

    answer: bytes
    question: str
    version: int
    text: str = field(repr=False)
    words: frozenset[int]


class Hiding(Protocol):
    async def hide(self, answer: bytes, less: Less, kind: Kind, *, seen: str, by: str, at: datetime) -> bool:
        """Keeps an answer with more hidden in it, also where its words stand in flags. It stays where it is in review,
        and what it was coded as. The words as they were are sealed for a day. `seen`: the text that it was hidden in;
        False, and nothing kept, where the answer has changed or gone since. Leaves an audit row."""

    async def last(self, answer: bytes, at: datetime) -> HiddenByHand | None:
        """None where nothing was hidden by hand, or it cannot be brought back any more."""

    async def bring_back(self, answer: bytes, *, by: str, at: datetime) -> bool:
        """Takes the last hiding back; False where its day is over, or the answer has changed."""

    async def elsewhere(self, answer: bytes, at: datetime) -> Sequence[Elsewhere]:
        """The other answers of its consultation that have what was hidden last in this one."""

    async def hide_elsewhere(self, answer: bytes, others: Collection[bytes], *, by: str, at: datetime) -> int:
        """Hides the same in these of them; gives back in how many it did."""
