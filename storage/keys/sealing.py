"""Sealing (AES-256-GCM) and pseudonyms (HMAC-SHA256). Plain values: nothing here reads a file."""

import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.errors import StoreError

KEY_BYTES = 32
NONCE_BYTES = 12
PSEUDONYM_BYTES = 16
FORM = b"\x01"
"""First byte of everything sealed, so that another way of sealing can be told from this one."""


def derive(key: bytes, purpose: str) -> bytes:
    """A 256-bit key for one purpose, from a random 256-bit key: knowing one says nothing about another."""
    return hmac.digest(key, b"earshot\x00" + purpose.encode(), "sha256")


class Pseudonyms:
    """Pseudonyms under one key: 128 bits of an HMAC-SHA256. The same parts give the same pseudonym, and only the key
    can find it again."""

    def __init__(self, key: bytes) -> None:
        self._keyed = hmac.new(key, digestmod="sha256")

    def of(self, *parts: str | bytes) -> bytes:
        """Each part goes in with its length before it, so that two lists of parts never run into the same bytes."""
        message = bytearray()
        for part in parts:
            raw = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
            message += len(raw).to_bytes(8, "big") + raw
        found = self._keyed.copy()  # half the work of beginning with the key
        found.update(message)
        return found.digest()[:PSEUDONYM_BYTES]


def pseudonym(key: bytes, *parts: str | bytes) -> bytes:
    """One pseudonym, where no more are made under this key."""
    return Pseudonyms(key).of(*parts)


class Seal:
    """Seals under one key. Whatever is sealed is bound to its place (`about`), and opens nowhere else."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, plain: bytes, about: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return FORM + nonce + self._cipher.encrypt(nonce, plain, FORM + about)

    def open(self, sealed: bytes, about: bytes) -> bytes:
        """Raises StoreError where it was sealed under another key or for another place, or has changed."""
        start = len(FORM) + NONCE_BYTES
        try:
            return self._cipher.decrypt(sealed[len(FORM) : start], sealed[start:], sealed[: len(FORM)] + about)
        except (InvalidTag, ValueError):
            raise StoreError(
                "something in the database does not open with the keys in KEYS_DIR: put back the keys that belong to it"
            ) from None


def check_of(key: bytes) -> bytes:
    """What a key is known again by. It may be stored: nothing of the key can be worked out from it."""
    return pseudonym(derive(key, "check"))


class ConsultationKey:
    """Everything that comes from one consultation's key. When the key is destroyed, none of it can be made again."""

    __slots__ = ("_case", "_event", "_link", "_session", "check", "places", "seal")

    def __init__(self, key: bytes) -> None:
        self._session = Pseudonyms(derive(key, "session"))
        self._event = Pseudonyms(derive(key, "event"))
        self._link = Pseudonyms(derive(key, "link"))
        self._case = Pseudonyms(derive(key, "case"))
        self.seal = Seal(derive(key, "seal"))
        self.places = Seal(derive(key, "places"))
        """Seals, in backups, where people are."""
        self.check = check_of(key)

    def session(self, address: str) -> bytes:
        """What a session is found by."""
        return self._session.of(address)

    def event(self, address: str, event: str) -> bytes:
        """What an event is known by. The address is part of it, so nobody is shown what another was told."""
        return self._event.of(address, event)

    def link(self, response: bytes) -> bytes:
        """What finds the sessions that have this response."""
        return self._link.of(response)

    def case(self, response: bytes) -> bytes:
        """What finds the case of flags about this response's answers."""
        return self._case.of(response)
