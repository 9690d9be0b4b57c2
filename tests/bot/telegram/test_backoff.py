"""Waits that grow, and waits that can be cut short."""

import asyncio

from bot.telegram.backoff import Backoff, woken
from tests.bot.telegram.hand_time import HandTime, settle


def test_waits_double_up_to_the_longest_and_start_again_after_success() -> None:
    backoff = Backoff(lambda: 0.0, first=0.5, most=3.0)
    assert [backoff.next() for _ in range(5)] == [0.5, 1.0, 2.0, 3.0, 3.0]
    backoff.reset()
    assert backoff.next() == 0.5


def test_chance_shortens_a_wait_by_up_to_a_half() -> None:
    assert Backoff(lambda: 1.0, first=2.0).next() == 1.0


def test_a_long_time_of_trouble_does_not_overflow() -> None:
    backoff = Backoff(lambda: 0.0, most=60.0)
    assert max(backoff.next() for _ in range(5000)) == 60.0


async def test_an_event_wakes_before_the_time_is_up() -> None:
    time, event = HandTime(), asyncio.Event()
    task = asyncio.ensure_future(woken(event, time.sleep, 5))
    await settle()
    assert not task.done()
    event.set()
    await settle()
    assert task.done()


async def test_without_an_event_the_time_wakes() -> None:
    time = HandTime()
    task = asyncio.ensure_future(woken(asyncio.Event(), time.sleep, 5))
    await time.advance(4)
    assert not task.done()
    await time.advance(1)
    assert task.done()
