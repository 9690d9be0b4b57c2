"""Dates as people read them."""

from datetime import UTC, date, datetime

from conversations.asking.locales.dates import plain_day, plain_days, plain_time


def test_a_day_reads_plainly_without_a_nought_before_it() -> None:
    assert plain_day(date(2023, 2, 6)) == "6 February 2023"
    assert plain_day(date(2023, 12, 31)) == "31 December 2023"


def test_days_read_plainly() -> None:
    assert plain_days(date(2023, 2, 6), date(2023, 5, 11)) == "6 February to 11 May 2023"
    assert plain_days(date(2023, 12, 6), date(2024, 1, 11)) == "6 December 2023 to 11 January 2024"
    assert plain_days(date(2023, 2, 6), date(2023, 2, 6)) == "6 February 2023"
    assert plain_days(None, None) == ""


def test_a_time_says_whose_it_is() -> None:
    assert plain_time(datetime(2023, 2, 6, 4, 5, tzinfo=UTC)) == "6 February 2023, 04:05 UTC"
