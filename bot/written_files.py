"""Files that a command writes where it was told to: never over what Earshot itself keeps, all of one or nothing."""

import os
import secrets
import stat
import sys
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.plain_errors import PlainError
from bot.settings import Settings

SQLITE = b"SQLite format 3\0"
"""What every SQLite file begins with (sqlite.org/fileformat.html): the database and its backups, wherever they lie."""

DIGEST = ".sha256"
"""After the name of a backup: the file of its SHA-256."""


class WriteError(PlainError):
    """A file cannot be written there. The text says what to do."""


EXPORTS = "exports"
"""A folder of this name beside our own files is for what leaves."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a file is to be written. `path`: as it was given. `whole`: a file, which is put in place whole; else a
    pipe, a device or where this process prints to, into which it is written."""

    path: Path
    whole: bool


def kept_by_us(settings: Settings) -> tuple[Path, ...]:
    """The folders and files that no command may write into: also those that only somebody else writes. Figures in the
    place of a list of what is always hidden would show it."""
    given = (settings.lists, settings.seeds, settings.telegram_token_file, settings.metrics_token_file)
    kept = (settings.data_dir, settings.keys_dir, settings.database_path, Path(".env"))
    return kept + tuple(one for one in given if one is not None)


def target(path: Path, own: Collection[Path]) -> Target:
    """Looks at a path, through links, before anything is made for it. `own`: see `kept_by_us`.

    Raises WriteError where nothing may or can be written there.
    """
    try:
        real = path.resolve()
        there = path.stat() if path.exists() else None
    except (OSError, RuntimeError, ValueError):
        raise WriteError(f"{path} cannot be found: choose another place with --out") from None
    if there and stat.S_ISDIR(there.st_mode):
        raise WriteError(f"{path} is a folder: give the name of a file")
    if there and not stat.S_ISREG(there.st_mode):
        return Target(path, whole=False)
    if _is_ours(real, there, own):
        raise WriteError(f"{path} is where Earshot keeps its own files: choose another place with --out")
    if not real.parent.is_dir():
        raise WriteError(
            f"there is no folder {real.parent if path.is_symlink() else path.parent}: make it first, or choose another"
        )
    return Target(path, whole=not is_stdout(path))


def _is_ours(real: Path, there: os.stat_result | None, own: Collection[Path]) -> bool:
    for one in (each.resolve() for each in own):
        beside = real.parent == one.parent and real.name.startswith(f"{one.name}-")  # a log of the database
        if (
            real == one
            or (one in real.parents and not real.is_relative_to(one / EXPORTS))
            or ((one.suffix or one.is_file()) and beside)
        ):
            return True
        if there and one.is_file() and os.path.samestat(there, one.stat()):  # by another name
            return True
    if there is None:
        return False
    # A backup that is not what the file beside it says cannot be restored.
    return _is_database(real) or (real.suffix == DIGEST and _is_database(real.with_suffix("")))


def _is_database(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(len(SQLITE)) == SQLITE
    except OSError:
        return False


def is_stdout(path: Path) -> bool:
    """Whether what is written to the path goes where this process prints to."""
    try:
        return os.path.samestat(path.stat(), os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError):
        return False


def write(to: Target, content: bytes) -> None:
    """Writes all of it or nothing: a file is written beside its place (where a link leads, if it is one), for its owner
    alone to read, and then put there. Raises WriteError."""
    try:
        if to.whole:
            _put_in_place(to.path.resolve(), content)
        else:
            with to.path.open("wb") as file:
                file.write(content)
    except OSError as error:
        raise WriteError(f"{to.path} could not be written: {error.strerror}") from error


def _put_in_place(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name[:200]}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
