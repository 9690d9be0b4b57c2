"""Doing what is next for one person: the calls, what becomes of the replies that they stand for, and what is remembered
of the chat."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

import structlog
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.telegram import TELEGRAM
from bot.telegram.backoff import Chance, Clock
from bot.telegram.calls import Calls
from bot.telegram.chat_state import Chats
from bot.telegram.connection_state import Trouble
from bot.telegram.reply_messages import ChangeButtons, ChangeText, Send, Tapped, calls
from bot.telegram.send_rate import Pace
from bot.telegram.shaping import Change, Message, Work
from bot.telegram.transport import SlowDownError
from conversations.asking.replies import Reply, Says
from storage.errors import StoreError
from storage.outbox import Outbox, Outgoing

log = structlog.get_logger()

LONGEST_WAIT = 300.0
"""Seconds between two tries of one reply, at most."""


class Deliverer:
    """`all_held`: until then Telegram wants nothing from this bot."""

    def __init__(
        self,
        bot: Calls,
        outbox: Outbox,
        chats: Chats,
        pace: Pace,
        trouble: Trouble,
        *,
        clock: Clock,
        chance: Chance,
        dropped: Callable[[int], None],
        refused: Callable[[int], None],
    ) -> None:
        self._bot = bot
        self._outbox = outbox
        self._chats = chats
        self._pace = pace
        self._trouble = trouble
        self._clock = clock
        self._chance = chance
        self._dropped = dropped
        self._refused = refused
        self._refusals = 0
        self._done: set[int] = set()
        self._told: dict[int, datetime] = {}
        self.all_held: datetime | None = None

    def without_sent(self, waiting: Sequence[Outgoing]) -> Work | None:
        """What was sent and could not be erased is not sent again, only erased; None where there is nothing of that."""
        done = tuple(one.id for one in waiting if one.id in self._done)
        return Work(spent=done) if done else None

    async def serve(self, head: Outgoing, chat: int, work: Work, *, quiet: bool) -> datetime | None:
        """Does it, erases what is done with, and puts off what is not: until when. Raises StoreError."""
        done, until = list(work.spent), None
        covered = {change.call.message for change in work.changes}
        early = work.changes if quiet or work.message is None else ()
        try:
            for at, change in enumerate(early):
                if at or work.message:
                    await self._pace.change()
                await self._change(chat, change)
                done += change.ids
            if quiet and work.message and work.message.replaces:
                await self._tidy_before(chat, {*work.left} - covered)
            if quiet and work.message and not await self._outbox.waits(TELEGRAM.name, work.message.ids[0]):
                await self._erase(done)
                return None  # its consultation was closed meanwhile: nothing goes out any more
            if work.message:
                await self._say(chat, work.message, covered)
                done += work.message.ids
            for message in work.left:
                if message not in covered:
                    self._chats.to_tidy(chat, message, self._clock())
            self._trouble.over()
        except SlowDownError as error:
            until = self._told_to_wait(chat, error)
        except (Forbidden, BadRequest, ChatMigrated) as error:
            # Blocked, gone, or refused for what it is: trying again would change nothing.
            done += work.message.ids if work.message else ()
            done += [identifier for change in early for identifier in change.ids]
            log.info("a reply was dropped", door=TELEGRAM.name, reason=type(error).__name__)
            self._dropped(1)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 (the network, the token, or an answer nobody can read)
            self._trouble.met(error)
            until = self._clock() + timedelta(
                seconds=min(LONGEST_WAIT, 2.0 ** min(head.tries, 10)) * (1.0 - self._chance() / 2.0)
            )
        await self._erase(done)
        if until is not None:
            await self._outbox.put_off(TELEGRAM.name, head.id, until)
        return until

    async def _tidy_before(self, chat: int, left: set[int]) -> None:
        """Takes the buttons that a message makes useless before it comes, where there is room for that."""
        state = self._chats.of(chat)
        if state.live is not None:
            left = {*left, state.live}
        for message in left - {state.bare}:
            await self._pace.change()
            await self.tidy(chat, message)
        state.live, state.asked = None, ""

    async def tidy(self, chat: int, message: int) -> None:
        """Takes a message's buttons. Never raises: it matters little."""
        try:
            await self._bot.change_buttons(chat, message, None)
        except SlowDownError as error:
            self._told_to_wait(chat, error)
        except Exception:  # noqa: BLE001 (gone, too old, already so, or not reached)
            self._chats.tidied(chat, message)
        else:
            self._chats.tidied(chat, message)

    async def past_the_outbox(self, chat: int, replies: Iterable[Reply], tapped: Tapped | None) -> None:
        """Replies that wait nowhere. Raises TelegramError."""
        for reply in replies:
            for call in calls(reply, tapped):
                if not isinstance(call, Send):
                    await self._pace.change()
                    await self._change(chat, Change(call, ()))
                    continue
                if reply.says is Says.HELP:
                    self._pace.note(self._clock(), chat)
                else:
                    await self._pace.message(chat)
                asks = reply.anchor or reply.text if reply.says is Says.QUESTION else ""
                await self._say(chat, Message((call,), (), asks=asks, help=reply.says is Says.HELP), set())
        if tapped:
            self._chats.to_tidy(chat, tapped.message, self._clock())

    def drop(self, count: int) -> None:
        self._dropped(count)

    async def _erase(self, ids: Sequence[int]) -> None:
        if ids:
            self._done.update(ids)
            await self._outbox.sent(TELEGRAM.name, *ids)
            self._done.difference_update(ids)

    async def _say(self, chat: int, message: Message, covered: set[int]) -> None:
        """Sends it, and notes how the chat stands then. `covered`: messages whose buttons go by other means."""
        try:
            sent = await self._all(chat, message.sends)
        except BadRequest as error:
            if not message.plain:
                raise
            self._refusals += 1
            log.warning(
                "a question was refused, sent without buttons",
                door=TELEGRAM.name,
                reason=type(error).__name__,
                count=self._refusals,
            )
            self._refused(1)
            await self._pace.change()
            sent = await self._all(chat, message.plain)
        now, state = self._clock(), self._chats.of(chat)
        before = state.live
        if message.help:
            state.card = now
        if message.asks:
            state.live, state.asked, state.shown = sent, message.asks, message.looks
        elif message.replaces:
            state.live, state.asked = None, ""
        state.last = bool(message.asks)
        if before != state.live and before not in covered:
            self._chats.to_tidy(chat, before, now)

    async def _all(self, chat: int, pieces: Sequence[Send]) -> int | None:
        """The id of the last piece, whose buttons are the live ones. The first has been counted."""
        sent = None
        for at, piece in enumerate(pieces):
            if at:
                await self._pace.message(chat)
            sent = await self._bot.send(chat, piece.text, piece.buttons)
            self._pace.there(self._clock(), chat)
        return sent

    async def _change(self, chat: int, change: Change) -> None:
        match change.call:
            case ChangeText(message, text):
                try:
                    await self._bot.change_text(chat, message, text)
                except BadRequest:
                    return  # already so, too old, or gone: what comes next matters more
                self._chats.tidied(chat, message)
            case ChangeButtons(message, buttons, otherwise):
                try:
                    await self._bot.change_buttons(chat, message, buttons)
                except BadRequest as error:
                    if "not modified" not in error.message:
                        for piece in otherwise:
                            await self._pace.message(chat)
                            await self._say(chat, Message((piece,), (), asks="again" if piece.buttons else ""), set())
                    return
                if buttons is None:
                    self._chats.tidied(chat, message)

    def _told_to_wait(self, chat: int, error: SlowDownError) -> datetime:
        """One chat is held; where a second one is refused meanwhile, the limit is the bot's, and everyone waits."""
        self._trouble.met(error)
        now = self._clock()
        until = now + timedelta(seconds=error.seconds)
        self._told = {other: then for other, then in self._told.items() if then > now and other != chat}
        if self._told:
            self.all_held = until
        self._told[chat] = until
        return until
