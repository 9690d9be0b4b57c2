"""Passwords of staff: what they must be, how they are kept and how they are checked."""

import asyncio
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.desk.accounts.guessable import guessable

SHORTEST = 15
"""Characters of a new one (NIST SP 800-63B-4: where nothing but a password is asked for; no rules about kinds)."""
LONGEST = 200
AT_ONCE = 2

ADVICE = "Four words that do not belong together are good. A password manager is better."


def normalised(password: str) -> str:
    """The same whatever keyboard it was typed on (NFKC, as NIST SP 800-63B-4 has it)."""
    return unicodedata.normalize("NFKC", password)


def complaint(password: str, name: str) -> str:
    """What is wrong with a new password, as a line for its owner; empty where nothing is. Takes up to seconds."""
    password = normalised(password[: LONGEST + 1])
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters. {ADVICE}"
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    if guessable(password, name):
        return (
            f"That is too easy to guess: it is of words or rows of keys that many use, or of this desk's own. {ADVICE}"
        )
    return ""


class Passwords:
    """Hashes and checks with Argon2id, in threads, two at a time: each takes 64 MiB of memory."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._room = asyncio.Semaphore(AT_ONCE)

    async def complaint(self, password: str, name: str) -> str:
        """What `complaint` says."""
        async with self._room:
            return await asyncio.to_thread(complaint, password, name)

    async def hashed(self, password: str) -> str:
        """The hash to keep."""
        async with self._room:
            return await asyncio.to_thread(self._hasher.hash, normalised(password))

    async def matches(self, password: str, kept: str) -> bool:
        """Whether this is the password. With nothing kept it takes the same time and says no, so that an unknown name
        cannot be told from a wrong password."""
        async with self._room:
            return await asyncio.to_thread(self._matches, password[: LONGEST + 1], kept)

    def _matches(self, password: str, kept: str) -> bool:
        # Those that were set before they were normalised were hashed as they were typed.
        ways = dict.fromkeys((normalised(password), password))
        if not kept:
            for one in ways:
                self._hasher.hash(one)
            return False
        return any(self._verified(one, kept) for one in ways)

    def _verified(self, password: str, kept: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False
