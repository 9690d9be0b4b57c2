"""The formats that files are made in: whatever offers, names or refuses a format asks here.

A format is one file beside this one, with a function `write`, and one row. What writes it is loaded when it is first
used: python-docx and what counts figures are slow to load, and most commands need neither.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from conversations.telling.formats.document import Document
    from conversations.telling.formats.export import Export

Content = TypeVar("Content")
Write = Callable[[Content], bytes]


@dataclass(frozen=True, slots=True)
class Format(Generic[Content]):
    """`name`: as people type it, and the end of a file's name. `label`: on the desk's button. `load`: gives what makes
    a file's bytes from its content."""

    name: str
    media_type: str
    label: str
    load: Callable[[], Write[Content]]


class UnknownFormatError(Exception):
    """There is no such format. The text says which there are."""


class Formats(Generic[Content]):
    """The formats of one kind of file, in the order in which they are offered. `kind`: as in "a letter"."""

    def __init__(self, kind: str, rows: Iterable[Format[Content]]) -> None:
        self.kind = kind
        self.by_name = {row.name: row for row in rows}

    def __iter__(self) -> Iterator[Format[Content]]:
        return iter(self.by_name.values())

    def __contains__(self, name: object) -> bool:
        return name in self.by_name

    @property
    def default(self) -> str:
        """The name of the format that is meant where none is said: the first."""
        return self.names[0]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.by_name)

    def named(self, name: str) -> Format[Content]:
        """The format with this name. Raises UnknownFormatError."""
        if name in self.by_name:
            return self.by_name[name]
        *others, last = self.names
        there = f"{', '.join(others)} or {last}" if others else last
        raise UnknownFormatError(f"{self.kind} cannot be {name[:20]!r}: choose {there}")


def _docx() -> "Write[Document]":
    from conversations.telling.formats import docx  # noqa: PLC0415 - here and below: slow to load

    return docx.write


def _html() -> "Write[Document]":
    from conversations.telling.formats import html  # noqa: PLC0415

    return html.write


def _md() -> "Write[Document]":
    from conversations.telling.formats import md  # noqa: PLC0415

    return md.write


def _csv() -> "Write[Export]":
    from conversations.telling.formats import csv  # noqa: PLC0415

    return csv.write


def _json() -> "Write[Export]":
    from conversations.telling.formats import json  # noqa: PLC0415

    return json.write


LETTERS: "Formats[Document]" = Formats(
    "a letter",
    (
        Format("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word", _docx),
        Format("html", "text/html; charset=utf-8", "Web page", _html),
        Format("md", "text/markdown; charset=utf-8", "Plain text", _md),
    ),
)

EXPORTS: "Formats[Export]" = Formats(
    "an export",
    (
        Format("csv", "text/csv; charset=utf-8", "Spreadsheet (CSV)", _csv),
        Format("json", "application/json", "JSON", _json),
    ),
)
