"""Receiving: every update is taken or given up before Telegram is told to forget it.

Telegram forgets all updates below the offset of the next call. So the offset is the lowest update that is not settled:
those above it come again with each call, are known, and are passed over. One that needs several tries holds up its own
chat only. Telegram gives at most 100 updates at a time, so never more than that are in work at once.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from bot.telegram import TELEGRAM
from bot.telegram.backoff import Backoff, Chance, Sleep, woken
from bot.telegram.connection_state import Trouble
from bot.turns.arrived import NotKeptError
from storage.errors import StoreError

log = structlog.get_logger()

TRIES = 3
"""An update that fails so often is given up."""

STORE_TRIES = 12
"""The same where the store failed and looks well again each time: it may be away now and then, and words shall not be
lost for that."""

LONG_POLL_SECONDS = 30
"""How long Telegram holds a call while there is nothing new."""

LOOK_AGAIN_SECONDS = 0.25
"""While updates are in work Telegram answers at once: so long is waited for them before asking for others."""

RETRY_SECONDS = (0.5, 5.0)
"""The first and the longest wait between tries of one update."""


class HeldUpError(Exception):
    """The update could not be taken for a reason that is not its own (the store fails): this try does not count."""


class UnreadableError(Exception):
    """The update cannot be read, and trying again will not change that."""


@dataclass(slots=True)
class Attempt:
    """One update on its way through its tries. `helped`, `told`: its author was shown the help card, or was told to
    wait, and is not again; `answered`: so was the tap. `away`: how often the store failed, and looked well again."""

    raw: Mapping[str, Any] = field(repr=False)
    number: int
    tries: int = 0
    away: int = 0
    helped: bool = False
    told: bool = False
    answered: bool = False


Poll = Callable[[int | None, int], Awaitable[Any]]
"""Calls getUpdates with an offset (None: from the first that Telegram has) and a timeout in seconds; gives its raw
result. Raises TelegramError."""


class Receiver:
    """Asks for updates and has each one taken, those of one chat one after the other.

    `take` settles one update or raises; `give_up` is called for one that failed three times, with the kind of failure;
    `chat_of` tells whose it is (None: nobody's, in no order). `reached` is called after each call that went well.
    """

    def __init__(
        self,
        poll: Poll,
        take: Callable[[Attempt], Awaitable[None]],
        give_up: Callable[[Attempt, str], Awaitable[None]],
        *,
        chat_of: Callable[[Mapping[str, Any]], int | None],
        trouble: Trouble,
        sleep: Sleep,
        chance: Chance,
    ) -> None:
        self._poll = poll
        self._take = take
        self._give_up = give_up
        self._chat_of = chat_of
        self._trouble = trouble
        self._sleep = sleep
        self._chance = chance
        self._offset: int | None = None
        self._known: set[int] = set()
        self._unsettled: set[int] = set()
        self._lanes: dict[int, asyncio.Task[None]] = {}
        self._all_settled = asyncio.Event()

    def more(self, chat: int) -> bool:
        """Whether an update of this chat is in work."""
        return chat in self._lanes

    async def run(self) -> None:
        """Receives until cancelled. Updates in work are then left, and received again with the next run."""
        self._known.clear()
        self._unsettled.clear()
        self._lanes.clear()
        async with asyncio.TaskGroup() as group:
            while True:
                await self._round(group)

    async def _round(self, group: asyncio.TaskGroup) -> None:
        """One call, and its updates put to work."""
        try:
            updates = await self._poll(self._next_offset(), 0 if self._unsettled else LONG_POLL_SECONDS)
            if not isinstance(updates, list):
                raise TypeError("no list of updates")  # noqa: TRY301 (one way to deal with every unreadable answer)
        except Exception as error:  # noqa: BLE001 (whatever goes wrong with a call, the door stays up)
            await self._sleep(self._trouble.met(error))
            return
        self._trouble.over()
        new = [one for one in updates if self._is_new(one)]
        for raw in new:
            self._start(group, Attempt(raw, raw["update_id"]))
        if self._unsettled:
            self._all_settled.clear()
            await woken(self._all_settled, self._sleep, LOOK_AGAIN_SECONDS)
        elif updates and not new:
            # Nothing here has a number to acknowledge it by: ask more slowly.
            await self._sleep(LOOK_AGAIN_SECONDS)

    def _is_new(self, raw: Any) -> bool:
        number = raw.get("update_id") if isinstance(raw, Mapping) else None
        if not isinstance(number, int) or isinstance(number, bool):
            log.warning("an update without a number was passed over", door=TELEGRAM.name)
            return False
        return number not in self._known

    def _next_offset(self) -> int | None:
        """The lowest update that is not settled, else the one after the last."""
        if self._unsettled:
            self._offset = min(self._unsettled)
        elif self._known:
            self._offset = max(self._known) + 1
        self._known = {number for number in self._known if self._offset is None or number >= self._offset}
        return self._offset

    def _start(self, group: asyncio.TaskGroup, attempt: Attempt) -> None:
        """Puts an update behind those of its chat."""
        self._known.add(attempt.number)
        self._unsettled.add(attempt.number)
        chat = self._chat_of(attempt.raw)
        if chat is None:
            group.create_task(self._settle(attempt, None))
            return
        task = group.create_task(self._settle(attempt, self._lanes.get(chat)))
        self._lanes[chat] = task
        task.add_done_callback(lambda done: self._leave(chat, done))

    def _leave(self, chat: int, task: asyncio.Task[None]) -> None:
        if self._lanes.get(chat) is task:
            del self._lanes[chat]

    async def _settle(self, attempt: Attempt, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait((before,))
        backoff = Backoff(self._chance, *RETRY_SECONDS)
        while (failure := await self._try(attempt)) is not None:
            if attempt.tries >= TRIES:
                await self._abandon(attempt, failure)
                break
            await self._sleep(backoff.next())
        self._unsettled.discard(attempt.number)
        if not self._unsettled:
            self._all_settled.set()

    async def _try(self, attempt: Attempt) -> str | None:
        """None where the update is settled, else the kind of failure."""
        try:
            await self._take(attempt)
        except HeldUpError:
            return "held up"
        except UnreadableError:
            attempt.tries = TRIES
            return "unreadable"
        except Exception as error:  # noqa: BLE001 (a poison update must not stop the others)
            if isinstance(error, StoreError | NotKeptError):
                attempt.away += 1
                attempt.tries = TRIES if attempt.away >= STORE_TRIES else 0
            else:
                attempt.tries += 1
            count = attempt.tries or attempt.away
            log.warning("an update failed", door=TELEGRAM.name, reason=type(error).__name__, count=count)
            return type(error).__name__
        return None

    async def _abandon(self, attempt: Attempt, failure: str) -> None:
        log.error("an update was given up", door=TELEGRAM.name, reason=failure)
        with contextlib.suppress(Exception):
            await self._give_up(attempt, failure)
