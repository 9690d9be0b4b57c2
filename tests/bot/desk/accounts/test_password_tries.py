"""Guessing gets slower, by name."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.accounts.password_tries import FREE, MOST_IN_LINE, MOST_NAMES, PLACE_KEPT, Tries


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 5, 3, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def test_waits_grow_up_to_a_minute_and_no_further() -> None:
    clock = Clock()
    tries = Tries(clock)
    assert [tries.begin("Kim") for _ in range(FREE)] == [0] * FREE
    waits = []
    for _ in range(6):
        waits.append(tries.begin("Kim"))
        clock.pass_by(waits[-1])
        assert tries.begin("Kim") == 0
    assert waits == [5, 10, 20, 40, 60, 60]


def test_a_try_during_the_wait_makes_it_no_longer() -> None:
    clock = Clock()
    tries = Tries(clock)
    for _ in range(FREE):
        tries.begin("Kim")
    assert tries.begin("Kim") == 5
    clock.pass_by(3)
    assert tries.begin("Kim") == 2
    clock.pass_by(2)
    assert tries.begin("Kim") == 0


@pytest.mark.parametrize("same", ["kim lee", " KIM  LEE ", "Ｋｉｍ Ｌｅｅ"])
def test_another_way_to_write_a_name_is_the_same_name(same: str) -> None:
    tries = Tries(Clock())
    for _ in range(FREE):
        tries.begin("Kim Lee")
    assert tries.begin(same) > 0
    assert tries.begin("Kim Leigh") == 0


def test_success_and_a_quarter_of_an_hour_forget_the_tries() -> None:
    clock = Clock()
    tries = Tries(clock)
    ways: tuple[Callable[[], None], ...] = (lambda: tries.succeeded("Kim"), lambda: clock.pass_by(901))
    for forget in ways:
        for _ in range(FREE):
            tries.begin("Kim")
        assert tries.begin("Kim") > 0
        forget()
        assert tries.begin("Kim") == 0
        tries.succeeded("Kim")


def test_memory_stays_bounded() -> None:
    tries = Tries(Clock())
    for number in range(MOST_NAMES + 50):
        tries.begin(f"name {number}")
    assert len(tries._tried) == MOST_NAMES


def test_who_waits_with_a_place_is_let_in_after_that_time_whoever_comes_meanwhile() -> None:
    now = [datetime(2026, 3, 2, 9, 30, tzinfo=UTC)]
    tries = Tries(lambda: now[0])
    for _ in range(FREE):
        assert tries.begin("kim") == 0
    assert [tries.begin("kim", place) for place in ("a", "b", "a")] == [5, 10, 5]
    assert tries.begin("kim") == 15, "behind all who have a place"
    now[0] += timedelta(seconds=10)
    assert tries.begin("kim") > 0
    assert [tries.begin("kim", place) for place in ("a", "b")] == [0, 0]


def test_a_line_has_an_end_and_a_place_that_is_not_used_goes() -> None:
    now = [datetime(2026, 3, 2, 9, 30, tzinfo=UTC)]
    tries = Tries(lambda: now[0])
    for _ in range(FREE):
        tries.begin("kim")
    waits = [tries.begin("kim", f"place {number}") for number in range(MOST_IN_LINE + 5)]
    assert waits[:MOST_IN_LINE] == [5 * (number + 1) for number in range(MOST_IN_LINE)]
    assert waits[MOST_IN_LINE:] == [5 * (MOST_IN_LINE + 1)] * 5
    now[0] += timedelta(seconds=5 * MOST_IN_LINE) + PLACE_KEPT + timedelta(seconds=1)
    assert tries.begin("kim", "new") == 0
