"""Public lists and texts that training uses and the product may not ship: which they are, and whether they are here."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import yaml

from bot.file_digest import file_digest


class SourcesMissingError(Exception):
    """Some public files are not here, or are others. Says which, and where it stands what they are."""


@dataclass(frozen=True, slots=True)
class PublicSource:
    """A file of data/public_sources.yaml, by its place in the folder. `source`: whose it is and where it comes from."""

    what: str
    source: str
    licence: str
    sha256: str


@cache
def public_sources() -> Mapping[str, PublicSource]:
    """Every file that training uses and the product does not ship."""
    table = resources.files("bot.training") / "data" / "public_sources.yaml"
    return {name: PublicSource(**row) for name, row in yaml.safe_load(table.read_text(encoding="utf-8")).items()}


def checked(folder: Path | None) -> Path:
    """The folder, once every file of the table was found in it with its digest. Raises SourcesMissingError."""
    if folder is None:
        raise SourcesMissingError("no folder with the public files was given (PUBLIC=folder; see public_sources.yaml)")
    wrong = [problem for name, source in public_sources().items() if (problem := _problem(folder, name, source))]
    if wrong:
        raise SourcesMissingError(f"in {folder}: {', '.join(wrong)} (see public_sources.yaml)")
    return folder


def _problem(folder: Path, name: str, source: PublicSource) -> str:
    try:
        return "" if file_digest(folder / name) == source.sha256 else f"{name} is another file"
    except OSError:
        return f"{name} is not there"
