"""A door with a real store and a Bot API server, and time that runs a hundred times as fast."""

import asyncio
import contextlib
import hashlib
import time
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from pydantic import SecretStr

from bot.telegram.telegram_door import TelegramDoor
from bot.turns.turn_taker import TurnTaker
from conversations.asking.consultation.file import bundled
from conversations.hearing.values import Flag, Heard, Risk
from storage.keys import Keys
from storage.sqlite import SqliteStore
from tests.bot_api import BotApi
from tests.waiting import HANGS

FASTER = 100
DAY = date(2026, 11, 23)
WORRY = "I am scared to go home"


async def hear(text: str, before: str = "", **_: object) -> Heard:
    """Finds a worry in one sentence only."""
    flag = Flag(Risk.URGENT, ("harm",), text) if WORRY in text else None
    return Heard(redacted=text, flag=flag, raw=text)


class FastTime:
    def __init__(self) -> None:
        self._begin = time.monotonic()

    def clock(self) -> datetime:
        return datetime(2026, 11, 23, 10, tzinfo=UTC) + timedelta(seconds=(time.monotonic() - self._begin) * FASTER)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / FASTER)


class Place:
    """All that a test of the door needs. `open` lets the door run while its block lasts."""

    def __init__(self, api: BotApi, store: SqliteStore) -> None:
        self.api = api
        self.store = store
        self.time = FastTime()
        numbers = count()
        self.turn_taker = TurnTaker(
            store,
            clock=lambda: datetime(2026, 11, 23, 10, tzinfo=UTC),
            chance=lambda size: hashlib.shake_256(str(next(numbers)).encode()).digest(size),
            web_address="http://127.0.0.1:8080",
            hear=hear,
        )

    def door(self, token: str | None = None) -> TelegramDoor:
        return TelegramDoor(
            self.store,
            self.turn_taker,
            SecretStr(token or self.api.token),
            self.api.url,
            clock=self.time.clock,
            sleep=self.time.sleep,
            chance=lambda: 0.0,
        )

    @contextlib.asynccontextmanager
    async def open(self, door: TelegramDoor | None = None) -> AsyncIterator[TelegramDoor]:
        door = door or self.door()
        task = asyncio.ensure_future(door.run())
        try:
            yield door
            assert not task.done(), "the door never ends by itself"
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def until_all_is_sent(self) -> None:
        """Returns once nothing waits in the outbox, due or not."""
        async with asyncio.timeout(HANGS):
            while await self.store.outbox.waiting("telegram", self.time.clock() + timedelta(days=400)):
                pass


@pytest.fixture
def cheap_hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
async def place(tmp_path: Path, cheap_hasher: PasswordHasher) -> AsyncIterator[Place]:
    store = SqliteStore(tmp_path / "earshot.sqlite3", Keys(tmp_path / "keys"), hasher=cheap_hasher)
    await store.start()
    try:
        for text in bundled():
            await store.consultations.add(text)
        await store.consultations.open("stable_homes", DAY, DAY + timedelta(days=30), trial=True, by="test")
        async with BotApi() as api:
            yield Place(api, store)
    finally:
        await store.close()
