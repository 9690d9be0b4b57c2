"""Whether a text has anything that a reader sees: a name of one zero-width space is as empty as one of none."""

import unicodedata

_UNSEEN = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Zs", "Zl", "Zp"))
"""Controls, zero-width characters, blanks of all kinds; marks too, which are seen only on another character."""

_BLANK_ALL_THE_SAME = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs by their category, and drawn as nothing: fillers of Hangul, Braille without a dot."""


def nothing_to_see(text: str) -> bool:
    """Whether a text is empty to whoever reads it."""
    return all(one in _BLANK_ALL_THE_SAME or unicodedata.category(one) in _UNSEEN for one in text)
