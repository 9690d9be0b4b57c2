"""Passwords of staff: what they must be, how they are kept and how they are checked."""

from functools import partial

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from storage.threads import fair_pool
from storage.threads.fair_pool import FairPool

SHORTEST = 12
"""Characters (NCSC and NIST: length instead of rules about kinds of characters)."""
LONGEST = 200
AT_ONCE = 2
MOST_WAITING = 8
"""Passwords of devices that nobody knows that may wait: a few seconds. One more is told to come again."""

FullError = fair_pool.FullError
"""So many wait already."""


def complaint(password: str, name: str) -> str:
    """What is wrong with a new password, as a line for its owner; empty where nothing is."""
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters. Three words that do not belong together are good."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    if password.strip().casefold() == name.strip().casefold() or len(set(password)) == 1:
        return "That is too easy to guess. Three words that do not belong together are good."
    return ""


class Passwords:
    """Hashes and checks with Argon2id, in threads, since each takes 64 MiB of memory and a while. Two at a time for
    devices that nobody knows, where each name has its turn; beside them one for those that are known, or have a
    one-time link, so that whoever floods the others holds none of these up."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._anybody = FairPool(AT_ONCE, "passwords", most=AT_ONCE + MOST_WAITING)
        self._known = FairPool(1, "known-passwords")

    async def hashed(self, password: str) -> str:
        """The hash to keep."""
        return await self._known.run(None, partial(self._hasher.hash, password))

    async def matches(self, password: str, kept: str, *, name: str = "", known: str | None = None) -> bool:
        """Whether this is the password. With nothing kept it takes the same time and says no, so that an unknown name
        cannot be told from a wrong password. `known`: what the device is known as. Raises FullError."""
        check = partial(self._matches, password[: LONGEST + 1], kept)
        if known is not None:
            return await self._known.run(known, check)
        return await self._anybody.run(name, check)

    def _matches(self, password: str, kept: str) -> bool:
        if not kept:
            self._hasher.hash(password)
            return False
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False
