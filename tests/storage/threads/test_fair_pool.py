"""Whoever has much to do waits behind nobody else, and nobody behind them."""

import asyncio
import threading
from collections.abc import Callable

import pytest

from storage.threads.fair_pool import FairPool, FullError
from tests.waiting import HANGS


class Doing:
    """Work that notes that it was done, and waits until the test lets it."""

    def __init__(self) -> None:
        self.let = threading.Event()
        self.done: list[str] = []

    def piece(self, name: str) -> Callable[[], str]:
        def work() -> str:
            self.let.wait()
            self.done.append(name)
            return name

        return work


async def test_each_of_those_who_wait_has_a_turn_however_much_one_of_them_has_brought() -> None:
    pool, doing = FairPool(1, "test"), Doing()
    flood = [asyncio.ensure_future(pool.run("flood", doing.piece(f"flood {number}"))) for number in range(5)]
    await asyncio.sleep(0)
    others = [asyncio.ensure_future(pool.run(name, doing.piece(name))) for name in ("ann", "bo")]
    await asyncio.sleep(0)
    doing.let.set()
    await asyncio.gather(*flood, *others)
    assert doing.done == ["flood 0", "flood 1", "ann", "bo", "flood 2", "flood 3", "flood 4"]
    pool.close()


async def test_no_more_wait_than_may() -> None:
    pool, doing = FairPool(1, "test", most=2), Doing()
    held = [asyncio.ensure_future(pool.run("a", doing.piece("a"))) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(FullError):
        await pool.run("b", doing.piece("b"))
    doing.let.set()
    await asyncio.gather(*held)
    assert await pool.run("b", doing.piece("b")) == "b"
    assert pool.held == 0
    pool.close()


async def test_what_nobody_waits_for_any_more_is_not_done() -> None:
    pool, doing = FairPool(1, "test"), Doing()
    first, gone, last = (asyncio.ensure_future(pool.run("a", doing.piece(name))) for name in ("first", "gone", "last"))
    await asyncio.sleep(0)
    gone.cancel()
    doing.let.set()
    await asyncio.gather(first, last)
    assert doing.done == ["first", "last"]
    assert pool.held == 0
    pool.close()


async def test_what_the_work_raises_comes_back() -> None:
    def fails() -> None:
        raise KeyError("it")

    pool = FairPool(1, "test")
    with pytest.raises(KeyError):
        await pool.run("a", fails)
    assert pool.held == 0
    pool.close()


async def test_who_is_patient_waits_for_room_after_those_who_came_before_and_nobody_overtakes_them() -> None:
    pool, doing = FairPool(1, "test", most=1), Doing()
    held = asyncio.ensure_future(pool.run("a", doing.piece("a")))
    await asyncio.sleep(0)
    patient = [asyncio.ensure_future(pool.run(name, doing.piece(name), patience=60)) for name in "zyx"]
    await asyncio.sleep(0)
    with pytest.raises(FullError):
        await pool.run("b", doing.piece("b"))
    doing.let.set()
    await held
    last = asyncio.ensure_future(pool.run("b", doing.piece("b"), patience=60))
    await asyncio.gather(*patient, last)
    assert doing.done == ["a", "z", "y", "x", "b"]
    assert pool.held == 0
    pool.close()


@pytest.mark.parametrize("cancelled", [False, True], ids=["out of patience", "cancelled"])
async def test_who_no_longer_waits_for_room_takes_none(cancelled: bool) -> None:
    pool, doing = FairPool(1, "test", most=1), Doing()
    held = asyncio.ensure_future(pool.run("a", doing.piece("a")))
    await asyncio.sleep(0)
    gone = asyncio.ensure_future(pool.run("b", doing.piece("b"), patience=60 if cancelled else 0.001))
    await asyncio.sleep(0)
    if cancelled:
        gone.cancel()
    with pytest.raises(asyncio.CancelledError if cancelled else FullError):
        await gone
    doing.let.set()
    await held
    assert pool.held == 0
    assert await pool.run("c", doing.piece("c")) == "c"
    assert doing.done == ["a", "c"]
    pool.close()


async def test_room_that_came_to_somebody_who_was_cancelled_goes_to_the_next() -> None:
    class Cancelling(FairPool):
        def _leave(self) -> None:
            super()._leave()
            gone.cancel()  # in the very moment in which room came

    pool, doing = Cancelling(1, "test", most=1), Doing()
    held = asyncio.ensure_future(pool.run("a", doing.piece("a")))
    await asyncio.sleep(0)
    gone, after = (asyncio.ensure_future(pool.run(name, doing.piece(name), patience=60)) for name in "bc")
    await asyncio.sleep(0)
    doing.let.set()
    await held
    async with asyncio.timeout(HANGS):
        assert await after == "c"
    assert gone.cancelled()
    assert doing.done == ["a", "c"]
    assert pool.held == 0
    pool.close()
