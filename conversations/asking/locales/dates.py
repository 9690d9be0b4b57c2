"""Dates as people read them: on the chat page, at the desk, in the letter and in files."""

from datetime import UTC, date, datetime


def plain_day(day: date) -> str:
    """As in 6 February 2023."""
    return f"{day.day} {day:%B %Y}"


def plain_days(opens: date | None, closes: date | None) -> str:
    """As in 6 February to 11 May 2023; empty where there are no dates yet."""
    if opens is None or closes is None:
        return ""
    if opens == closes:
        return plain_day(opens)
    start = f"{opens.day} {opens:%B}" if opens.year == closes.year else plain_day(opens)
    return f"{start} to {plain_day(closes)}"


def plain_time(at: datetime) -> str:
    """As in 6 February 2023, 14:05 UTC."""
    at = at.astimezone(UTC)
    return f"{plain_day(at)}, {at:%H:%M} UTC"
