"""Gathering: all that was said in a consultation, for telling, and what was told of it last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from conversations.telling.responses import ReviewedResponse
from conversations.telling.snapshots.counted_parts import Counted


class Gathering(Protocol):
    async def responses(self, consultation: str) -> Sequence[ReviewedResponse]:
        """Every response that was not withdrawn, in an order that says nothing."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Figures that stay until enough people came, went or changed. `number` counts up from 1. `figures`: JSON, as they
    were published; `days`: the day that the numbers of each part are of. `counted`: what each response added, less what
    it does not add any more: then CHANGED, or GONE where it was withdrawn."""

    number: int
    figures: str
    days: Mapping[str, date]
    counted: Counted = field(repr=False)


class Snapshots(Protocol):
    async def last(self, consultation: str) -> Snapshot | None:
        """None: nothing was told yet."""

    async def keep(self, consultation: str, snapshot: Snapshot) -> bool:
        """In place of the one before, if that is still the last: False where somebody else was faster."""
