"""The Telegram door: updates in, turns taken, replies out."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, Mapping
from ipaddress import ip_address
from random import random
from typing import Any
from urllib.parse import urlsplit

import structlog
from pydantic import SecretStr
from telegram import Bot, Update

from bot.limits import Whose
from bot.telegram import TELEGRAM
from bot.telegram.backoff import Chance, Clock, Sleep
from bot.telegram.connection_state import Trouble
from bot.telegram.receiver import LONG_POLL_SECONDS, Attempt, HeldUpError, Receiver, UnreadableError
from bot.telegram.sender import Sender
from bot.telegram.start_up import introduce
from bot.telegram.transport import AiohttpTransport
from bot.telegram.updates import ALLOWED_UPDATES, FromSomeone, InAGroup, NothingToDo, chat_of, meaning
from bot.turns.arrived import NotKeptError, TooFastError
from bot.turns.turn_taker import TurnTaker
from conversations.asking.events import Did
from conversations.asking.locales import line
from conversations.asking.replies import Reply, Says
from storage.errors import StoreError
from storage.store import Store

log = structlog.get_logger()

ANSWER_IN_SECONDS = 15.0
"""Telegram is given so long to answer a long poll after its time is up."""


class TelegramDoor:
    """Talks with young people on Telegram, by long polling.

    `api` is the base of the Bot API, as in https://api.telegram.org; `clock` gives the time in UTC. `status` is a line
    that says how the door stands; `tell` hears it once the door is open, and when it cannot open. `dropped` is told how
    many replies were given up.
    """

    def __init__(
        self,
        store: Store,
        turn_taker: TurnTaker,
        token: SecretStr,
        api: str,
        *,
        clock: Clock,
        sleep: Sleep = asyncio.sleep,
        chance: Chance = random,
        tell: Callable[[str], None] = lambda _: None,
        dropped: Callable[[int], None] = lambda _: None,
    ) -> None:
        base = api.rstrip("/")
        secret = token.get_secret_value().strip()
        self._store = store
        self._turn_taker = turn_taker
        self._clock = clock
        self._sleep = sleep
        self._transport = AiohttpTransport(trust_env=not _on_this_machine(base))
        self._bot = Bot(
            secret,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self._transport,
            get_updates_request=self._transport,
        )
        self._trouble = Trouble(chance)
        self._sender = Sender(
            self._bot, store.outbox, trouble=Trouble(chance), clock=clock, sleep=sleep, chance=chance, dropped=dropped
        )
        self._receiver = Receiver(
            self._poll,
            self._take,
            self._give_up,
            chat_of=chat_of,
            trouble=self._trouble,
            sleep=sleep,
            chance=chance,
        )
        self._beside: set[asyncio.Task[None]] = set()
        self._name = ""
        self._tell = tell

    @property
    def status(self) -> str:
        """How the door stands, for the start-up line."""
        if self._trouble.kind is not None:
            return f"Telegram: {self._trouble.kind.line}"
        return f"Telegram: open as @{self._name}" if self._name else "Telegram: opening"

    async def run(self) -> None:
        """Runs until cancelled. Trouble is logged and waited out, never raised."""
        await self._transport.initialize()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._always(self._receive))
                group.create_task(self._always(self._sender.run))
        finally:
            for task in self._beside:
                task.cancel()
            await asyncio.gather(*self._beside, return_exceptions=True)
            await self._transport.shutdown()

    async def _always(self, part: Callable[[], Awaitable[None]]) -> None:
        """Keeps a part going, whatever happens to it."""
        while True:
            try:
                await part()
            except Exception as error:  # noqa: BLE001 (the door must not take the service with it)
                log.warning("the door stumbled and goes on", door=TELEGRAM.name, reason=type(error).__name__)
            await self._sleep(1.0)

    async def _receive(self) -> None:
        while not self._name:
            try:
                self._name = (await self._bot.get_me()).username or "bot"
            except Exception as error:  # noqa: BLE001 (an answer nobody can read may raise anything)
                before, wait = self._trouble.kind, self._trouble.met(error)
                if self._trouble.kind is not before:
                    self._tell(self.status)
                await self._sleep(wait)
        self._trouble.over()
        self._tell(self.status)
        log.info("telegram is open", door=TELEGRAM.name)
        with contextlib.suppress(Exception):
            # While a webhook is set, Telegram refuses getUpdates.
            await self._bot.delete_webhook(drop_pending_updates=False)
        self._do_beside(introduce(self._bot))
        await self._receiver.run()

    async def _poll(self, offset: int | None, timeout: int) -> Any:  # noqa: ASYNC109 (Telegram's own parameter)
        values = {"timeout": str(timeout), "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        if offset is not None:
            values["offset"] = str(offset)
        return await self._transport.call(
            f"{self._bot.base_url}/getUpdates", values, read_timeout=LONG_POLL_SECONDS + ANSWER_IN_SECONDS
        )

    async def _take(self, attempt: Attempt) -> None:
        """Settles one update."""
        try:
            update = Update.de_json(dict(attempt.raw), self._bot)
            meant = meaning(update)
        except Exception:  # noqa: BLE001 (the library raises whatever a malformed update makes it stumble over)
            # `from None`: the cause holds the update.
            raise UnreadableError from None
        match meant:
            case InAGroup(chat, speak):
                await self._leave(chat, speak=speak)
            case FromSomeone():
                if meant.query and attempt.tries == 0 and not attempt.told:
                    self._do_beside(self._answer_tap(meant.query))
                await self._take_turn(meant, attempt)
            case NothingToDo():
                pass

    async def _take_turn(self, meant: FromSomeone, attempt: Attempt) -> None:
        try:
            starts = meant.did is Did.START
            consultation = await self._turn_taker.choice.route(meant.address, meant.payload, starts=starts)
            if consultation is None:
                await self._ask_which(meant)
                return
            await self._turn_taker.take(meant.arrived(consultation))
        except TooFastError as error:
            await self._too_fast(meant, error)
            return
        except NotKeptError as error:
            await self._not_kept(meant, attempt, error.replies)
            raise
        except StoreError:
            await self._not_kept(meant, attempt, await self._turn_taker.help_for(meant.text))
            raise
        self._sender.wake()

    async def _ask_which(self, meant: FromSomeone) -> None:
        """No consultation to take a turn in: help if it is needed, and which there are."""
        replies = await self._turn_taker.choice.before_choosing(meant.text)
        await self._sender.send_now(meant.chat, replies, meant.tapped)

    async def _not_kept(self, meant: FromSomeone, attempt: Attempt, replies: tuple[Reply, ...]) -> None:
        """Help at once, and only once for an update. Raises HeldUpError where the store is the reason: then the update
        waits for it, and its author is told once."""
        help_first = tuple(reply for reply in replies if reply.says is Says.HELP)
        if help_first and not attempt.helped:
            attempt.helped = await self._sender.send_now(meant.chat, help_first)
        try:
            await self._store.maintenance.check()
        except StoreError:
            if attempt.told:
                raise HeldUpError from None
            attempt.told = await self._sender.send_now(meant.chat, (Reply(Says.LINE, line("telegram_held_up")),))
            raise HeldUpError from None

    async def _too_fast(self, meant: FromSomeone, error: TooFastError) -> None:
        """Says so once a minute, and is done with it. Where everybody together is too fast the update waits: Telegram
        keeps those behind it. Raises HeldUpError then."""
        if error.limited.whose is Whose.SERVICE:
            raise HeldUpError from None
        if error.limited.first:
            await self._sender.send_now(meant.chat, error.replies)

    async def _answer_tap(self, query: str) -> None:
        """Stops the button's spinner; best effort, since a late or second answer is refused."""
        with contextlib.suppress(Exception):
            await self._bot.answer_callback_query(query)

    async def _leave(self, chat: int, *, speak: bool) -> None:
        """Says once where to talk, and leaves: nobody could answer in private there."""
        if speak:
            await self._sender.send_now(chat, (Reply(Says.LINE, line("telegram_group")),))
        with contextlib.suppress(Exception):
            await self._bot.leave_chat(chat)

    async def _give_up(self, attempt: Attempt, failure: str) -> None:
        """An apology, if it can be seen whom to, and a dead letter without content."""
        await self._store.turns.dead_letter(TELEGRAM.name, failure, self._clock())
        chat = chat_of(attempt.raw)
        if chat is not None and chat > 0:
            replies: tuple[Reply, ...] = (Reply(Says.LINE, line("apology")),)
            if not attempt.helped:
                replies = (*await self._turn_taker.help_for(_text_of(attempt.raw)), *replies)
            await self._sender.send_now(chat, replies)

    def _do_beside(self, work: Awaitable[None]) -> None:
        """Starts something that nothing waits for."""
        task = asyncio.ensure_future(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)


def _text_of(raw: Mapping[str, Any]) -> str | None:
    """The words of a raw update that could not be taken, to look for a worry in them all the same."""
    for kind in ("message", "edited_message"):
        part = raw.get(kind)
        if isinstance(part, Mapping):
            text = part.get("text") or part.get("caption")
            return text if isinstance(text, str) else None
    return None


def _on_this_machine(api: str) -> bool:
    """Whether the Bot API server is on this machine, so that no proxy stands between."""
    host = urlsplit(api).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
