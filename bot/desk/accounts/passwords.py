"""Passwords of staff: what they must be, how they are kept and how they are checked."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
"""Characters (NCSC and NIST: length instead of rules about kinds of characters)."""
LONGEST = 200
AT_ONCE = 2


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
    """Hashes and checks with Argon2id, in threads, two at a time: each takes 64 MiB of memory."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._room = asyncio.Semaphore(AT_ONCE)

    async def hashed(self, password: str) -> str:
        """The hash to keep."""
        async with self._room:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def matches(self, password: str, kept: str) -> bool:
        """Whether this is the password. With nothing kept it takes the same time and says no, so that an unknown name
        cannot be told from a wrong password."""
        async with self._room:
            return await asyncio.to_thread(self._matches, password[: LONGEST + 1], kept)

    def _matches(self, password: str, kept: str) -> bool:
        if not kept:
            self._hasher.hash(password)
            return False
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False
