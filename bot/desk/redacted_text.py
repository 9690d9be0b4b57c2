"""A redacted text as a page shows it: with what was hidden in it, and how much of each kind."""

from collections import Counter
from collections.abc import Sequence

from conversations.hearing.redaction.placeholders import PLACEHOLDER
from conversations.hearing.values import LABELS, Kind


def hidden_kinds(kinds: Sequence[Kind]) -> str:
    """As in: 2 names, 1 place."""
    return ", ".join(
        f"{count} {_many(LABELS[kind]) if count > 1 else LABELS[kind]}" for kind, count in Counter(kinds).items()
    )


def _many(label: str) -> str:
    return " or ".join(f"{word}s" for word in label.split(" or "))


def pieces(text: str) -> list[tuple[str, bool]]:
    """A redacted text cut where something was hidden: each piece, and whether it stands for something hidden."""
    cut, at = [], 0
    for found in PLACEHOLDER.finditer(text):
        cut += [(text[at : found.start()], False), (found[0], True)]
        at = found.end()
    return [piece for piece in (*cut, (text[at:], False)) if piece[0]]
