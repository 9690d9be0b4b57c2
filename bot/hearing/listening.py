"""Hearing for the doors: in threads, so that the loop never waits for a model; by rules where that is not possible."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum

import structlog

from bot.hearing.opening import Opened
from conversations.hearing.encoded import EncoderError
from conversations.hearing.heard import Feeling, Heard

log = structlog.get_logger()

MOST_WAITING = 64
"""Texts that may wait for a thread. One more is heard by rules, at once: nobody waits long, and none goes unheard."""

Hear = Callable[[str, str], Awaitable[Heard]]
"""Hears a raw text, given what was said so far of the same answer (redacted)."""


class ByRules(StrEnum):
    """Why a text was heard by rules alone."""

    FULL = "too many texts at once"
    MISSING = "the encoder is not there"
    BROKEN = "the encoder failed"


class Listener:
    """Hears for all doors. `open_` loads what hears; it is called once, in a thread, when it is first needed.

    `trouble`: why texts are heard by rules alone, in words that say what to do; empty while all is well.
    """

    def __init__(self, open_: Callable[[], Opened], *, most_waiting: int = MOST_WAITING) -> None:
        self._open = open_
        self._opening: asyncio.Future[Opened] | None = None
        self._most_waiting = most_waiting
        self._waiting = 0
        self._pool = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="earshot-hearing")
        self.trouble = ""
        self.by_rules = 0
        """Texts so far that were heard by rules alone."""

    async def ready(self) -> Opened:
        """What hears, loaded."""
        if self._opening is None:
            self._opening = asyncio.get_running_loop().run_in_executor(self._pool, self._open)
            self.trouble = (await self._opening).trouble
            if self.trouble:
                log.error("heard by rules alone", reason=ByRules.MISSING.value, count=0)
        return await self._opening

    async def hear(self, text: str, before: str = "") -> Heard:
        """Redaction and screening of one raw text. Never fails for want of a model."""
        hearing = (await self.ready()).hearing
        if self._waiting >= self._most_waiting:
            self._count(ByRules.FULL)
            return hearing.by_rules(text, before)
        self._waiting += 1
        try:
            heard = await self._run(hearing.redact_and_screen, text, before)
        except EncoderError as error:
            self.trouble = str(error)
            self._count(ByRules.BROKEN)
            return hearing.by_rules(text, before)
        finally:
            self._waiting -= 1
        if heard.by_rules:
            self._count(ByRules.MISSING)
        else:
            self.trouble = ""
        return heard

    async def feel(self, redacted: str) -> Feeling:
        """The feeling of a redacted text."""
        hearing = (await self.ready()).hearing
        return await asyncio.get_running_loop().run_in_executor(self._pool, hearing.feel, redacted)

    def close(self) -> None:
        """Ends the threads, without waiting for what they do."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _run(self, hear: Callable[[str, str], Heard], text: str, before: str) -> Heard:
        return await asyncio.get_running_loop().run_in_executor(self._pool, hear, text, before)

    def _count(self, why: ByRules) -> None:
        self.by_rules += 1
        if self.by_rules & (self.by_rules - 1) == 0:  # the 1st, 2nd, 4th, 8th ...: a flood does not fill the log
            log.error("heard by rules alone", reason=why.value, count=min(self.by_rules, 100_000))
