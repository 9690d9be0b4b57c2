"""The figures for a terminal: tables with bars."""

from dataclasses import replace
from datetime import date

from rich.console import Console, Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table as Grid
from rich.text import Text

from bot.known_doors import rows_in_figures
from bot.telling.findings import Findings, find
from conversations.telling.counts import SYMBOL
from conversations.telling.lines import line
from conversations.telling.quotes import Quote
from conversations.telling.tables import Part, Table, in_words, part_that_answered, share, shown
from storage.store import Store

_BAR = 16
"""Columns of the longest bar: all five columns fit a terminal of 80."""

_BASES = {Part.NEARLY_ALL: "summary_base_nearly_all", Part.MOST: "summary_base_most", Part.NOT_TOLD: "summary_base"}


async def summary(store: Store, consultation: str, console: Console, today: date) -> None:
    """Prints the published figures as tables with bars."""
    console.print(_summarised(await find(store, consultation, today, rows_in_figures())))


def _summarised(found: Findings) -> RenderableType:
    figures_ = found.figures
    parts: list[RenderableType] = []
    if found.held.trial:
        parts.append(Text(line("trial"), style="bold red"))
    if figures_.nobody:
        parts += [Text(figures_.title, style="bold"), Text(line("summary_nobody")), Text(found.as_of, style="dim")]
        return Group(*parts)
    took_part = line("summary_took_part", title=figures_.title, count=shown(figures_.took_part))
    parts.append(Text(took_part, style="bold"))
    for table in figures_.tables:
        parts.append(_grid(table, found.quotes.get(table.id, ())))
        for about, coded in (("export_themes", figures_.themes), ("export_feelings", figures_.feelings)):
            if table.id in coded:
                parts.append(_grid(replace(coded[table.id], title=line(about, question=table.title))))
    parts.extend(Text(f"{line('export_left_out')}: {left.reason}: {shown(left.count)}") for left in figures_.left_out)
    symbol = line("export_note_symbol", symbol=SYMBOL, threshold=figures_.threshold)
    notes = (found.as_of, symbol, line("export_note_base", symbol=SYMBOL), found.accuracy)
    parts.extend(Text(note, style="dim") for note in notes)
    return Group(*parts)


def _grid(table: Table, said: tuple[Quote, ...] = ()) -> RenderableType:
    base = line(_BASES[part_that_answered(table)], base=shown(table.base), took_part=shown(table.took_part))
    title = Text(f"\n{table.title}", style="bold")
    if table.nobody:
        return Group(title, Text(line("nobody"), style="dim"))
    if table.words:
        # How many quotes there are would be a number that could be small.
        return Group(title, Text(f"{base}; {line('summary_quotes' if said else 'summary_no_quotes')}", style="dim"))
    grid = Grid(
        box=None,
        pad_edge=False,
        show_header=False,
        caption=None if table.kind == "people" else base,
        caption_justify="left",
    )
    grid.add_column(min_width=30, max_width=44)
    grid.add_column(justify="right")
    grid.add_column(justify="right")
    grid.add_column(width=_BAR)
    grid.add_column(no_wrap=True)
    for cell in table.rows:
        bar = ProgressBar(total=100, completed=cell.bar, width=_BAR) if cell.bar else Text("")
        grid.add_row(Text(cell.label), shown(cell.count), share(cell), bar, in_words(cell))
    return Group(title, grid)
