"""When numbers that were told may be told anew."""

from datetime import date

import pytest

from storage.rules.snapshot_renewal import moved, renewed

DAY, NEXT = date(2026, 3, 1), date(2026, 3, 2)
ALL = ("people", "home", "plan")


def told_anew(
    *, today: date = NEXT, over: bool = False, told_nothing: bool = False, threshold: int = 10, **people: int
) -> set[str]:
    return set(renewed(people, ALL, day=DAY, today=today, over=over, told_nothing=told_nothing, threshold=threshold))


@pytest.mark.parametrize("people", [0, 1, 9])
def test_fewer_than_the_threshold_move_nothing_on_whenever_it_is(people: int) -> None:
    for today in (DAY, NEXT, date(2027, 3, 1)):
        assert told_anew(people=people, home=people, plan=people, today=today) == set()


def test_enough_move_all_on_from_the_next_day() -> None:
    assert told_anew(people=10, home=10, plan=10, today=DAY) == set()
    assert told_anew(people=10, home=10, plan=10) == set(ALL)
    assert told_anew(home=10) == set(ALL)
    assert told_anew(people=5, home=5, plan=5, threshold=5) == set(ALL)


def test_a_clock_that_was_put_back_moves_nothing_on() -> None:
    assert told_anew(people=10, home=10, plan=10, today=date(2026, 2, 1)) == set()


def test_enough_in_one_part_are_no_cover_for_few_in_another() -> None:
    assert told_anew(people=1, home=10, plan=1) == set()
    assert told_anew(home=10, plan=9) == set()


def test_once_it_is_over_each_part_goes_by_itself_and_no_day_has_to_pass() -> None:
    assert told_anew(people=1, home=10, plan=0, over=True, today=DAY) == {"home", "plan"}
    assert told_anew(people=9, home=9, plan=9, over=True) == set()


def test_where_no_number_was_told_there_is_nothing_to_compare_with() -> None:
    assert told_anew(people=3, home=3, plan=3, told_nothing=True) == set(ALL)
    assert told_anew(people=3, home=3, plan=3, told_nothing=True, today=DAY) == set()
    assert told_anew(people=3, home=3, plan=3, told_nothing=True, over=True) == set(ALL)


def test_each_person_counts_once_in_each_part_in_which_they_are_another() -> None:
    counted = {
        b"stays": {"people": "counted", "home": "counted"},
        b"changes": {"people": "counted", "home": "changed"},
        b"goes": {"people": "gone", "home": "gone"},
        b"writes": {"people": "counted", "home": "skipped"},
    }
    now = {
        b"stays": {"people": "counted", "home": "counted"},
        b"changes": {"people": "counted", "home": "counted"},
        b"writes": {"people": "counted", "home": "counted"},
        b"comes": {"people": "counted", "home": "skipped"},
    }
    assert moved(counted, now) == {"people": 2, "home": 4}
    assert moved(counted, counted) == {}
