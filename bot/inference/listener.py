"""Hearing for the doors: in threads, so that the loop never waits for a model; by rules where that is not possible."""

import asyncio
import contextlib
import os
import secrets
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import structlog

from bot.inference.by_rules import ByRules
from bot.inference.open_hearing import Opened
from conversations.hearing.encoded import EncoderError
from conversations.hearing.redaction.entity_marks import KEY_BYTES, marked
from conversations.hearing.screening.feedback import Decision
from conversations.hearing.values import Feeling, Heard

log = structlog.get_logger()

MOST_WAITING = 64
"""Texts that may wait for a thread. One more waits for its turn as long as its door can, and is heard by rules then:
none goes unheard."""

WARMING = "They moved me to Leeds in May, and Kayleigh from school said it would be all right."
"""Made up: a name, a place and a date, so that all that looks for them is ready."""

Judged = Callable[[], Awaitable[Sequence[Decision]]]
"""All that people said of worries so far."""

Hear = Callable[[str, str], Awaitable[Heard]]
"""Hears a raw text, given what was said so far of the same answer (redacted)."""

HearPatiently = Callable[[str, str, float], Awaitable[Heard]]
"""The same, with the seconds that it may wait for its turn."""


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
    ) -> None:
        self._open = open_
        self._key = chance(KEY_BYTES)  # see entity_marks.py: it is written nowhere, and goes with this process
        self._opening: asyncio.Future[Opened] | None = None
        self._judged = judged
        self._adjusted: Opened | None = None
        self._adjusting = asyncio.Lock()
        self._asked = False
        self._most_waiting = most_waiting
        self._waiting = 0
        self._patient: deque[asyncio.Future[None]] = deque()
        self._pool = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="earshot-hearing")
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
            await self._run(hearing.redact_and_screen, WARMING, "")

    async def hear(self, text: str, before: str = "", patience: float = 0.0) -> Heard:
        """Redaction and screening of one raw text. Never fails for want of a model. `patience`: seconds that it may
        wait for its turn where many do, before rules alone hear it."""
        return marked(await self._hear(text, before, patience), self._key)

    async def _hear(self, text: str, before: str, patience: float) -> Heard:
        hearing = (await self.ready()).hearing
        if not await self._has_its_turn(patience):
            self._count(ByRules.FULL)
            return hearing.by_rules(text, before)
        try:
            heard = await self._run(hearing.redact_and_screen, text, before)
        except EncoderError as error:
            self.trouble = str(error)
            self._count(ByRules.BROKEN)
            return hearing.by_rules(text, before)
        finally:
            self._pass_on()
        if heard.by_rules:
            self._count(ByRules.MISSING)
        else:
            self.trouble = ""
        return heard

    async def _has_its_turn(self, patience: float) -> bool:
        """Takes a place in the queue for a thread, if need be after those who came before. False where none was free
        in time."""
        if self._waiting < self._most_waiting:
            self._waiting += 1
            return True
        if patience <= 0:
            return False
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._patient.append(turn)
        try:
            async with asyncio.timeout(patience):
                await turn
        except TimeoutError:
            return turn.done() and not turn.cancelled()
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._pass_on()
            raise
        return True

    def _pass_on(self) -> None:
        """Gives a place that is free to whoever has waited longest for one."""
        while self._patient:
            turn = self._patient.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._waiting -= 1

    async def feel(self, redacted: str) -> Feeling:
        """The feeling of a redacted text."""
        hearing = (await self.ready()).hearing
        sentiment = await asyncio.get_running_loop().run_in_executor(self._pool, hearing.sentiment, redacted)
        return sentiment.feeling

    def close(self) -> None:
        """Ends the threads, without waiting for what they do."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _run(self, hear: Callable[[str, str], Heard], text: str, before: str) -> Heard:
        return await asyncio.get_running_loop().run_in_executor(self._pool, hear, text, before)

    def _count(self, why: ByRules) -> None:
        self.by_rules += 1
        if self.by_rules & (self.by_rules - 1) == 0:  # the 1st, 2nd, 4th, 8th ...: a flood does not fill the log
            log.error("heard by rules alone", reason=why.value, count=min(self.by_rules, 100_000))
