"""Receipts: six words that bring a respondent back to their answers. Two find, four verify.

With words from a list of 8,192 the four carry 52 bits. Only a keyed locator and a salted Argon2id hash are kept.
"""

import secrets
import unicodedata
from base64 import b64encode
from collections.abc import Sequence
from functools import partial

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION

from storage.errors import StoreError
from storage.keys import Keys
from storage.keys.sealing import pseudonym
from storage.receipts import PreparedReceipt
from storage.threads.fair_pool import FairPool

WORDS = 6
FINDING = 2
AT_ONCE = 2
"""Slow hashes at once: of new receipts, and of words that may be right. Of words that nobody has, one at a time."""


def normal(words: Sequence[str]) -> tuple[str, ...]:
    """Words as they are compared: in lower case, without white space. One string of six words does as well as six."""
    return tuple(unicodedata.normalize("NFKC", " ".join(words)).casefold().split())


def verifier_of_nobody(hasher: PasswordHasher) -> str:
    """What unknown words are verified against, so that they take as long as known ones: a hash as this hasher makes
    them, of chance instead of a secret, since to make a real one would cost every start what a receipt costs."""
    salt, made = (
        b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (hasher.salt_len, hasher.hash_len)
    )
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2{hasher.type.name.lower()}$v={ARGON2_VERSION}${cost}${salt}${made}"


class ReceiptVerifiers:
    """Makes and verifies receipts. `hasher` says what a try costs: by default 19 MiB and two passes (OWASP's floor,
    ample for 52 random bits), since every respondent pays it at the start."""

    def __init__(self, keys: Keys, hasher: PasswordHasher | None = None) -> None:
        self._keys = keys
        self._hasher = hasher or PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._known = FairPool(AT_ONCE, "receipts")
        self._of_no_one = FairPool(1, "no-receipts")
        self._of_nobody = verifier_of_nobody(self._hasher)

    async def prepare(self, words: Sequence[str]) -> PreparedReceipt:
        """Raises StoreError where they are not six words."""
        given = normal(words)
        if len(given) != WORDS:
            raise StoreError(f"a receipt has {WORDS} words")
        verifier = await self._hash(" ".join(given[FINDING:]))
        return PreparedReceipt(given, self.locator(given).hex(), verifier)

    def locator(self, words: Sequence[str]) -> bytes:
        """What a receipt is found by: an HMAC of its first two words (`words` as `normal` gives them). Of ten thousand
        receipts two may share one, so whoever looks has to verify each that it finds."""
        return pseudonym(self._keys.receipts, *words[:FINDING])

    def tried_as(self, words: Sequence[str]) -> bytes:
        """What tries are counted under: the same for words that nobody has. It is no locator, so a count cannot be
        matched with a receipt."""
        return pseudonym(self._keys.receipts, "tries", *words[:FINDING])

    def form(self, identifier: str) -> bytes:
        """What a form that was sent with receipt words is known by, should it come twice."""
        return pseudonym(self._keys.receipts, "form", identifier)

    async def which(self, words: Sequence[str], verifiers: Sequence[str]) -> int | None:
        """The index of the verifier that the last four words fit; None where they fit none. Without verifiers it takes
        as long as with one, and holds up nobody whose words have some: of these, each two first words have their turn.
        """
        secret = " ".join(words[FINDING:])
        pool = self._known if verifiers else self._of_no_one
        found = None
        for index, verifier in enumerate(verifiers or (self._of_nobody,)):
            fits = await pool.run(words[:FINDING], partial(self._verify, verifier, secret))
            if fits and verifiers and found is None:
                found = index
        return found

    async def _hash(self, secret: str) -> str:
        return await self._known.run(None, partial(self._hasher.hash, secret))

    def _verify(self, verifier: str, secret: str) -> bool:
        try:
            return self._hasher.verify(verifier, secret)
        except (VerificationError, InvalidHashError):
            return False
