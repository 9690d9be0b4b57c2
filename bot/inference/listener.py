"""Hearing for the doors: in threads, so that the loop never waits for a model; by rules where that is not possible."""

import asyncio
import contextlib
import os
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import structlog

from bot.inference.by_rules import ByRules
from bot.inference.hearing_lanes import MOST_WAITING, HearingLanes, Lane
from bot.inference.open_hearing import Opened
from conversations.hearing.encoded import EncoderError
from conversations.hearing.pipeline import BY_RULES
from conversations.hearing.redaction.entity_marks import KEY_BYTES, marked
from conversations.hearing.screening.feedback import Decision
from conversations.hearing.values import NOTHING_TOLD, Feeling, Heard, ToldBefore, unheard
from storage.threads.fair_pool import FullError

log = structlog.get_logger()

WARMING = "They moved me to Leeds in May, and Kayleigh from school said it would be all right."
"""Made up: a name, a place and a date, so that all that looks for them is ready."""

Judged = Callable[[], Awaitable[Sequence[Decision]]]
"""All that people said of worries so far."""

Hear = Callable[[str, str], Awaitable[Heard]]
"""Hears a raw text, given what was said so far of the same answer (redacted)."""

Spent = Callable[[float], None]
"""Is told how many seconds of hearing a text took, its waiting not counted."""


class _FailedError(Exception):
    """Hearing failed on a text, and not for want of an encoder. Says the kind of error alone."""


class HearsIn(Protocol):
    """Hears a raw text in a lane. `whose` text it is, so that sessions take turns; "" where there is none. `patience`:
    seconds that it may wait for room where its lane is full, before rules alone hear it. `told`: what was told in other
    answers."""

    async def __call__(
        self,
        text: str,
        before: str,
        *,
        lane: Lane,
        whose: str = "",
        spent: Spent | None = None,
        patience: float = 0.0,
        told: ToldBefore = NOTHING_TOLD,
    ) -> Heard: ...


async def heard_by_rules(text: str, before: str) -> Heard:
    """Hears without an encoder, where there is no listener."""
    return await asyncio.to_thread(BY_RULES.by_rules, text, before)


