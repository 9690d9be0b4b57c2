"""Maintenance: what keeps the store in order, and says how it stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Measured:
    """How the store stands, for operators. `oldest`: since when the reply that waits longest has waited."""

    waiting: int
    oldest: datetime | None
    dead_letters: int


class Maintenance(Protocol):
    async def forget_old(self, at: datetime) -> None:
        """Deletes what was kept for long enough (see Retention), and closes what nobody closed. Leaves an audit row
        where anything was deleted."""

    async def check(self) -> None:
        """Raises StoreError where nothing can be written now (for /healthz)."""

    async def measured(self) -> Measured: ...
