"""Working time runs in staffed hours alone, over nights, weekends and the days on which clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from conversations.hearing.values import Risk
from storage.rules.working_time import StaffedHours, Targets, read_span

LONDON = ZoneInfo("Europe/London")
OFFICE = StaffedHours.read("mon-fri 09:00-17:00", LONDON)
HOUR = timedelta(hours=1)


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2026-05-04T09:30", HOUR, "2026-05-04T10:30"),
        ("2026-05-04T06:00", HOUR, "2026-05-04T10:00"),
        ("2026-05-04T16:30", HOUR, "2026-05-05T09:30"),
        ("2026-05-04T17:00", HOUR, "2026-05-05T10:00"),
        ("2026-05-01T16:30", HOUR, "2026-05-04T09:30"),
        ("2026-05-01T16:30", 8 * HOUR, "2026-05-04T16:30"),
        ("2026-05-02T12:00", HOUR, "2026-05-04T10:00"),
        ("2026-03-27T16:30", HOUR, "2026-03-30T09:30"),  # clocks go forward in between
    ],
)
def test_so_much_working_time_later(start: str, span: timedelta, end: str) -> None:
    assert OFFICE.after(london(start), span) == london(end)
    assert OFFICE.before(london(end), span) <= max(london(start), london(end) - span)


def test_the_night_on_which_clocks_go_back_is_an_hour_longer() -> None:
    always = StaffedHours.read("always", LONDON)
    start = london("2026-10-24T12:00")
    assert always.after(start, 24 * HOUR) == london("2026-10-25T11:00")


@given(
    some.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=some.just(UTC)),  # noqa: DTZ001 - naive bounds
    some.integers(1, 40 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    some.sampled_from(["always", "mon-fri 09:00-17:00", "mon 08:00-10:00, mon 14:00-24:00, sat 11:30-12:00"]),
    some.timedeltas(timedelta(days=-20), timedelta(days=20)),
)
def test_before_says_of_every_moment_whether_its_time_is_over(
    end: datetime, span: timedelta, hours: str, apart: timedelta
) -> None:
    staffed = StaffedHours.read(hours, LONDON)
    since = end + apart
    assert (staffed.after(since, span) <= end) is (since <= staffed.before(end, span))


@pytest.mark.parametrize(
    ("text", "span"),
    [("30 minutes", timedelta(minutes=30)), ("1 hour", HOUR), ("2 Days", 16 * HOUR), (" 1 day ", 8 * HOUR)],
)
def test_a_span_is_read_and_a_day_is_one_of_staffed_hours(text: str, span: timedelta) -> None:
    assert read_span(text, OFFICE) == span


@pytest.mark.parametrize("text", ["", "soon", "0 hours", "-1 hour", "1 week"])
def test_what_is_no_span_says_how_to_write_one(text: str) -> None:
    with pytest.raises(ValueError, match="30 minutes, 1 hour or 2 days"):
        read_span(text, OFFICE)


@pytest.mark.parametrize(
    "text", ["", "mon-fri", "fri-mon 09:00-17:00", "mon 17:00-09:00", "mon 25:00-26:00", "day 09:00-17:00", "mon 9-5"]
)
def test_what_are_no_hours_says_how_to_write_them(text: str) -> None:
    with pytest.raises(ValueError, match="mon-fri 09:00-17:00"):
        StaffedHours.read(text, LONDON)


@pytest.mark.parametrize(
    ("at", "there"), [("2026-05-04T09:00", True), ("2026-05-04T17:00", False), ("2026-05-03T10:00", False)]
)
def test_whether_somebody_is_there(at: str, there: bool) -> None:
    assert OFFICE.staffed(london(at)) is there


def test_urgent_ones_and_others_have_a_time_of_their_own() -> None:
    targets = Targets(OFFICE, HOUR, OFFICE.day)
    at = london("2026-05-05T10:00")
    assert targets.due(Risk.URGENT, at) == london("2026-05-05T11:00")
    assert targets.due(Risk.CONCERN, at) == targets.due(Risk.NONE, at) == london("2026-05-06T10:00")
    assert targets.late_from(at).urgent == london("2026-05-05T09:00")
    assert targets.late_from(at).other == london("2026-05-04T10:00")
