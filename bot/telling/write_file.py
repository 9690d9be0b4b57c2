"""Writing a file to disk."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from bot.telling.telling_error import TellingError


def write_whole(path: Path, content: bytes) -> None:
    """All of the file or nothing of it: written beside it, then put in its place. Raises TellingError."""
    if path.is_dir():
        raise TellingError(f"{path} is a folder: give the name of a file")
    if not path.parent.is_dir():
        raise TellingError(f"there is no folder {path.parent}: make it first, or choose another")
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise TellingError(f"{path} could not be written: {error.strerror}") from error
