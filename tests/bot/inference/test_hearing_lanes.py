"""What costs much, and what nobody is known to have sent, holds up no short text of those who have a session."""

import asyncio
import contextlib
import os
import threading
from collections.abc import AsyncIterator

import pytest

from bot.inference.hearing_lanes import MOST_LONG, MOST_OF_STRANGERS, Lane
from bot.inference.listener import Listener
from bot.inference.open_hearing import Opened
from conversations.hearing.pipeline import Hearing
from conversations.hearing.values import NOTHING_TOLD, Heard, Risk, ToldBefore

CRY = "i want to die"
LONG = "the cat sat on the mat. " * 100


class Slow(Hearing):
    """Takes until the test lets it for every text but one that says "quick"; notes in which order it heard."""

    def __init__(self) -> None:
        super().__init__()
        self.let = threading.Event()
        self.heard: list[str] = []

    def redact_and_screen(self, text: str, before: str = "", told: ToldBefore = NOTHING_TOLD) -> Heard:
        if "quick" not in text:
            self.let.wait()
        self.heard.append(text)
        return Heard(text, raw=text)


@contextlib.asynccontextmanager
async def listening() -> AsyncIterator[tuple[Listener, Slow]]:
    slow = Slow()
    one = Listener(lambda: Opened(slow))
    await one.ready()
    try:
        yield one, slow
    finally:
        slow.let.set()
        one.close()


async def begun(*calls: asyncio.Future[Heard]) -> None:
    for _ in range(3):
        await asyncio.sleep(0)
    assert not any(call.done() for call in calls)


@pytest.mark.parametrize("text", ["hello", LONG], ids=["short", "long"])
async def test_a_flood_without_sessions_holds_up_nobody_who_has_one(text: str) -> None:
    async with listening() as (one, slow):
        flood = [asyncio.ensure_future(one.hear(text, lane=Lane.STRANGERS)) for _ in range(MOST_OF_STRANGERS)]
        await begun(*flood)
        assert not (await one.hear("quick", whose="a")).by_rules
        assert not (await one.hear(f"quick {LONG}", whose="a")).by_rules
        slow.let.set()
        await asyncio.gather(*flood)


async def test_long_texts_hold_up_no_short_one() -> None:
    async with listening() as (one, slow):
        flood = [asyncio.ensure_future(one.hear(LONG, whose="a")) for _ in range(MOST_LONG)]
        await begun(*flood)
        assert not (await one.hear("quick", whose="b")).by_rules
        slow.let.set()
        await asyncio.gather(*flood)


@pytest.mark.parametrize(
    ("lane", "text", "most"),
    [(Lane.STRANGERS, "hello", MOST_OF_STRANGERS), (Lane.SESSION, LONG, MOST_LONG)],
    ids=["strangers", "long"],
)
async def test_what_has_no_room_in_its_lane_is_heard_by_rules_and_its_cry_found(
    lane: Lane, text: str, most: int
) -> None:
    async with listening() as (one, slow):
        flood = [asyncio.ensure_future(one.hear(text, lane=lane)) for _ in range(most)]
        await begun(*flood)
        heard = await one.hear(f"{CRY} {text}", lane=lane)
        assert heard.by_rules
        assert heard.risk is Risk.URGENT
        slow.let.set()
        await asyncio.gather(*flood)


async def test_of_short_texts_each_session_has_its_turn() -> None:
    async with listening() as (one, slow):
        cores = os.cpu_count() or 1
        flood = [asyncio.ensure_future(one.hear(f"flood {number}", whose="a")) for number in range(20 + cores)]
        await begun(*flood)
        other = asyncio.ensure_future(one.hear("other", whose="b"))
        await begun(other)
        slow.let.set()
        await asyncio.gather(*flood, other)
        assert slow.heard.index("other") <= 2 * cores + 1


async def test_the_seconds_that_a_text_took_are_told_without_its_waiting() -> None:
    told: list[float] = []
    now = iter((10.0, 12.5))
    one = Listener(lambda: Opened(Slow()), timer=lambda: next(now))
    await one.hear("quick", spent=told.append)
    assert told == [2.5]
    one.close()
