"""The house is kept: old things go a few times a day, and the database's log is cut off every few minutes."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.clock import utc_now
from bot.server import serving
from storage.store import Store


class House:
    """A store that notes in which minute it is asked for what. `held_up`: minutes in which somebody reads."""

    def __init__(self, *held_up: int) -> None:
        self.minute = 0
        self.held_up = held_up
        self.forgot: list[int] = []
        self.cut: list[int] = []
        self.maintenance = SimpleNamespace(forget_old=self.forget_old, cut_log=self.cut_log)
        self.consultations = SimpleNamespace(finish_closings=self.finish_closings)

    async def forget_old(self, _at: object) -> None:
        self.forgot.append(self.minute)

    async def cut_log(self) -> bool:
        self.cut.append(self.minute)
        return self.minute not in self.held_up

    async def finish_closings(self) -> bool:
        return True


async def kept_for(minutes: int, house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    async def sleep(_seconds: float) -> None:
        house.minute += 1
        if house.minute == minutes:
            raise asyncio.CancelledError

    monkeypatch.setattr(serving, "asyncio", cast("Any", SimpleNamespace(sleep=sleep)))
    with pytest.raises(asyncio.CancelledError):
        await serving._keeping_house(cast("Store", house), utc_now)()
    return house


async def test_the_log_is_cut_off_every_few_minutes_and_old_things_go_every_six_hours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = await kept_for(12 * 60 + 1, House(), monkeypatch)
    assert house.cut == list(range(0, 12 * 60 + 1, 3))
    assert house.forgot == [0, 6 * 60, 12 * 60]


async def test_where_somebody_reads_it_is_tried_again_in_the_next_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    house = await kept_for(10, House(3, 4), monkeypatch)
    assert house.cut == [0, 3, 4, 5, 6, 9]