class Listener:
    """Hears for all doors. `open_` loads what hears; it is called once, in a thread, when it is first needed.
    `judged`: what people said of worries, which screening learns from at the start and whenever `adjust` is called.

    `trouble`: why texts are heard by rules alone, in words that say what to do; empty while all is well.
    """

    def __init__(
        self,
        open_: Callable[[], Opened],
        *,
        judged: Judged | None = None,
        chance: Callable[[int], bytes] = secrets.token_bytes,
        most_waiting: int = MOST_WAITING,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open = open_
        self._key = chance(KEY_BYTES)  # see entity_marks.py: it is written nowhere, and goes with this process
        self._opening: asyncio.Future[Opened] | None = None
        self._judged = judged
        self._adjusted: Opened | None = None
        self._adjusting = asyncio.Lock()
        self._asked = False
        self._lanes = HearingLanes(most_waiting)
        self._timer = timer
        self._pool = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="earshot-beside-hearing")
        self.trouble = ""
        self.by_rules = 0
        """Texts so far that were heard by rules alone."""

    async def ready(self) -> Opened:
        """What hears, loaded, and as it was adjusted last."""
        if self._opening is None:
            self._opening = asyncio.get_running_loop().run_in_executor(self._pool, self._open)
            self.trouble = (await self._opening).trouble
            if self.trouble:
                log.error("heard by rules alone", reason=ByRules.MISSING.value, count=0)
            await self.adjust()
        opened = await self._opening
        return self._adjusted or opened

    async def adjust(self) -> None:
        """Screening learns from what people have said of worries up to now. What hears goes on as it was meanwhile, and
        if that fails."""
        if self._judged is None:
            return
        self._asked = True
        async with self._adjusting:
            if not self._asked or self._opening is None:
                return  # whoever waited before has read what was said since, or the start is still to come
            self._asked = False
            try:
                opened, decisions = await self._opening, await self._judged()
                loop = asyncio.get_running_loop()
                self._adjusted = await loop.run_in_executor(self._pool, opened.adjusted, decisions)
            except Exception as error:  # noqa: BLE001  (whatever it is, young people are to be heard as before)
                log.error("screening has not learned from decisions", reason=type(error).__name__)

    async def warm(self) -> None:
        """Hears one text, so that whoever comes first does not wait for what is only made ready then."""
        hearing = (await self.ready()).hearing
        with contextlib.suppress(EncoderError):  # whoever comes first will say so
            await self._run(Lane.SESSION, WARMING, "", lambda: hearing.redact_and_screen(WARMING, ""))

    async def hear(
        self,
        text: str,
        before: str = "",
        *,
        lane: Lane = Lane.SESSION,
        whose: str = "",
        spent: Spent | None = None,
        patience: float = 0.0,
        told: ToldBefore = NOTHING_TOLD,
    ) -> Heard:
        """Redaction and screening of one raw text. Never fails for want of a model, and never for want of room.
        Where it fails on the text, rules alone hear it; where they do as well, it is `unheard`.
        `patience`: seconds that it may wait for room where its lane is full, before rules alone hear it."""
        hearing = (await self.ready()).hearing

        def by_rules() -> Heard:
            try:
                return hearing.by_rules(text, before, told)
            except Exception as error:  # noqa: BLE001  whatever it is, a person reads the text, and help comes first
                log.error("a text was not heard at all", reason=type(error).__name__)
                return unheard(text)

        def redact_and_screen() -> Heard:
            try:
                return hearing.redact_and_screen(text, before, told)
            except EncoderError:
                raise
            except Exception as error:  # noqa: BLE001  a text that nobody has thought of; its words stay out of the log
                raise _FailedError(type(error).__name__) from None

        if lane is Lane.RULES:
            self._count(ByRules.SPENT)
            heard = await self._run(lane, text, whose, by_rules)
        else:
            try:
                heard = await self._run(lane, text, whose, redact_and_screen, spent=spent, patience=patience)
            except FullError:
                self._count(ByRules.FULL)
                heard = await self._run(Lane.RULES, text, whose, by_rules)
            except EncoderError as error:
                self.trouble = str(error)
                self._count(ByRules.BROKEN)
                heard = await self._run(Lane.RULES, text, whose, by_rules)
            except _FailedError as error:
                log.error("hearing failed on a text", reason=str(error))
                self._count(ByRules.FAILED)
                heard = await self._run(Lane.RULES, text, whose, by_rules)
            else:
                if heard.by_rules:
                    self._count(ByRules.MISSING)
                else:
                    self.trouble = ""
        return marked(heard, self._key)

    async def feel(self, redacted: str) -> Feeling:
        """The feeling of a redacted text."""
        hearing = (await self.ready()).hearing
        sentiment = await asyncio.get_running_loop().run_in_executor(self._pool, hearing.sentiment, redacted)
        return sentiment.feeling

    def close(self) -> None:
        """Ends the threads, without waiting for what they do."""
        self._lanes.close()
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _run(
        self,
        lane: Lane,
        text: str,
        whose: str,
        hear: Callable[[], Heard],
        *,
        spent: Spent | None = None,
        patience: float = 0.0,
    ) -> Heard:
        def timed() -> tuple[Heard, float]:
            began = self._timer()
            return hear(), self._timer() - began

        heard, seconds = await self._lanes.run(lane, len(text), whose, timed, patience)
        if spent is not None:
            spent(seconds)
        return heard

    def _count(self, why: ByRules) -> None:
        self.by_rules += 1
        if self.by_rules & (self.by_rules - 1) == 0:  # the 1st, 2nd, 4th, 8th ...: a flood does not fill the log
            log.error("heard by rules alone", reason=why.value, count=min(self.by_rules, 100_000))
