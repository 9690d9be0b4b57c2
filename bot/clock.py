"""The time, for whoever is handed a clock."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)
