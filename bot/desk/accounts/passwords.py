"""Passwords of staff: what they must be, how they are kept and how they are checked."""

import unicodedata
from functools import partial

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.desk.accounts.guessable import guessable
from storage.threads import fair_pool
from storage.threads.fair_pool import FairPool

SHORTEST = 15
"""Characters of a new one (NIST SP 800-63B-4: where nothing but a password is asked for; no rules about kinds)."""
LONGEST = 200
AT_ONCE = 2
MOST_WAITING = 8
"""Passwords of devices that nobody knows that may wait: a few seconds. One more is told to come again."""

FullError = fair_pool.FullError
"""So many wait already."""

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
    """Hashes and checks with Argon2id, in threads, since each takes 64 MiB of memory and a while. Two at a time for
    devices that nobody knows, where each name has its turn; beside them one for those that are known, or have a
    one-time link, so that whoever floods the others holds none of these up."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._anybody = FairPool(AT_ONCE, "passwords", most=AT_ONCE + MOST_WAITING)
        self._known = FairPool(1, "known-passwords")

    async def complaint(self, password: str, name: str) -> str:
        """What `complaint` says."""
        return await self._known.run(None, partial(complaint, password, name))

    async def hashed(self, password: str) -> str:
        """The hash to keep."""
        return await self._known.run(None, partial(self._hasher.hash, normalised(password)))

    async def matches(self, password: str, kept: str, *, name: str = "", known: str | None = None) -> bool:
        """Whether this is the password. With nothing kept it takes the same time and says no, so that an unknown name
        cannot be told from a wrong password. `known`: what the device is known as. Raises FullError."""
        check = partial(self._matches, password[: LONGEST + 1], kept)
        if known is not None:
            return await self._known.run(known, check)
        return await self._anybody.run(name, check)

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
