"""DIGESTS: the SHA-256 of every learned file, so that one which was changed by anything but learning is noticed."""

from pathlib import Path

from bot.file_digest import file_digest

NAME = "DIGESTS"
LEARNED = (".bin", ".npz")


def digests(folder: Path) -> str:
    """A line for each learned file of the folder, as `sha256sum --check` reads it."""
    files = sorted(file for file in folder.iterdir() if file.suffix in LEARNED)
    return "".join(f"{file_digest(file)}  {file.name}\n" for file in files)


def write(folder: Path) -> None:
    """Writes DIGESTS into the folder."""
    (folder / NAME).write_text(digests(folder), encoding="ascii")
