"""Sending: replies wait in the outbox, in the same transaction as their turn, and are sent after it.

At least once: a reply is erased after Telegram took it. One at a time for each person, so they come in order; many
persons at once, within Telegram's limits. Help cards go first.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import structlog
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.telegram import TELEGRAM
from bot.telegram.backoff import Backoff, Chance, Clock, Sleep, woken
from bot.telegram.connection_state import Trouble
from bot.telegram.reply_messages import Call, ChangeButtons, ChangeText, Send, Tapped, calls
from bot.telegram.send_rate import Pace
from bot.telegram.transport import SlowDownError
from conversations.asking.replies import Reply, Says
from storage.errors import StoreError
from storage.outbox import Outbox, Outgoing

log = structlog.get_logger()

AT_ONCE = 24
"""So many persons are sent to at the same time."""

TOO_OLD = timedelta(hours=24)
"""A reply that could not be sent for so long is dropped."""

SWEEP = timedelta(minutes=10)
"""How often those are looked for."""

IDLE_SECONDS = 5.0
"""How often the outbox is looked into without being woken: another process may have put something in."""

LONGEST_WAIT = 300.0
"""Seconds between two tries of one reply, at most."""


class _GoneError(Exception):
    """A reply waits no more: what it belongs to was closed or deleted."""


class Sender:
    """Empties the outbox of what is Telegram's. `wake` is called when something was put in; `dropped` hears how many
    were given up."""

    def __init__(
        self,
        bot: Bot,
        outbox: Outbox,
        *,
        trouble: Trouble,
        clock: Clock,
        sleep: Sleep,
        chance: Chance,
        dropped: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._bot = bot
        self._outbox = outbox
        self._trouble = trouble
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._dropped = dropped
        self._pace = Pace(clock, sleep)
        self._wake = asyncio.Event()
        self._busy: set[str] = set()
        self._erase: set[int] = set()
        self._held: dict[str, datetime] = {}
        self._told: dict[str, datetime] = {}
        self._all_held: datetime | None = None
        self._swept: datetime | None = None

    def wake(self) -> None:
        self._wake.set()

    async def run(self) -> None:
        """Sends until cancelled."""
        self._busy.clear()
        store_backoff = Backoff(self._chance)
        async with asyncio.TaskGroup() as group:
            while True:
                self._wake.clear()
                try:
                    await self._sweep()
                    due = await self._due()
                except Exception as error:  # noqa: BLE001 (the store is away; it may come back)
                    log.warning(
                        "the outbox cannot be read, trying again", door=TELEGRAM.name, reason=type(error).__name__
                    )
                    await self._sleep(store_backoff.next())
                    continue
                store_backoff.reset()
                for one in due:
                    self._busy.add(one.address)
                    group.create_task(self._send(one))
                await woken(self._wake, self._sleep, self._idle())

    async def send_now(self, chat: int, replies: Iterable[Reply], tapped: Tapped | None = None) -> bool:
        """Sends past the outbox: for what cannot wait for the store, or has no session to wait in. Says whether all
        of it was sent."""
        for reply in replies:
            try:
                for call in calls(reply, tapped):
                    await self._call(chat, call, first=reply.says is Says.HELP)
            except Exception as error:  # noqa: BLE001 (best effort)
                log.warning("a reply could not be sent", door=TELEGRAM.name, reason=type(error).__name__)
                return False
        return True

    async def _due(self) -> list[Outgoing]:
        """What can be sent now, help cards first, at most one for each person and not for those being sent to."""
        now = self._clock()
        if self._all_held is not None and now < self._all_held:
            return []
        self._held = {address: until for address, until in self._held.items() if until > now}
        room = AT_ONCE - len(self._busy)
        if room <= 0:
            return []
        waiting = await self._outbox.waiting(TELEGRAM.name, now)
        return [one for one in waiting if one.address not in self._busy and one.address not in self._held][:room]

    def _idle(self) -> float:
        """Seconds until something may be due that nobody wakes for."""
        now = self._clock()
        until = min((*self._held.values(), *((self._all_held,) if self._all_held else ())), default=None)
        seconds = (until - now).total_seconds() if until and until > now else IDLE_SECONDS
        return min(IDLE_SECONDS, seconds)

    async def _sweep(self) -> None:
        now = self._clock()
        if self._swept is not None and now - self._swept < SWEEP:
            return
        self._swept = now
        if dropped := await self._outbox.drop_older(TELEGRAM.name, now - TOO_OLD):
            log.error("replies were dropped that could not be sent for a day", door=TELEGRAM.name, count=dropped)
            self._dropped(dropped)

    async def _send(self, one: Outgoing) -> None:
        """Sends one, and erases it or puts it off. Never raises."""
        try:
            # A reply that was sent but could not be erased is not sent again, only erased.
            until = None if one.id in self._erase else await self._deliver(one)
            if until is None:
                self._erase.add(one.id)
                await self._outbox.sent(TELEGRAM.name, one.id)
                self._erase.discard(one.id)
            else:
                self._held[one.address] = until
                await self._outbox.put_off(TELEGRAM.name, one.id, until)
        except Exception as error:  # noqa: BLE001 (the store is away: it stays in the outbox)
            self._held[one.address] = self._clock() + timedelta(seconds=1)
            log.warning("the outbox cannot be written, trying again", door=TELEGRAM.name, reason=type(error).__name__)
        finally:
            self._busy.discard(one.address)
            self._wake.set()

    async def _deliver(self, one: Outgoing) -> datetime | None:
        """None where this reply is done with (sent, or never to be), else when to try again."""
        try:
            chat = int(one.address)
            for call in calls(one.reply, Tapped.from_json(one.context)):
                await self._call(chat, call, first=one.first, waiting=one.id)
        except SlowDownError as error:
            return self._told_to_wait(one.address, error)
        except _GoneError:
            return None
        except StoreError:
            raise
        except (Forbidden, BadRequest, ChatMigrated, ValueError) as error:
            # Blocked, gone, or refused for what it is: trying again would change nothing.
            log.info("a reply was dropped", door=TELEGRAM.name, reason=type(error).__name__)
            self._dropped(1)
        except Exception as error:  # noqa: BLE001 (the network, the token, or an answer nobody can read)
            self._trouble.met(error)
            backoff = min(LONGEST_WAIT, 2.0 ** min(one.tries, 10)) * (1.0 - self._chance() / 2.0)
            return self._clock() + timedelta(seconds=backoff)
        self._trouble.over()
        return None

    def _told_to_wait(self, address: str, error: SlowDownError) -> datetime:
        """One chat is held; where a second one is refused meanwhile, the limit is the bot's, and everyone waits."""
        self._trouble.met(error)
        now = self._clock()
        until = now + timedelta(seconds=error.seconds)
        self._told = {other: then for other, then in self._told.items() if then > now and other != address}
        if self._told:
            self._all_held = until
        self._told[address] = until
        return until

    async def _call(self, chat: int, call: Call, *, first: bool, waiting: int | None = None) -> None:
        """`waiting`: the reply's id in the outbox. Raises _GoneError where it is not there any more."""
        match call:
            case Send(text, buttons):
                await self._message(chat, text, buttons, first=first, waiting=waiting)
            case ChangeText(message, text):
                await self._pace.change()
                await self._still(waiting)
                try:
                    await self._bot.edit_message_text(
                        text,
                        chat_id=chat,
                        message_id=message,
                        link_preview_options=LinkPreviewOptions(is_disabled=True),
                    )
                except BadRequest:
                    # Already so, too old, or gone: what comes next matters more.
                    return
            case ChangeButtons(message, buttons, otherwise):
                await self._pace.change()
                await self._still(waiting)
                try:
                    await self._bot.edit_message_reply_markup(chat_id=chat, message_id=message, reply_markup=buttons)
                except BadRequest as error:
                    if "not modified" not in error.message:
                        for send in otherwise:
                            await self._message(chat, send.text, send.buttons, first=first, waiting=waiting)

    async def _still(self, waiting: int | None) -> None:
        """After its turn to be sent has come, since that may take a while: nothing goes out once a consultation is
        closed."""
        if waiting is not None and not await self._outbox.waits(TELEGRAM.name, waiting):
            raise _GoneError

    async def _message(
        self, chat: int, text: str, buttons: InlineKeyboardMarkup | None, *, first: bool, waiting: int | None
    ) -> None:
        await self._pace.message(chat, first=first)
        await self._still(waiting)
        await self._bot.send_message(
            chat, text, reply_markup=buttons, link_preview_options=LinkPreviewOptions(is_disabled=True)
        )
