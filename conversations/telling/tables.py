"""A table as published, made from what suppression lets through and nothing else, and how its numbers are shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from conversations.telling.counts import NOISE, SYMBOL, Counts, Published, few_skipped
from conversations.telling.reidentification import few_may_be_all
from conversations.telling.shares.share_room import shares_leave_room
from conversations.telling.shares.told_shares import NOTHING, PER_CENT_OF, Share, shares, wide_shares, widest


class Part(StrEnum):
    """How much of the people who took part answered, in words: all or nearly all of them, all or most."""

    NEARLY_ALL = "nearly all"
    MOST = "most"
    NOT_TOLD = "not told"


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer and how many people gave it.

    `count` is rounded to 5, None where hidden. `per_cent` is a multiple of `step`, None where hidden or of fewer than
    100 people; `word` says the share then, and beside a per cent what it is called. Both are of the true numbers, and
    empty where they would tell too much. A hidden count can have a word: the widest that is true.
    """

    label: str
    count: int | None
    per_cent: int | None = None
    word: str = ""
    step: int = field(default=1, compare=False)

    @property
    def bar(self) -> int | None:
        """How long its bar is, in per cent, as told; None where it has none."""
        return PER_CENT_OF.get(self.word) if self.per_cent is None else self.per_cent

    @property
    def tells(self) -> bool:
        """Whether anything is told of it."""
        return self.count is not None or bool(self.word)


@dataclass(frozen=True, slots=True)
class Table:
    """One question (or the age bands, or the ways in) as published. `kind`: the question's type; or people, themes,
    feeling.

    `base`: people who answered, rounded, None where hidden; `took_part`: of how many. `together`: neighbouring answers
    of a scale shown as one, where they cannot be shown by themselves, each with the places of its cells. An open
    question has no cells: its themes and feelings have tables of their own. `at_least`: that many answered, where the
    base is hidden since few skipped; else 0. `words`: it was answered in own words; `several`: one answer could have
    several options. `nobody`: nobody answered it, and this may be said.
    """

    id: str
    title: str
    kind: str
    cells: tuple[Cell, ...]
    base: int | None
    took_part: int | None
    together: tuple[Cell, ...] = ()
    places: tuple[tuple[int, ...], ...] = ()
    at_least: int = 0
    words: bool = False
    several: bool = False
    nobody: bool = False

    @property
    def of(self) -> int | None:
        """What shares are shares of: the base, or where that is hidden, all who took part."""
        return self.took_part if self.base is None else self.base

    @property
    def rows(self) -> tuple[Cell, ...]:
        """The cells from top to bottom, those that are told together as one, where the first of them stands."""
        starts = {places[0]: cell for places, cell in zip(self.places, self.together, strict=True)}
        within = {place for places in self.places for place in places}
        at_each = ((at, starts.get(at, cell)) for at, cell in enumerate(self.cells))
        return tuple(cell for at, cell in at_each if at in starts or at not in within)

    @property
    def shows(self) -> bool:
        """Whether there is a number of any answer."""
        return any(cell.count is not None for cell in (*self.cells, *self.together))

    @property
    def tells(self) -> bool:
        """Whether there is a number or a word of any answer."""
        return any(cell.tells for cell in (*self.cells, *self.together))


# ----------------------------------------------------------------------------------------------- from published numbers


def published_table(identifier: str, title: str, kind: str, cells: Sequence[Cell], published: Published) -> Table:
    """A table of what may be seen."""
    return Table(
        identifier, title, kind, tuple(cells), published.base, published.took_part, at_least=published.at_least
    )


def published_cells(
    labels: Sequence[str],
    counts: Counts,
    published: Published,
    *,
    threshold: int,
    group: bool = False,
    inside: Sequence[tuple[int, ...]] = (),
) -> tuple[Cell, ...]:
    """What may be seen of these true numbers. `labels`: one for each. `group`: they say who people are. `inside`: the
    true numbers that each of the first stands for together."""
    told = _shares(counts, published, inside, group=group, threshold=threshold)
    return tuple(
        Cell(label, count, share.per_cent, share.word, share.step)
        for label, count, share in zip(labels, published.cells, told, strict=True)
    )


def _shares(
    counts: Counts, published: Published, inside: Sequence[tuple[int, ...]], *, group: bool, threshold: int
) -> tuple[Share, ...]:
    """The share of each cell that is shown, or its widest word, if that leaves room. Where no number is shown, the
    widest word."""
    if all(cell is None for cell in published.cells):
        return _widest(counts, published, group=group, threshold=threshold)
    shown = [count for count, cell in zip(counts.cells, published.cells, strict=True) if cell is not None]
    of = counts.took_part if published.base is None else counts.answered
    if shares_leave_room(counts, published, group=group, threshold=threshold, inside=inside):
        told = iter(shares(shown, of, choice=counts.most == 1, group=group, threshold=threshold))
    elif shares_leave_room(counts, published, group=group, threshold=threshold, inside=inside, wide=True):
        told = iter(wide_shares(shown, of))
    else:
        return (NOTHING,) * len(counts.cells)
    return tuple(NOTHING if cell is None else next(told) for cell in published.cells)


def _widest(counts: Counts, published: Published, *, group: bool, threshold: int) -> tuple[Share, ...]:
    """Where nothing is told but how many took part, and few skipped it: the widest word for an answer that half of them
    gave or more; of two such answers to a choice, for the first."""
    told = [NOTHING] * len(counts.cells)
    if published.took_part is None or published.base is not None or not few_skipped(counts, threshold):
        return tuple(told)
    if counts.most == 1 and not few_may_be_all(len(counts.cells), published.took_part, threshold):
        return tuple(told)
    surely = max(published.took_part - NOISE, threshold)
    for at, count in enumerate(counts.cells):
        if word := widest(count, counts.took_part, surely, group=group, threshold=threshold):
            told[at] = Share(word=word)
            if counts.most == 1:
                break
    return tuple(told)


# ----------------------------------------------------------------------------------------------------- as people see it


def shown(count: int | None) -> str:
    """A number as published, or the symbol."""
    return SYMBOL if count is None else str(count)


def part_that_answered(table: Table) -> Part:
    """What may be said of how many of those who took part answered, where their number is hidden."""
    at_least = 100 * table.at_least // table.took_part if table.took_part and table.base is None else 0
    return Part.NEARLY_ALL if at_least >= 90 else Part.MOST if at_least >= 50 else Part.NOT_TOLD


def share(cell: Cell) -> str:
    """A share as published, as in 40%; the symbol where it is hidden; empty where words alone tell it."""
    if not cell.tells:
        return SYMBOL
    if cell.per_cent is None:
        return ""
    return f"{cell.per_cent}%" if cell.per_cent else f"under {cell.step}%"


def in_words(cell: Cell) -> str:
    """The word for a share, or the symbol."""
    return cell.word if cell.tells else SYMBOL
