"""Whether a key is the one that a database was used with. No key is made anew where what hangs on it would be lost
without a word."""

from dataclasses import dataclass
from enum import Enum, auto


class KeyStanding(Enum):
    RIGHT = auto()
    NEW = auto()
    """Nothing hangs on one yet: it may be made, or taken as it is."""
    LOST = auto()
    EXCHANGED = auto()


@dataclass(frozen=True, slots=True)
class ReliedOn:
    """Something kept can be found or opened with one key only. `check`: what that key is known again by; None where
    this was not noted, since an earlier version used it."""

    check: bytes | None


def standing(found: bytes | None, relied_on: ReliedOn | None) -> KeyStanding:
    """`found`: what the key is known by that is there; None where there is none."""
    if relied_on is None:
        return KeyStanding.NEW
    if found is None:
        return KeyStanding.LOST
    if relied_on.check is not None and relied_on.check != found:
        return KeyStanding.EXCHANGED
    return KeyStanding.RIGHT
