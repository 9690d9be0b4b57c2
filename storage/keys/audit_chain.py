"""The chain of the audit: each row is sealed to the one before it, and how far they go stands outside the database."""

import contextlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from storage.errors import StoreError
from storage.keys.key_files import Keys

Noted = tuple[int, str, str, str, str]
"""A row: its number, when, what was done, by whom, detail."""


@dataclass(frozen=True, slots=True)
class Head:
    """How far the rows go: the number of the newest, and its seal. Number 0 stands for none."""

    number: int
    mac: bytes

    def __str__(self) -> str:
        return f"{self.number} {self.mac.hex()}".strip()

    @classmethod
    def read(cls, text: str) -> "Head":
        """Raises ValueError."""
        number, *mac = text.split()
        return cls(int(number), bytes.fromhex("".join(mac)))


NOTHING_YET = Head(0, b"")


class AuditChain:
    """Seals rows under the key in `keys`. All methods may read files, and raise StoreError."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self.behind = False
        """Whether rows were written that the head does not know of yet."""

    @property
    def file(self) -> Path:
        """Where the head stands."""
        return self._keys.folder / "audit.head"

    def mac(self, before: bytes | None, row: Noted) -> bytes:
        """The seal of a row; `before`: that of the row before it, None for the first."""
        canonical = json.dumps(row, ensure_ascii=True, separators=(",", ":")).encode("ascii")
        return hmac.digest(self._keys.audit, (before or b"") + canonical, "sha256")

    def head(self) -> Head | None:
        """None where there is no file."""
        try:
            return Head.read(self.file.read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise StoreError(f"{self.file} cannot be read: put back the copy that you keep of KEYS_DIR") from error

    def set_head(self, head: Head) -> None:
        """In one step: whoever reads finds the one from before or this one."""
        unfinished = self.file.with_name(f".{self.file.name}.{secrets.token_hex(8)}")
        try:
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as opened:
                opened.write(f"{head}\n")
                opened.flush()
                os.fsync(opened.fileno())
            unfinished.replace(self.file)
        except OSError as error:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise StoreError(f"{self.file} cannot be written ({error.strerror})") from error
