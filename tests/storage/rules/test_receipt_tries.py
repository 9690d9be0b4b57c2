"""Receipt words can be tried five times an hour, whatever keeps the count, and by everybody only so often."""

from collections import Counter
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from storage.rules.receipt_tries import HOUR, SLOT, TRIES, Pace, may_try, oldest_slot, slot

BEGAN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_five_wrong_tries_are_free_and_the_sixth_is_refused() -> None:
    assert [may_try(wrong) for wrong in range(7)] == [True] * 5 + [False] * 2


@given(st.lists(st.integers(min_value=0, max_value=600), max_size=200))
def test_no_hour_has_more_than_five_and_none_waits_much_longer(waits: list[int]) -> None:
    now, kept, counted = BEGAN, list[datetime](), Counter[str]()
    for wait in waits:
        now += timedelta(seconds=wait)
        counted = Counter({one: tries for one, tries in counted.items() if one >= oldest_slot(now)})
        if may_try(counted.total()):
            kept.append(now)
            counted[slot(now)] += 1
        else:
            assert kept[-TRIES] > now - HOUR - SLOT
    assert all(sum(one <= other < one + HOUR for other in kept) <= TRIES for one in kept)


def test_a_time_is_kept_no_finer_than_ten_minutes_and_sorts_as_time_does() -> None:
    assert slot(BEGAN + timedelta(minutes=9, seconds=59)) == slot(BEGAN) == "2026-03-02T09:30"
    assert slot(BEGAN - timedelta(minutes=25)) == "2026-03-02T09:00"
    assert slot(BEGAN.astimezone(timezone(timedelta(hours=5, minutes=45)))) == slot(BEGAN)
    slots = [slot(BEGAN + number * SLOT) for number in range(200)]
    assert slots == sorted(set(slots))


def test_everybody_together_has_so_many_in_a_minute_and_then_again() -> None:
    now = BEGAN
    pace = Pace(lambda: now, most=3)
    assert [pace.admits() for _ in range(5)] == [True, True, True, False, False]
    now += timedelta(seconds=59)
    assert not pace.admits()
    now += timedelta(seconds=1)
    assert [pace.admits() for _ in range(4)] == [True, True, True, False], "what was refused does not count"
