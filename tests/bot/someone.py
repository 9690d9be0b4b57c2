"""A respondent who talks through the turn taker, and the store that it keeps."""

import contextlib
import secrets
from collections.abc import AsyncIterator, Sequence
from datetime import date
from itertools import count
from pathlib import Path

from argon2 import PasswordHasher

from bot.telegram import TELEGRAM
from bot.turns.arrived import Arrived
from bot.turns.turn_taker import TurnTaker
from conversations.asking.consultation.file import bundled
from conversations.asking.door import Door
from conversations.asking.events import Did
from conversations.asking.locales import line
from conversations.asking.replies import Reply
from storage.keys import Keys
from storage.sqlite import SqliteStore
from storage.store import Store
from storage.turns import Delivery
from tests.conversations.doors import Clock
from tests.listening import hear

FIRST, LAST = date(2026, 11, 1), date(2027, 1, 31)
HOMES, ADVOCACY = bundled()


@contextlib.asynccontextmanager
async def opened_store(folder: Path) -> AsyncIterator[Store]:
    """A store in which one consultation is open."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    store = SqliteStore(folder / "earshot.sqlite3", Keys(folder / "keys"), hasher=hasher)
    await store.start()
    await store.consultations.add(HOMES)
    await store.consultations.open(HOMES.id, FIRST, LAST, trial=False, by="test")
    try:
        yield store
    finally:
        await store.close()


class Someone:
    """Talks through TurnTaker from one address; presses buttons by their labels."""

    def __init__(
        self,
        store: Store,
        *,
        door: Door = TELEGRAM,
        name: str = "one",
        delivers: bool = False,
        unchecked_help: bool = False,
    ) -> None:
        self.clock = Clock()
        self.turn_taker = TurnTaker(
            store,
            clock=self.clock,
            chance=secrets.token_bytes,
            web_address="https://e.example.org",
            hear=hear,
            unchecked_help=unchecked_help,
        )
        self.door = door
        self.deliver = Delivery(door.name, name) if delivers else None
        self.address = f"{door.name}:{name}"
        self.replies: Sequence[Reply] = ()
        self._numbers = count()

    async def does(
        self, did: Did, *, text: str | None = None, taps: tuple[str, ...] = (), consultation: str = HOMES.id
    ) -> str:
        taken = await self.turn_taker.take(
            Arrived(
                id=str(next(self._numbers)),
                door=self.door,
                address=self.address,
                consultation=consultation,
                did=did,
                text=text,
                taps=taps,
                deliver=self.deliver,
            )
        )
        self.replies = taken.replies
        return "\n".join(reply.text for reply in taken.replies)

    async def say(self, text: str, consultation: str = HOMES.id) -> str:
        return await self.does(Did.TEXT, text=text, consultation=consultation)

    def button(self, label: str) -> str:
        return next(button.value for reply in self.replies for button in reply.buttons if button.label == label)

    async def tap(self, *labels: str, consultation: str = HOMES.id) -> str:
        shown = ""
        for label in labels:
            shown = await self.does(Did.TAP, taps=(self.button(label),), consultation=consultation)
        return shown

    async def agree(self, age: str = "16 to 17", consultation: str = HOMES.id) -> tuple[str, ...]:
        """Goes as far as the first question; gives the six words."""
        await self.does(Did.START, consultation=consultation)
        shown = await self.tap(age, line("welcome_next"), line("agree_yes"), consultation=consultation)
        return tuple(shown.splitlines()[2].split())
