"""The Telegram door: updates in, turns taken, replies out."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from random import random
from typing import Any
from urllib.parse import urlsplit

import structlog
from pydantic import SecretStr
from telegram import Bot

from bot.limits import Whose
from bot.telegram import TELEGRAM
from bot.telegram.backoff import Chance, Clock, Sleep
from bot.telegram.calls import BotCalls
from bot.telegram.connection_state import Trouble
from bot.telegram.receiver import LONG_POLL_SECONDS, Attempt, HeldUpError, Receiver
from bot.telegram.sender import Sender
from bot.telegram.staff_chat import staff_said
from bot.telegram.start_up import introduce
from bot.telegram.transport import AiohttpTransport
from bot.telegram.updates import ALLOWED_UPDATES, FromSomeone, InAGroup, NothingToDo, chat_of, meaning, words_of
from bot.turns.arrived import NotKeptError, TooFastError
from bot.turns.turn_taker import TurnTaker
from conversations.asking.events import Did
from conversations.asking.locales import line
from conversations.asking.replies import Reply, Says
from storage.errors import StoreError
from storage.store import Store
from storage.turns import Taken

log = structlog.get_logger()

ANSWER_IN_SECONDS = 15.0
"""Telegram is given so long to answer a long poll after its time is up."""

ALBUMS = 1000
"""So many albums are remembered, to answer each once."""


class TelegramDoor:
    """Talks with young people on Telegram, by long polling.

    `api` is the base of the Bot API, as in https://api.telegram.org; `clock` gives the time in UTC. `status` is a line
    that says how the door stands; `tell` hears it once the door is open, and when it cannot open. `dropped` is told how
    many replies were given up, `refused` how many questions went without their buttons.
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
        refused: Callable[[int], None] = lambda _: None,
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
        self._calls = BotCalls(self._transport, self._bot.base_url)
        self._sender = Sender(
            self._calls,
            store.outbox,
            trouble=Trouble(chance),
            clock=clock,
            sleep=sleep,
            chance=chance,
            more=self._more,
            dropped=dropped,
            refused=refused,
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
        self._albums: dict[tuple[int, str], None] = {}
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
                self._name = await self._calls.name()
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
        match meaning(attempt.raw):
            case InAGroup(chat, speak):
                await self._leave(chat, speak=speak)
            case FromSomeone() as meant:
                await self._take_from(meant, attempt)
            case NothingToDo():
                pass

    async def _take_from(self, meant: FromSomeone, attempt: Attempt) -> None:
        """Takes the turn of what someone did, and answers a tap: with words where nothing else is to be said."""
        if not meant.query:
            self._sender.wrote(meant.chat, settles=meant.settles)
            if not self._is_of_an_album(meant):
                await self._take_turn(meant, attempt)
            return
        toast = ""
        try:
            toast = await self._take_turn(meant, attempt)
        finally:
            if not attempt.answered:
                attempt.answered = True
                self._do_beside(self._answer_tap(meant.query, toast))

    async def _take_turn(self, meant: FromSomeone, attempt: Attempt) -> str:
        """The words that may pass as a toast, if it came by a tap."""
        try:
            if said := await staff_said(self._store.alerts, meant, self._clock()):
                await self._sender.send_now(meant.chat, said)
                return ""
            if (consultation := await self._consultation(meant)) is None:
                return ""
            taken = await self._turn_taker.take(meant.arrived(consultation))
        except TooFastError as error:
            return await self._too_fast(meant, error)
        except NotKeptError as error:
            await self._not_kept(meant, attempt, error.replies)
            raise
        except StoreError:
            await self._not_kept(
                meant, attempt, await self._turn_taker.help_for(meant.text, patience=TELEGRAM.patience)
            )
            raise
        self._sender.wake()
        return _toast(taken)

    async def _consultation(self, meant: FromSomeone) -> str | None:
        """What it is about; None where that is not to be seen: then help, if it is needed, and which there are."""
        choice = self._turn_taker.choice
        found = await choice.route(meant.address, meant.payload, starts=meant.did is Did.START)
        said: tuple[Reply, ...] = ()
        if found is None and meant.did is Did.TEXT:
            found, said = await choice.of_words(meant.text)
        if found is None:
            replies = await choice.before_choosing(meant.text, said, patience=TELEGRAM.patience)
            await self._sender.send_now(meant.chat, replies, meant.tapped)
        return found

    def _is_of_an_album(self, meant: FromSomeone) -> bool:
        """Whether it is one more picture of an album that has had its answer. Its words, if it has any, are taken."""
        if not meant.album:
            return False
        album = (meant.chat, meant.album)
        known = album in self._albums
        self._albums[album] = None
        if len(self._albums) > ALBUMS:
            del self._albums[next(iter(self._albums))]
        return known and meant.text is None

    async def _not_kept(self, meant: FromSomeone, attempt: Attempt, replies: tuple[Reply, ...]) -> None:
        """Help at once, once an update. Raises HeldUpError where it waits for the store: its author is told so once."""
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

    async def _too_fast(self, meant: FromSomeone, error: TooFastError) -> str:
        """Says so once a minute, or as a toast, and is done with it. Where everybody together is too fast the update
        waits: Telegram keeps those behind it. Raises HeldUpError then."""
        if error.limited.whose is Whose.SERVICE:
            raise HeldUpError from None
        if meant.query:
            return error.replies[0].text
        if error.limited.first:
            await self._sender.send_now(meant.chat, error.replies)
        return ""

    async def _answer_tap(self, query: str, toast: str) -> None:
        """Stops the button's spinner; best effort, since a late or second answer is refused."""
        with contextlib.suppress(Exception):
            await self._calls.answer_tap(query, toast)

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
                replies = (*await self._turn_taker.help_for(words_of(attempt.raw)), *replies)
            await self._sender.send_now(chat, replies)

    def _more(self, chat: int) -> bool:
        return self._receiver.more(chat)

    def _do_beside(self, work: Awaitable[None]) -> None:
        """Starts something that nothing waits for."""
        task = asyncio.ensure_future(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)


def _toast(taken: Taken) -> str:
    """The words that pass, if all that is said to a tap is that it changes nothing."""
    return "" if taken.repeated else next((reply.toast for reply in taken.replies if reply.toast), "")


def _on_this_machine(api: str) -> bool:
    """Whether the Bot API server is on this machine, so that no proxy stands between."""
    host = urlsplit(api).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
