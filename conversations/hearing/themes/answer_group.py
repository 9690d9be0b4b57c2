"""A group of answers that may be a new theme, as a value: what shows groups need not load what finds them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """`words`: those typical of it, the most typical first. `members`: where its texts stand, most typical first."""

    words: tuple[str, ...]
    members: tuple[int, ...]
