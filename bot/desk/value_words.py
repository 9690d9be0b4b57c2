"""How values read on a page."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from conversations.asking.locales.dates import plain_day
from conversations.hearing.values import LABELS, Kind

_HIDDEN = re.compile(f"({'|'.join(re.escape(f'[{label}]') for label in LABELS.values())})")


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
    return f"{plain_day(at)}, {at:%H:%M} UTC"


def hidden_kinds(kinds: Sequence[Kind]) -> str:
    """As in: 2 names, 1 place."""
    return ", ".join(
        f"{count} {_many(LABELS[kind]) if count > 1 else LABELS[kind]}" for kind, count in Counter(kinds).items()
    )


def _many(label: str) -> str:
    return " or ".join(f"{word}s" for word in label.split(" or "))


def pieces(text: str) -> list[tuple[str, bool]]:
    """A redacted text cut where something was hidden: each piece, and whether it stands for something hidden."""
    return [(piece, bool(_HIDDEN.fullmatch(piece))) for piece in _HIDDEN.split(text) if piece]
