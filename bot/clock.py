"""The time, for whoever is handed a clock."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo


def utc_now() -> datetime:
    return datetime.now(UTC)


def local_time(at: datetime, zone: ZoneInfo) -> datetime:
    """The same moment as clocks in a zone show it, so that its `date()` is the day that people there have.

    Its offset is fixed: between two times of one ZoneInfo Python would subtract what the clocks show, and a break over
    the night when they are put back would be an hour short.
    """
    there = at.astimezone(zone)
    return at.astimezone(timezone(there.utcoffset() or timedelta()))
