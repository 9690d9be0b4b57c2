"""The published figures and quotes as files for other programs: CSV for a spreadsheet, JSON for code.

CSV: UTF-8 with a byte order mark, CRLF, comma, so that Excel opens it as it is. Notes first, then a block for each
question, whose header row begins with the question's wording; an empty line between two. A cell that a spreadsheet
would take for a formula (one that begins with =, +, -, @, a tab or a return) has an apostrophe before it: JSON has
every word exactly as it was.

JSON (format 1): {"format", "trial", "consultation": {"id", "version", "title"}, "made", "took_part", "notes": [...],
"people" / "about_you" / "questions": [{"id", "question", "type", "answered", "took_part", "answers": [ANSWER...],
"together": [ANSWER...]}...], "left_out": [{"reason", "answers"}...]}; each of "questions" also has "quotes": [{"text",
"age"}...], "themes": [ANSWER...] and "feelings": [ANSWER...], which are empty where there are none. ANSWER is
{"answer", "people", "per_cent", "word"}. Numbers are rounded; "c" stands for each one that is hidden, null for a share
that is not given as its base is too small.
"""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from conversations.asking.locales.dates import plain_day
from conversations.telling.figures import Figures
from conversations.telling.lines import line
from conversations.telling.quotes import Quote
from conversations.telling.share_words import key as key_of_words
from conversations.telling.suppression import SYMBOL, UNIT
from conversations.telling.tables import SMALLEST_BASE, Cell, Table, in_words, share, shown

FORMAT = 1
CSV_MEDIA_TYPE = "text/csv; charset=utf-8"
JSON_MEDIA_TYPE = "application/json"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Export:
    """What an export is made from. `quotes`: by question id, all that may be used. `accuracy`: how far coding can be
    trusted (see accuracy.statement)."""

    figures: Figures
    quotes: Mapping[str, Sequence[Quote]]
    trial: bool
    today: date
    accuracy: str


def write_csv(export: Export) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for block in _blocks(export):
        writer.writerows([tuple(_plain(cell) for cell in row) for row in block])
        writer.writerow(())
    return text.getvalue().encode("utf-8-sig")


def write_json(export: Export) -> bytes:
    figures = export.figures
    content: dict[str, Any] = {
        "format": FORMAT,
        "trial": export.trial,
        "consultation": {"id": figures.consultation, "version": figures.version, "title": figures.title},
        "made": export.today.isoformat(),
        "took_part": _number(figures.took_part),
        "notes": _notes(export),
        "people": [_table(table) for table in figures.people],
        "about_you": [_table(table) for table in figures.about_you],
        "questions": [_question(table, export) for table in figures.questions],
        "left_out": [{"reason": left.reason, "answers": _number(left.count)} for left in figures.left_out],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _notes(export: Export) -> list[str]:
    key = ", ".join(f"{word} {span}" for word, span in key_of_words())
    return [
        *([line("trial")] if export.trial else []),
        line("export_note_status"),
        line("export_note_symbol", symbol=SYMBOL, threshold=export.figures.threshold),
        line("export_note_rounded", unit=UNIT),
        line("export_note_base", symbol=SYMBOL),
        line("export_note_few"),
        line("export_note_words", key=key),
        line("export_note_themes"),
        export.accuracy,
        line("export_note_chose"),
        line("lead_multi_note"),
        line("export_note_checked"),
        line("made", day=plain_day(export.today)),
    ]


# ---------------------------------------------------------------------------------------------------------------- CSV


def _blocks(export: Export) -> Iterator[list[Row]]:
    figures = export.figures
    title = line("export_title", title=figures.title)
    yield [(line("trial_heading", heading=title) if export.trial else title,), *((note,) for note in _notes(export))]
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
    return [
        (title, line("export_people"), line("export_share"), line("export_words")),
        *((cell.label, shown(cell.count), share(cell), in_words(cell)) for cell in _cells(table)),
        *_bases(table),
    ]


def _bases(table: Table) -> Iterator[Row]:
    if table.kind != "people":
        yield line("export_base"), shown(table.base)
    yield line("export_took_part"), shown(table.took_part)


def _cells(table: Table) -> tuple[Cell, ...]:
    return (
        *table.cells,
        *(
            Cell(line("export_together", label=cell.label), cell.count, cell.per_cent, cell.word)
            for cell in table.together
        ),
    )


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


# --------------------------------------------------------------------------------------------------------------- JSON


def _question(table: Table, export: Export) -> dict[str, Any]:
    figures = export.figures
    return {
        **_table(table),
        "quotes": [{"text": quote.text, "age": quote.who or None} for quote in export.quotes.get(table.id, ())],
        "themes": _answers(figures.themes.get(table.id)),
        "feelings": _answers(figures.feelings.get(table.id)),
    }


def _answers(table: Table | None) -> list[dict[str, Any]]:
    return [_answer(cell, table) for cell in table.cells] if table else []


def _table(table: Table) -> dict[str, Any]:
    return {
        "id": table.id,
        "question": table.title,
        "type": table.kind,
        "answered": _number(table.base),
        "took_part": _number(table.took_part),
        "answers": [_answer(cell, table) for cell in table.cells],
        "together": [_answer(cell, table) for cell in table.together],
    }


def _answer(cell: Cell, table: Table) -> dict[str, Any]:
    too_small = table.of is not None and table.of < SMALLEST_BASE
    return {
        "answer": cell.label,
        "people": _number(cell.count),
        "per_cent": None if too_small else _number(cell.per_cent),
        "word": SYMBOL if cell.count is None else cell.word,
    }


def _number(count: int | None) -> int | str:
    return SYMBOL if count is None else count
