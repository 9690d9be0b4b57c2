"""Dates as people read them."""

from datetime import date


def plain_day(day: date) -> str:
    """As in 6 February 2023."""
    return f"{day.day} {day:%B %Y}"
