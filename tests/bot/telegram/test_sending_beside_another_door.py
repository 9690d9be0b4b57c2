"""Telegram's sender, with the real store, where replies of another door wait too."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.telegram.connection_state import Trouble
from bot.telegram.sender import SWEEP, TOO_OLD, Sender
from conversations.asking.replies import Reply, Says
from conversations.asking.session import Turn
from storage.sqlite import SqliteStore
from storage.turns import Delivery
from tests.bot.telegram.conftest import Place
from tests.bot.telegram.hand_time import HandTime, NotingBot
from tests.waiting import HANGS

HELP = Reply(Says.HELP, "help card")


class Scene:
    def __init__(self, store: SqliteStore) -> None:
        self.store = store
        self.time = HandTime()
        self.bot = NotingBot(self.time)
        self.sender = Sender(
            self.bot,
            store.outbox,
            trouble=Trouble(lambda: 0.0),
            clock=self.time.clock,
            sleep=self.time.sleep,
            chance=lambda: 0.0,
        )

    async def put(self, door: str, address: str, *replies: Reply) -> None:
        turn = Turn(None, replies)
        deliver = Delivery(door, address)
        await self.store.turns.turn_without_session("stable_homes", turn, at=self.time.clock(), deliver=deliver)

    async def until_telegrams_own_is_sent(self) -> None:
        """Puts something in for Telegram too, and returns when it has been sent, so that the sender has been through
        all that waits."""
        await self.put("telegram", "1", Reply(Says.LINE, "of Telegram"))
        self.sender.wake()
        async with asyncio.timeout(HANGS):
            while await self.store.outbox.waiting("telegram", self.time.clock() + timedelta(days=400)):
                await self.time.advance(1)


@pytest.fixture
async def scene(place: Place) -> AsyncIterator[Scene]:
    scene = Scene(place.store)
    task = asyncio.ensure_future(scene.sender.run())
    yield scene
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def test_a_help_card_of_another_door_is_not_erased(scene: Scene) -> None:
    await scene.put("letter_box", "letter_box:abc", HELP)
    await scene.until_telegrams_own_is_sent()
    assert [one.reply for one in await scene.store.outbox.waiting("letter_box", scene.time.clock())] == [HELP]
    await scene.time.advance((TOO_OLD + 2 * SWEEP).total_seconds())
    await scene.until_telegrams_own_is_sent()
    assert [one.reply for one in await scene.store.outbox.waiting("letter_box", scene.time.clock())] == [HELP]


async def test_a_number_that_is_another_doors_gets_nothing_as_a_telegram_chat(scene: Scene) -> None:
    await scene.put("letter_box", "7312045599", HELP)
    await scene.until_telegrams_own_is_sent()
    assert [(told.chat, told.text) for told in scene.bot.told] == [(1, "of Telegram")]
    assert [one.address for one in await scene.store.outbox.waiting("letter_box", scene.time.clock())] == ["7312045599"]
