"""The published figures and quotes for a spreadsheet.

UTF-8 with a byte order mark, CRLF, comma, so that Excel opens it as it is. Notes first, then a block for each question,
whose header row begins with the question's wording; an empty line between two. A cell that a spreadsheet would take for
a formula (one that begins with =, +, -, @ or a sign that it reads as one of them, as a wide ＝, whatever blanks or
unseen signs stand before it; or with a tab, a return or a null) has an apostrophe before it: JSON has every word
exactly as it was.
"""

import csv
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO

from conversations.telling.formats.export import Export, notes
from conversations.telling.lines import line
from conversations.telling.tables import Cell, Table, in_words, share, shown

_FORMULA = ("=", "+", "-", "@", "−")
_LEFT_OUT = ("\t", "\r", "\n", "\0")
"""Signs that a spreadsheet may drop from the beginning of a cell, so that what comes after them begins it."""

Row = tuple[str, ...]


def write(export: Export) -> bytes:
    """The same export gives the same bytes."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for block in _blocks(export):
        writer.writerows([tuple(_plain(cell) for cell in row) for row in block])
        writer.writerow(())
    return text.getvalue().encode("utf-8-sig")


def _blocks(export: Export) -> Iterator[list[Row]]:
    figures = export.figures
    title = line("export_title", title=figures.title)
    yield [(line("trial_heading", heading=title) if export.trial else title,), *((note,) for note in notes(export))]
    for table in figures.tables:
        if table.words:
            yield [(table.title, line("export_people")), *_bases(table)]
            if said := export.quotes.get(table.id, ()):
                header = (line("export_quotes", question=table.title), line("export_age"))
                yield [header, *((quote.text, quote.who) for quote in said)]
            if themes := figures.themes.get(table.id):
                yield _block(line("export_themes", question=table.title), themes)
            if feelings := figures.feelings.get(table.id):
                yield _block(line("export_feelings", question=table.title), feelings)
        else:
            yield _block(table.title, table)
    if figures.left_out:
        header = (line("export_left_out"), line("export_answers"))
        yield [header, *((left.reason, shown(left.count)) for left in figures.left_out)]


def _block(title: str, table: Table) -> list[Row]:
    header = (title, line("export_people"), line("export_share"), line("export_words"))
    if table.nobody:
        return [header, *_bases(table)]
    return [
        header,
        *((cell.label, shown(cell.count), share(cell), in_words(cell)) for cell in _cells(table)),
        *_bases(table),
    ]


def _bases(table: Table) -> Iterator[Row]:
    if table.nobody:
        yield (line("nobody"),)
        return
    if table.kind != "people":
        yield line("export_base"), shown(table.base)
    yield line("export_took_part"), shown(table.took_part)


def _cells(table: Table) -> tuple[Cell, ...]:
    return (
        *table.cells,
        *(replace(cell, label=line("export_together", label=cell.label)) for cell in table.together),
    )


def _plain(cell: str) -> str:
    seen = (sign for sign in unicodedata.normalize("NFKC", cell) if unicodedata.category(sign)[0] not in "ZC")
    return f"'{cell}" if cell.startswith(_LEFT_OUT) or next(seen, "").startswith(_FORMULA) else cell
