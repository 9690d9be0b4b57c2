"""Turns: one event of a respondent and all that it causes, kept together or not at all."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from conversations.asking.replies import Reply
from conversations.asking.session import Session, Turn
from storage.receipts import PreparedReceipt


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where replies go when they cannot be handed back at once: by the door of this name, to an address that only that
    door understands. `context` is the door's own too (which message to edit)."""

    door: str
    address: str = field(repr=False)
    context: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """`repeated`: this event was known, and nothing changed. The replies are then those of the first time where it was
    the last event or ended the session, else those that the session stands at by now."""

    replies: tuple[Reply, ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Last:
    """Where a session is, and the replies of its last turn; none of those once its event is forgotten."""

    state: Session
    replies: tuple[Reply, ...]


class Turns(Protocol):
    async def turn(
        self,
        consultation: str,
        address: str,
        event: str,
        take: Callable[[Session | None], Turn],
        *,
        at: datetime,
        receipt: PreparedReceipt | None = None,
        deliver: Delivery | None = None,
    ) -> Taken:
        """One event, in one transaction: note the event's id, read the session, take the turn, write session, records
        and replies. `take` runs on the writer's thread and may run again; an exception from it undoes all of this turn
        and is raised here. With `deliver` the replies wait in the outbox, sealed. Raises NotOpenError."""

    async def turn_without_session(
        self, consultation: str, turn: Turn, *, at: datetime, deliver: Delivery | None = None
    ) -> Taken:
        """Keeps what a turn causes where there is no key: flags, withdrawals, and replies that wait. Events that come
        again are not known here. Raises StoreError for any other record."""

    async def last(self, consultation: str, address: str) -> Last | None:
        """None where there is no session."""

    async def sessions(self, address: str, consultations: Collection[str]) -> dict[str, Session]:
        """The sessions of this address in these consultations, by consultation."""

    async def dead_letter(self, door: str, what: str, at: datetime) -> None:
        """Notes that an event was given up. `what` is the kind of failure, never content."""
