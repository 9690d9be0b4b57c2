"""What a share is called in words."""

WORDS: tuple[tuple[int, str], ...] = (
    (90, "nearly all"),
    (75, "a large majority"),
    (50, "most"),
    (20, "many"),
    (10, "some"),
    (5, "a few"),
)
"""The least per cent that each word stands for, greatest first."""


def word(per_cent: int) -> str:
    """What a share, as shown, is called; empty under 5 per cent, for which there is no word."""
    return next((name for least, name in WORDS if per_cent >= least), "")


def key() -> tuple[tuple[str, str], ...]:
    """Each word and the per cents that it stands for, smallest first, as in ("a few", "5 to 9%")."""
    highest = [*(least - 1 for least, _ in WORDS[:-1])]
    spans = [
        f"{WORDS[0][0]}% or more",
        *(f"{least}–{top}%" for (least, _), top in zip(WORDS[1:], highest, strict=True)),
    ]
    return tuple(reversed([(name, span) for (_, name), span in zip(WORDS, spans, strict=True)]))
