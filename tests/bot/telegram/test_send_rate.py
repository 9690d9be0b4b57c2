"""Telegram's limits: 30 a second for the bot, one a second in a chat."""

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.telegram.send_rate import MOST_CHATS, TOGETHER, Even, Pace, Window
from tests.bot.telegram.hand_time import BEGINS, HandTime, settle


async def _send(pace: Pace, time: HandTime, chats: list[int], moments: list[float]) -> None:
    async def one(chat: int) -> None:
        await pace.message(chat)
        moments.append(time.seconds)

    await asyncio.gather(*(one(chat) for chat in chats))


async def test_no_second_holds_more_than_thirty_messages() -> None:
    time, moments = HandTime(), list[float]()
    task = asyncio.ensure_future(_send(Pace(time.clock, time.sleep), time, list(range(100)), moments))
    await time.advance(10)
    await task
    for start in moments:
        assert sum(start <= one < start + 1 for one in moments) <= 30
    assert max(moments) < 4, "and it is no slower than it must be"


async def test_few_go_out_at_one_moment() -> None:
    """What is on its way when the process is killed is sent twice."""
    time, moments = HandTime(), list[float]()
    task = asyncio.ensure_future(_send(Pace(time.clock, time.sleep), time, list(range(100)), moments))
    await time.advance(10)
    await task
    assert max(moments.count(one) for one in moments) <= TOGETHER


def test_who_comes_late_catches_up_but_saves_nothing_for_later() -> None:
    even = Even(30, 1.0, 4)
    for at in range(30):
        late = BEGINS + timedelta(seconds=at / 30 + (0.05 if at % 2 else 0.0))
        assert even.wait(late) == 0
        even.note(late)
    after = BEGINS + timedelta(seconds=60)
    for _ in range(4):
        assert even.wait(after) == 0
        even.note(after)
    assert even.wait(after) > 0
    assert even.wait(BEGINS) == 0, "a clock that was set back holds nothing up"


async def test_a_chat_has_one_message_a_second() -> None:
    time, moments = HandTime(), list[float]()
    task = asyncio.ensure_future(_send(Pace(time.clock, time.sleep), time, [7] * 20, moments))
    await time.advance(60)
    await task
    assert moments[0] == 0
    assert all(b - a > 1 for a, b in pairwise(moments))


async def test_a_busy_chat_does_not_slow_another() -> None:
    time, moments = HandTime(), list[float]()
    pace = Pace(time.clock, time.sleep)
    busy = asyncio.ensure_future(_send(pace, time, [7] * 20, []))
    other = asyncio.ensure_future(_send(pace, time, [8], moments))
    await settle()
    assert moments == [0]
    other.cancel()
    busy.cancel()


async def test_a_change_counts_for_the_bot_but_not_for_the_chat() -> None:
    time = HandTime()
    pace = Pace(time.clock, time.sleep)
    await pace.message(7)
    await pace.change()
    assert pace.used(time.now) == 2
    assert pace.wait_in(7, time.now) == pytest.approx(1.05)
    for _ in range(28):
        pace.note(time.now)
    waiting = asyncio.ensure_future(pace.change())
    await time.advance(0.5)
    assert not waiting.done()
    await time.advance(0.6)
    assert waiting.done()


def test_a_clock_that_was_set_back_does_not_hold_anything_up() -> None:
    window = Window(1, 1.0)
    window.note(BEGINS + timedelta(hours=1))
    assert window.wait(BEGINS) == 0


async def test_quiet_chats_are_forgotten() -> None:
    time = HandTime()
    pace = Pace(time.clock, time.sleep)
    for chat in range(MOST_CHATS):
        time.now += timedelta(seconds=1)
        await pace.message(chat)
    time.now += timedelta(seconds=60)
    await pace.message(MOST_CHATS)
    assert len(pace._chats) == 1


async def test_times_in_a_window_stay_in_order() -> None:
    time, moments = HandTime(), list[float]()
    task = asyncio.ensure_future(_send(Pace(time.clock, time.sleep), time, [1, 2, 3] * 20, moments))
    await time.advance(60)
    await task
    assert all(a <= b for a, b in pairwise(moments))
