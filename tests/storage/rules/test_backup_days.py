"""One backup a day, as two that are minutes apart tell what one person did between them."""

from datetime import date

import pytest

from storage.rules.backup_days import may_back_up

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


@pytest.mark.parametrize(
    ("today", "last", "closed_since", "again", "may"),
    [
        (MONDAY, None, False, False, True),
        (MONDAY, MONDAY, False, False, False),
        (MONDAY, MONDAY, False, True, True),
        (MONDAY, MONDAY, True, False, True),
        (TUESDAY, MONDAY, False, False, True),
        (MONDAY, TUESDAY, False, False, False),
    ],
)
def test_one_a_day_unless_it_is_wanted_or_something_was_closed(
    today: date, last: date | None, closed_since: bool, again: bool, may: bool
) -> None:
    assert may_back_up(today, last, closed_since=closed_since, again=again) is may
