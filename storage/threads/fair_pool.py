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

    `most`: pieces that may be held at once, those being done with them; more are refused. None: as many as come.
    """

    def __init__(self, threads: int, name: str, *, most: int | None = None) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=f"earshot-{name}")
        self._free = threads
        self._most = most
        self._waiting: dict[Hashable, deque[tuple[Callable[[], Any], asyncio.Future[Any]]]] = {}
        self.held = 0
        """Pieces that wait or are being done."""

    async def run(self, whose: Hashable, work: Callable[[], T]) -> T:
        """What the work returns or raises. Raises FullError where no more may wait."""
        if self._most is not None and self.held >= self._most:
            raise FullError
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(whose, deque()).append((work, done))
        self.held += 1
        self._begin()
        return await done

    def close(self) -> None:
        """Ends the threads, without waiting for what they do."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _begin(self) -> None:
        """Begins what there is a free thread for: the next piece of whoever has waited longest for a turn."""
        while self._free and self._waiting:
            whose = next(iter(self._waiting))
            row = self._waiting.pop(whose)
            work, done = row.popleft()
            if row:
                self._waiting[whose] = row  # behind everybody else who waits
            if done.cancelled():  # nobody waits for it any more
                self.held -= 1
                continue
            self._free -= 1
            asyncio.get_running_loop().run_in_executor(self._pool, work).add_done_callback(partial(self._ended, done))

    def _ended(self, done: asyncio.Future[Any], worked: asyncio.Future[Any]) -> None:
        self._free += 1
        self.held -= 1
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
