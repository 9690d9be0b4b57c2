"""A table as published, made from what suppression lets through and nothing else, and how its numbers are shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.telling.counts import SYMBOL, UNIT, Published
from conversations.telling.share_words import word

SMALLEST_BASE = 20 + UNIT
"""Published, so that it stands for 23 or more: no share is given on a base under 20."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer and how many people gave it.

    `count` is rounded to 5, None where hidden. `per_cent` is whole, None where hidden or where the base is too small
    for a share; `word` is empty where hidden or under 5 per cent.
    """

    label: str
    count: int | None
    per_cent: int | None = None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One question (or the age bands, or the ways in) as published. `kind`: the question's type; or people, themes,
    feeling.

    `base`: people who answered, rounded, None where hidden; `took_part`: of how many. `together`: neighbouring answers
    of a scale shown as one, where none can be shown by itself. An open question has no cells: its themes and feelings
    have tables of their own. `at_least`: that many answered, where the base is hidden since few skipped; else 0.
    `words`: it was answered in own words; `several`: one answer could have several options.
    """

    id: str
    title: str
    kind: str
    cells: tuple[Cell, ...]
    base: int | None
    took_part: int | None
    together: tuple[Cell, ...] = ()
    at_least: int = 0
    words: bool = False
    several: bool = False

    @property
    def of(self) -> int | None:
        """What shares are shares of: the base, or where that is hidden, all who took part."""
        return self.took_part if self.base is None else self.base

    @property
    def shows(self) -> bool:
        """Whether there is a number of any answer."""
        return any(cell.count is not None for cell in (*self.cells, *self.together))


# ----------------------------------------------------------------------------------------------- from published numbers


def published_table(identifier: str, title: str, kind: str, labels: Sequence[str], published: Published) -> Table:
    """A table of these numbers. `labels`: one for each cell."""
    cells = tuple(published_cell(label, count, published) for label, count in zip(labels, published.cells, strict=True))
    return Table(identifier, title, kind, cells, published.base, published.took_part, at_least=published.at_least)


def published_cell(label: str, count: int | None, published: Published) -> Cell:
    """Shares and words are made from published numbers alone, so that they tell no more than these do."""
    of = published.took_part if published.base is None else published.base
    if count is None or of is None:
        return Cell(label, count)
    per_cent = (200 * count + of) // (2 * of)
    return Cell(label, count, per_cent if of >= SMALLEST_BASE else None, word(per_cent))


# ----------------------------------------------------------------------------------------------------- as people see it


def shown(count: int | None) -> str:
    """A number as published, or the symbol."""
    return SYMBOL if count is None else str(count)


def share(cell: Cell) -> str:
    """A share as published, as in 40%; the symbol where the count is hidden; empty where the base is too small."""
    if cell.count is None:
        return SYMBOL
    if cell.per_cent is None:
        return ""
    return f"{cell.per_cent}%" if cell.per_cent else "under 1%"


def in_words(cell: Cell) -> str:
    """The word for a share, or the symbol."""
    return SYMBOL if cell.count is None else cell.word
