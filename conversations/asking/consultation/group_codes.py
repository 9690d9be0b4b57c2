"""Codes with which a group of children under 13 takes part."""

from collections.abc import Callable, Collection


def new_group_code(chance: Callable[[int], bytes], taken: Collection[str]) -> str:
    """A new code for a group: eight letters and digits that are not mistaken for one another, as in k7mp-x3hr. `chance`
    gives that many random bytes."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    while True:
        raw = "".join(letters[byte % len(letters)] for byte in chance(64) if byte < 248)[:8]
        code = f"{raw[:4]}-{raw[4:]}"
        if code not in taken:
            return code
