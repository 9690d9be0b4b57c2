"""Time that tests move by hand, an outbox in memory, and a bot that only notes what it is told."""

import asyncio
import heapq
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Any

from conversations.asking.replies import Reply, Says
from storage.errors import StoreError
from storage.outbox import Outgoing

BEGINS = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


async def settle() -> None:
    """Lets everything run that can run without time passing."""
    for _ in range(60):
        await asyncio.sleep(0)


class HandTime:
    """A clock and a sleep that move only by `advance`."""

    def __init__(self) -> None:
        self.now = BEGINS
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._count = 0

    def clock(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._count += 1
        heapq.heappush(self._sleepers, (self.now + timedelta(seconds=seconds), self._count, future))
        await future

    async def advance(self, seconds: float) -> None:
        """Lets that much time pass: whoever sleeps is woken in turn, at its own moment."""
        end = self.now + timedelta(seconds=seconds)
        await settle()
        while self._sleepers and self._sleepers[0][0] <= end:
            due, _, future = heapq.heappop(self._sleepers)
            self.now = max(self.now, due)
            if not future.done():
                future.set_result(None)
                await settle()
        self.now = end

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return (self.now - BEGINS).total_seconds()


class MemoryOutbox:
    """Telegram's part of an outbox as the store has it. `broken`: every call raises."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.rows: dict[int, tuple[Outgoing, datetime]] = {}
        self.broken = False
        self._last = 0

    def put(self, address: str, *replies: Reply, context: str = "") -> None:
        for reply in replies:
            self._last += 1
            now = self._clock()
            first, yields = reply.says is Says.HELP, reply.says is Says.YOU
            self.rows[self._last] = (Outgoing(self._last, address, context, reply, first, 0, now, yields), now)

    async def waiting(self, door: str, at: datetime, limit: int = 100) -> Sequence[Outgoing]:
        self._check(door)
        heads: dict[str, tuple[Outgoing, datetime]] = {}
        for one, due in self._in_order():
            heads.setdefault(one.address, (one, due))
        return [one for one, due in heads.values() if due <= at][:limit]

    async def of(self, door: str, address: str, at: datetime) -> Sequence[Outgoing]:
        self._check(door)
        rows = [(one, due) for one, due in self._in_order() if one.address == address]
        return sorted((one for one, _ in takewhile(lambda row: row[1] <= at, rows)), key=lambda one: one.id)

    def _in_order(self) -> list[tuple[Outgoing, datetime]]:
        return sorted(self.rows.values(), key=lambda row: (not row[0].first, row[0].yields, row[0].id))

    async def waits(self, door: str, identifier: int) -> bool:
        self._check(door)
        return identifier in self.rows

    async def sent(self, door: str, *identifiers: int) -> None:
        self._check(door)
        for identifier in identifiers:
            self.rows.pop(identifier, None)

    async def put_off(self, door: str, identifier: int, until: datetime) -> None:
        self._check(door)
        one, _ = self.rows[identifier]
        self.rows[identifier] = (replace(one, tries=one.tries + 1), until)

    async def drop_older(self, door: str, than: datetime) -> int:
        self._check(door)
        old = [identifier for identifier, (one, _) in self.rows.items() if one.created < than]
        for identifier in old:
            del self.rows[identifier]
        return len(old)

    def _check(self, door: str) -> None:
        assert door == "telegram", "the outbox of another door is none of its business"
        if self.broken:
            raise StoreError("broken on purpose")


@dataclass(frozen=True, slots=True)
class Told:
    """One call of the bot: what, for which chat, with what, and when (seconds since the beginning)."""

    what: str
    chat: int
    text: str
    seconds: float
    markup: Any = None


class NotingBot:
    """Stands in for the calls of the door where sending is tested. `errors` are raised by the next calls, one each.
    Messages are numbered from 101."""

    def __init__(self, time: HandTime) -> None:
        self._time = time
        self.told: list[Told] = []
        self.errors: deque[Exception | None] = deque()
        self.stuck: set[int] = set()
        self.last = 100

    async def send(self, chat: int, text: str, buttons: Any) -> int | None:
        await self._call(Told("send", chat, text, self._time.seconds, buttons))
        self.last += 1
        return self.last

    async def change_text(self, chat: int, message: int, text: str) -> None:
        await self._call(Told(f"text of {message}", chat, text, self._time.seconds))

    async def change_buttons(self, chat: int, message: int, buttons: Any) -> None:
        await self._call(Told(f"buttons of {message}", chat, "", self._time.seconds, buttons))

    async def answer_tap(self, query: str, toast: str) -> None:
        await self._call(Told(f"tap {query}", 0, toast, self._time.seconds))

    async def _call(self, told: Told) -> None:
        if told.chat in self.stuck:
            await asyncio.Event().wait()
        if self.errors and (error := self.errors.popleft()) is not None:
            raise error
        self.told.append(told)

    @property
    def texts(self) -> list[str]:
        return [told.text for told in self.told]
