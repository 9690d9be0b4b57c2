"""A redacted text as a page shows it: with what was hidden in it, and how much of each kind."""

import re
from collections import Counter
from collections.abc import Sequence

from conversations.hearing.values import LABELS, Kind

_HIDDEN = re.compile(f"({'|'.join(re.escape(f'[{label}]') for label in LABELS.values())})")


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
