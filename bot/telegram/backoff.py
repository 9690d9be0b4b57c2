"""Time as the Telegram door takes it: handed in, so that tests need not wait."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Gives the time in UTC."""

Sleep = Callable[[float], Awaitable[None]]
"""Waits for that many seconds."""

Chance = Callable[[], float]
"""A random number from 0 to 1."""


class Backoff:
    """Waits that double from `first` to `most` seconds, each shortened by up to a half at random, so that many who were
    turned away together do not come back together."""

    def __init__(self, chance: Chance, first: float = 0.5, most: float = 60.0) -> None:
        self._chance = chance
        self._first = first
        self._most = most
        self._tries = 0

    def next(self) -> float:
        """Seconds to wait before the next try."""
        longest = min(self._most, self._first * 2.0 ** min(self._tries, 30))
        self._tries += 1
        return longest * (1.0 - self._chance() / 2.0)

    def reset(self) -> None:
        self._tries = 0


async def woken(event: asyncio.Event, sleep: Sleep, seconds: float) -> None:
    """Returns when the event is set, or after that many seconds."""
    tasks = (asyncio.ensure_future(event.wait()), asyncio.ensure_future(sleep(seconds)))
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
