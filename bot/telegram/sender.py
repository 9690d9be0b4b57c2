"""Sending: replies wait in the outbox, in the same transaction as their turn, and are sent after it.

At least once: a reply is erased after Telegram took it. One at a time for each person, so they come in order, and
never two to anyone while someone else has waited longer; within Telegram's limits. Help cards go first; changes of
messages go when no message can. How each call goes is in delivery.py, what is said of all that waits for one person in
shaping.py.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

import structlog

from bot.telegram import TELEGRAM
from bot.telegram.backoff import Backoff, Chance, Clock, Sleep, woken
from bot.telegram.calls import Calls
from bot.telegram.chat_state import LONGEST_FLOOD, SETTLES, Chats
from bot.telegram.connection_state import Trouble
from bot.telegram.delivery import Deliverer
from bot.telegram.reply_messages import Tapped
from bot.telegram.send_rate import TOGETHER, Pace
from bot.telegram.shaping import Work, shape
from conversations.asking.replies import Reply
from storage.outbox import Outbox, Outgoing

log = structlog.get_logger()

AT_ONCE = 24
"""So many persons are sent to at the same time: as many as may be stuck before others notice."""

AT_A_LOOK = 8
"""So many of them get what is next before all are looked at again: about a quarter of a second's. Who comes meanwhile
has waited less, and a card of help that comes waits no longer than that."""

LOOK_AHEAD = 256
"""So many persons are looked at, to find the one who is next."""

TOO_OLD = timedelta(hours=24)
"""A reply that could not be sent for so long is dropped."""

CHANGE_TOO_OLD = timedelta(seconds=60)
"""So is a change of a message that waited so long for others: who it is for is somewhere else by then."""

TICK_YIELDS = timedelta(seconds=2)
"""So long a tick, which is all that its tap brings about, lets messages go before it."""

QUIET = 10
"""Calls a second up to which there is room for a change before its message."""

SWEEP = timedelta(minutes=10)
"""How often those are looked for."""

IDLE_SECONDS = 5.0
"""How often the outbox is looked into without being woken: another process may have put something in."""


class Sender:
    """Empties the outbox of what is Telegram's. `wake` is called when something was put in, `wrote` when someone wrote
    a message; `more` tells whether more of what a chat sent is in work. `dropped` hears how many replies were given up,
    `refused` how many questions Telegram would not have with their buttons."""

    def __init__(
        self,
        bot: Calls,
        outbox: Outbox,
        *,
        trouble: Trouble,
        clock: Clock,
        sleep: Sleep,
        chance: Chance,
        more: Callable[[int], bool] = lambda _: False,
        dropped: Callable[[int], None] = lambda _: None,
        refused: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._outbox = outbox
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._more = more
        self._dropped = dropped
        self._chats = Chats()
        self._pace = Pace(clock, sleep)
        self._delivery = Deliverer(
            bot, outbox, self._chats, self._pace, trouble, clock=clock, chance=chance, dropped=dropped, refused=refused
        )
        self._wake = asyncio.Event()
        self._busy: set[str] = set()
        self._tidying = False
        self._held: dict[str, datetime] = {}
        self._since: dict[int, datetime] = {}
        self._swept: datetime | None = None

    def wake(self) -> None:
        self._wake.set()

    def wrote(self, chat: int, *, settles: bool) -> None:
        """Someone wrote. What is said to that waits until they are done, where it `settles`."""
        state = self._chats.of(chat)
        state.last = False
        state.writes_until = self._clock() + SETTLES if settles else None

    async def run(self) -> None:
        """Sends until cancelled."""
        self._busy.clear()
        self._tidying = False
        store_backoff = Backoff(self._chance)
        async with asyncio.TaskGroup() as group:
            while True:
                self._wake.clear()
                try:
                    await self._sweep()
                    seconds = await self._round(group)
                except Exception as error:  # noqa: BLE001 (the store is away; it may come back)
                    log.warning(
                        "the outbox cannot be read, trying again", door=TELEGRAM.name, reason=type(error).__name__
                    )
                    await self._sleep(store_backoff.next())
                    continue
                store_backoff.reset()
                if seconds > 0:
                    await woken(self._wake, self._sleep, seconds)

    async def send_now(self, chat: int, replies: Iterable[Reply], tapped: Tapped | None = None) -> bool:
        """Sends past the outbox: for what cannot wait for the store, or has no session to wait in. Says whether all
        of it was sent."""
        try:
            await self._delivery.past_the_outbox(chat, replies, tapped)
        except Exception as error:  # noqa: BLE001 (best effort)
            log.warning("a reply could not be sent", door=TELEGRAM.name, reason=type(error).__name__)
            return False
        self.wake()
        return True

    async def _round(self, group: asyncio.TaskGroup) -> float:
        """Starts what is next. Seconds until there may be something else to start; 0: look again at once."""
        now = self._clock()
        if (held := self._delivery.all_held) is not None and now < held:
            return min(IDLE_SECONDS, (held - now).total_seconds())
        if len(self._busy) >= AT_ONCE:
            return IDLE_SECONDS
        await self._until_free()  # whatever comes meanwhile waits as well
        now = self._clock()
        self._held = {address: until for address, until in self._held.items() if until > now}
        heads = await self._outbox.waiting(TELEGRAM.name, now, LOOK_AHEAD)
        self._since = {head.id: self._since.get(head.id, now) for head in heads}
        old = [head.id for head in heads if head.yields and now - head.created > CHANGE_TOO_OLD]
        if old:
            await self._outbox.sent(TELEGRAM.name, *old)
            return 0.0
        messages, changes, seconds = self._choose(heads, now)
        if messages:
            quiet = len(messages) == 1 and self._pace.used(now) < QUIET
            await self._start_some(group, messages[:AT_A_LOOK], quiet=quiet)
            return 0.0
        if self._tidy(group, now):
            return 0.0
        if not changes:
            return seconds
        await self._start_some(group, changes[:TOGETHER], quiet=True)
        return 0.0

    async def _start_some(self, group: asyncio.TaskGroup, heads: Sequence[Outgoing], *, quiet: bool) -> None:
        """Starts what is next for these, one after the other, as the limits let them."""
        for head in heads:
            await self._until_free()
            if len(self._busy) >= AT_ONCE:
                return
            await self._start(group, head, quiet=quiet)

    async def _until_free(self) -> None:
        while (seconds := self._pace.wait(self._clock())) > 0:
            await self._sleep(seconds)

    def _choose(self, heads: Sequence[Outgoing], now: datetime) -> tuple[list[Outgoing], list[Outgoing], float]:
        """Whose turn it is: who has a message coming, help first and then who has waited longest; who has a change; and
        where it is nobody's, the seconds until it may be somebody's."""
        messages: list[Outgoing] = []
        changes: list[Outgoing] = []
        seconds = min((IDLE_SECONDS, *((until - now).total_seconds() for until in self._held.values())))
        for head in heads:
            if head.address in self._busy or head.address in self._held:
                continue
            if head.yields or (self._is_tick(head) and now - self._since[head.id] < TICK_YIELDS):
                changes.append(head)
            elif (wait := self._wait(head, now)) > 0:
                seconds = min(seconds, wait)
            else:
                messages.append(head)
        return messages, changes, seconds

    @staticmethod
    def _is_tick(head: Outgoing) -> bool:
        return head.reply.replaces and bool(head.context)

    def _wait(self, head: Outgoing, now: datetime) -> float:
        """Seconds until this message may be sent."""
        try:
            chat = int(head.address)
        except ValueError:
            return 0.0
        state = self._chats.of(chat)
        if head.first:
            # Nobody who needs help waits for the limit of their chat, but for the second card of someone who goes on.
            return self._pace.wait_in(chat, now) if state.card_stands(now) else 0.0
        if self._is_tick(head):
            return 0.0
        settling = 0.0
        if not head.context and now - self._since[head.id] < LONGEST_FLOOD:
            settling = max(state.writes(now), 0.1 if state.writes_until and self._more(chat) else 0.0)
        return max(settling, self._pace.wait_in(chat, now))

    async def _start(self, group: asyncio.TaskGroup, head: Outgoing, *, quiet: bool) -> None:
        """Starts what is next for one person, if it may go out now."""
        now = self._clock()
        try:
            chat = int(head.address)
        except ValueError:  # an address that is no chat: it can never be sent
            self._delivery.drop(1)
            await self._outbox.sent(TELEGRAM.name, head.id)
            return
        waiting = await self._outbox.of(TELEGRAM.name, head.address, now)
        work = self._delivery.without_sent(waiting)
        if work is None:
            work = shape(waiting, self._chats.of(chat), now)
        if work.message and not work.message.help and (seconds := self._pace.wait_in(chat, now)) > 0:
            self._held[head.address] = now + timedelta(seconds=seconds)
            return
        if work.message or work.changes:
            self._pace.note(now, chat if work.message else None)
        self._busy.add(head.address)
        group.create_task(self._serve(head, chat, work, quiet=quiet))

    async def _serve(self, head: Outgoing, chat: int, work: Work, *, quiet: bool) -> None:
        """Does what is next for one person. Never raises."""
        try:
            until = await self._delivery.serve(head, chat, work, quiet=quiet)
        except Exception as error:  # noqa: BLE001 (the store is away: it stays in the outbox)
            until = self._clock() + timedelta(seconds=1)
            log.warning("the outbox cannot be written, trying again", door=TELEGRAM.name, reason=type(error).__name__)
        finally:
            self._busy.discard(head.address)
            self._wake.set()
        if until is not None:
            self._held[head.address] = until

    def _tidy(self, group: asyncio.TaskGroup, now: datetime) -> bool:
        """Takes the buttons of one message that they are of no use on any more; one at a time. False where there is
        none."""
        if self._tidying or (found := self._chats.next_untidy(now - CHANGE_TOO_OLD)) is None:
            return False
        self._tidying = True
        self._pace.note(now)

        async def tidy(chat: int, message: int) -> None:
            try:
                await self._delivery.tidy(chat, message)
            finally:
                self._tidying = False
                self._wake.set()

        group.create_task(tidy(*found))
        return True

    async def _sweep(self) -> None:
        now = self._clock()
        if self._swept is not None and now - self._swept < SWEEP:
            return
        self._swept = now
        if dropped := await self._outbox.drop_older(TELEGRAM.name, now - TOO_OLD):
            log.error("replies were dropped that could not be sent for a day", door=TELEGRAM.name, count=dropped)
            self._dropped(dropped)
