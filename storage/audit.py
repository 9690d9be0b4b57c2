"""The audit: a row for every decision, export and sign-in; on the desk it is called the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class AuditRow:
    """`at` is text in UTC, as exact as it is kept: a day, steps of ten minutes, or the moment of a sign-in."""

    number: int
    at: str
    action: str
    by: str
    detail: str


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which rows are wanted; empty and None mean all. `first` and `last` are days in UTC, both included."""

    by: str = ""
    action: str = ""
    first: date | None = None
    last: date | None = None


class Audit(Protocol):
    async def note(self, action: str, *, by: str, detail: str = "") -> None: ...

    async def rows(self, wanted: AuditFilter, *, skip: int, most: int) -> Sequence[AuditRow]:
        """The newest first."""

    async def count(self, wanted: AuditFilter) -> int: ...

    async def names(self) -> tuple[Sequence[str], Sequence[str]]:
        """Who did something, and what was done, each once, in the order of the alphabet."""
