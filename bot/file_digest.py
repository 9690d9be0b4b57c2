"""The digest of a file, by which it is known again wherever it comes from."""

import hashlib
from pathlib import Path


def file_digest(path: Path) -> str:
    """SHA-256, in hex. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
