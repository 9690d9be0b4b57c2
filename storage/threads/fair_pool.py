"""Threads that are shared fairly: whoever waits with much waits behind nobody else, and nobody behind them."""

import asyncio
from collections import deque
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")


class FullError(Exception):
    """As much as may wait is waiting already."""


class FairPool:
    """Does work in `threads` threads. Of all who have work waiting each has one piece done in turn; pieces of one are
    done in their order. To be used from one event loop.

    `most`: pieces that may be held at once, those being done with them; more wait for room as long as their patience,
    and are refused then. None: as many as come.
    """

    def __init__(self, threads: int, name: str, *, most: int | None = None) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=f"earshot-{name}")
        self._free = threads
        self._most = most
        self._waiting: dict[Hashable, deque[tuple[Callable[[], Any], asyncio.Future[Any]]]] = {}
        self._patient: dict[asyncio.Future[None], None] = {}
        self.held = 0
        """Pieces that wait for a thread or are being done."""

    async def run(self, whose: Hashable, work: Callable[[], T], *, patience: float = 0.0) -> T:
        """What the work returns or raises. `patience`: seconds that it may wait for room, after those who came before.
        Raises FullError where there was none."""
        await self._room(patience)
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(whose, deque()).append((work, done))
        self._begin()
        return await done

    def close(self) -> None:
        """Ends the threads, without waiting for what they do."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _room(self, patience: float) -> None:
        """Holds room for one piece, or raises FullError."""
        if self._most is None or self.held < self._most:
            self.held += 1
            return
        if patience <= 0:
            raise FullError
        room: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._patient[room] = None
        try:
            async with asyncio.timeout(patience):
                await room
        except TimeoutError:
            if room.cancelled():  # else it came in the same moment
                raise FullError from None
        except asyncio.CancelledError:
            if not room.cancelled():
                self._leave()
            raise
        finally:
            self._patient.pop(room, None)

    def _leave(self) -> None:
        """Gives the room of a piece that is over to whoever has waited longest for some."""
        while self._patient:
            room = next(iter(self._patient))
            del self._patient[room]
            if not room.done():
                room.set_result(None)
                return
        self.held -= 1

    def _begin(self) -> None:
        """Begins what there is a free thread for: the next piece of whoever has waited longest for a turn."""
        while self._free and self._waiting:
            whose = next(iter(self._waiting))
            row = self._waiting.pop(whose)
            work, done = row.popleft()
            if row:
                self._waiting[whose] = row  # behind everybody else who waits
            if done.cancelled():  # nobody waits for it any more
                self._leave()
                continue
            self._free -= 1
            asyncio.get_running_loop().run_in_executor(self._pool, work).add_done_callback(partial(self._ended, done))

    def _ended(self, done: asyncio.Future[Any], worked: asyncio.Future[Any]) -> None:
        self._free += 1
        self._leave()
        if not done.done():
            if worked.cancelled():
                done.cancel()
            elif (error := worked.exception()) is not None:
                done.set_exception(error)
            else:
                done.set_result(worked.result())
        elif not worked.cancelled():
            worked.exception()  # seen, though nobody waits for it
        self._begin()
