"""The outbox: replies that wait to be sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from conversations.asking.replies import Reply


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One reply waiting to be sent. Within an address, `id` gives the order, and says nothing besides; help cards
    (`first`) go before all, and what only says back what was chosen (`yields`) after all. `created`: to ten minutes
    where another process put it in, or this one before it was started."""

    id: int
    address: str = field(repr=False)
    context: str = field(repr=False)
    reply: Reply = field(repr=False)
    first: bool
    tries: int
    created: datetime
    yields: bool = False


class Outbox(Protocol):
    """Each door's sender names its door: what waits for another door is neither seen nor touched."""

    async def waiting(self, door: str, at: datetime, limit: int = 100) -> Sequence[Outgoing]:
        """What is due, help cards first, then oldest first, and what yields last; at most one for each address."""

    async def of(self, door: str, address: str, at: datetime) -> Sequence[Outgoing]:
        """All that is due for one address, in the order in which it came about; none behind one that is not due. One
        that cannot be read is left out, here and above."""

    async def waits(self, door: str, identifier: int) -> bool:
        """Whether it is there still: closing a consultation erases what waits."""

    async def sent(self, door: str, *identifiers: int) -> None:
        """Erases them, together."""

    async def put_off(self, door: str, identifier: int, until: datetime) -> None:
        """Tries again later, and counts the try."""

    async def drop_older(self, door: str, than: datetime) -> int:
        """Erases what waited too long, or will have within ten minutes; says how many."""
