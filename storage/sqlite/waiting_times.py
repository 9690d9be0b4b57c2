"""To the second since when replies wait and until when they are put off: in memory only, as the outbox has steps of ten
minutes. What another process put in, or this one before it was started, is known by its step."""

from collections.abc import Collection
from datetime import datetime


class WaitingTimes:
    """By the replies' ids. Used on the event loop alone."""

    def __init__(self) -> None:
        self._since: dict[int, tuple[datetime, int]] = {}
        self._came = 0
        self._until: dict[int, datetime] = {}
        self._held: dict[int, datetime] = {}

    def came(self, ids: Collection[int], at: datetime) -> None:
        for one in ids:
            self._came += 1
            self._since[one] = (at, self._came)

    def since(self, identifier: int, otherwise: datetime) -> datetime:
        """Since when it waits; `otherwise` where this process does not know."""
        return self.place(identifier, otherwise)[0]

    def place(self, identifier: int, otherwise: datetime) -> tuple[datetime, int]:
        """Sorts as they came."""
        return self._since.get(identifier, (otherwise, 0))

    def put_off(self, identifier: int, until: datetime) -> None:
        self._until[identifier] = until

    def hold(self, ids: Collection[int], until: datetime) -> None:
        """While they are held in the outbox, they are held no longer than this."""
        for one in ids:
            self._held[one] = until

    def is_due(self, identifier: int, at: datetime, *, held: bool) -> bool:
        """Whether it was put off, or is held in the outbox, no longer than to this time. What another process holds is
        not due."""
        until = (self._held if held else self._until).get(identifier)
        return not held if until is None else until <= at

    def gone(self, identifier: int) -> None:
        self._since.pop(identifier, None)
        self._until.pop(identifier, None)
        self._held.pop(identifier, None)

    def keep_only(self, ids: Collection[int]) -> None:
        """Forgets all others, as when a consultation was closed and what waited for it is erased."""
        for one in (self._since.keys() | self._until.keys() | self._held.keys()) - set(ids):
            self.gone(one)
