"""What was taken back: a file outside the database and its backups, for the day that a backup is put back.

It names responses and answers by their random ids. It lies in KEYS_DIR, which is outside DATA_DIR by rule, can be
written, and is needed after a loss anyway.

The order of things: a withdrawal is committed in the database (with a line in its table `withdrawn`, in the same
transaction), then written here, and only then acknowledged. So what stands here was really withdrawn: a withdrawal
whose commit failed can never take a response away. And a withdrawal that somebody was told of outlives the loss of
DATA_DIR. A crash between the two steps is made good at the next start, from the table.

The lines are sorted, and the file is written anew each time, so that their order says nothing of when anyone withdrew.
"""

import contextlib
import fcntl
import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from storage.errors import StoreError

FILE = "withdrawn.txt"

_FIRST = "earshot withdrawn 1"
_LINE = re.compile(r"[0-9a-f]{32}")
_UNFINISHED = f".{FILE}.unfinished"


class Withdrawals:
    """The file in this folder. All methods read or write it: call them from a thread. They raise StoreError."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def file(self) -> Path:
        return self._folder / FILE

    def read(self) -> frozenset[bytes]:
        """All ids; none where there is no file. A damaged file is said to be, never read in part."""
        try:
            lines = self.file.read_bytes().decode("ascii").split("\n")
        except FileNotFoundError:
            return frozenset()
        except UnicodeDecodeError:
            raise self._damaged() from None
        except OSError as error:
            raise StoreError(f"{self.file} cannot be read ({error.strerror})") from error
        if len(lines) < 2 or lines[0] != _FIRST or lines[-1] or not all(map(_LINE.fullmatch, lines[1:-1])):
            raise self._damaged()
        return frozenset(map(bytes.fromhex, lines[1:-1]))

    def add(self, ids: Collection[bytes]) -> None:
        """Once this returns, they are on the disk. What is there already is not written again. Without ids it makes the
        file where there is none: where it is missing, it was lost."""
        with self._alone():
            before = self.read()
            after = before | set(ids)
            if after != before or not self.file.exists():
                self._write(after)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Keeps other processes waiting: each reads what the one before has written."""
        try:
            descriptor = os.open(self._folder, os.O_RDONLY)
        except OSError as error:
            raise StoreError(f"KEYS_DIR {self._folder} cannot be opened ({error.strerror})") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
            # Also where nothing was written: whoever wrote it may have been stopped before this.
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _write(self, ids: Collection[bytes]) -> None:
        unfinished = self._folder / _UNFINISHED
        try:
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as opened:
                opened.write("\n".join((_FIRST, *sorted(one.hex() for one in ids), "")).encode("ascii"))
                opened.flush()
                os.fsync(opened.fileno())
            unfinished.replace(self.file)
        except OSError as error:
            raise StoreError(
                f"{self.file} cannot be written ({error.strerror}): free some of the disk that KEYS_DIR is on"
            ) from error

    def _damaged(self) -> StoreError:
        return StoreError(
            f"{self.file} is damaged: put back the copy that you keep of it, or move it away (the next start then "
            "writes what the database knows; restore no backup before that)"
        )
