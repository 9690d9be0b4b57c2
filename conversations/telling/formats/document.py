"""A document as values, whatever file it becomes: blocks from top to bottom."""

from dataclasses import dataclass
from datetime import date

LANGUAGE = "en-GB"


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 is a part of the document, 2 a part of that; the title is the document's own."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`quiet`: a note that stands back."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """Something that a person still has to write."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's own words, unchanged, and who said them (may be empty). Lines are broken by line breaks."""

    text: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with one header row; the first cell of each row names it. `about` says what is in it to someone who does
    not see what stands around it. `bars`: a per cent for each row, or None."""

    caption: str
    about: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bars: tuple[int | None, ...] = ()


Block = Heading | Paragraph | Blank | Bullets | Said | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """`banner` stands on every page (empty: none). `day`: the day that it was made."""

    title: str
    blocks: tuple[Block, ...]
    day: date
    banner: str = ""
