"""How often a backup is made. Two of them that are minutes apart differ by what one person did in between, and so tell
what they said; those of two days differ by what everybody did."""

from datetime import date


def may_back_up(today: date, last: date | None, *, closed_since: bool, again: bool) -> bool:
    """`last`: the day of the last backup. Once a consultation was closed after that, the one before is to be destroyed,
    and a new one may take its place the same day. `again`: somebody who knows that wants another."""
    return again or closed_since or last is None or last < today
