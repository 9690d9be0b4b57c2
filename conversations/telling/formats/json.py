"""The published figures and quotes for other programs.

Format 1: {"format", "trial", "consultation": {"id", "version", "title"}, "made", "took_part", "notes": [...],
"people" / "about_you" / "questions": [{"id", "question", "type", "answered", "took_part", "nobody",
"answers": [ANSWER...], "together": [ANSWER...]}...], "left_out": [{"reason", "answers"}...]}; each of "questions" also
has "quotes": [{"text", "age"}...], "themes": [ANSWER...] and "feelings": [ANSWER...], which are empty where there are
none. ANSWER is {"answer", "people", "per_cent", "word"}. Numbers are rounded; "c" stands for each one that is hidden,
null for a share that is told in words alone, as its base is small, or not at all. "nobody": nobody answered; "answered"
is 0 then.
"""

import json
from typing import Any

from conversations.telling.counts import SYMBOL
from conversations.telling.formats.export import Export, notes
from conversations.telling.tables import Cell, Table, in_words

FORMAT = 1


def write(export: Export) -> bytes:
    """UTF-8; the same export gives the same bytes."""
    figures = export.figures
    content: dict[str, Any] = {
        "format": FORMAT,
        "trial": export.trial,
        "consultation": {"id": figures.consultation, "version": figures.version, "title": figures.title},
        "made": export.today.isoformat(),
        "took_part": 0 if figures.nobody else _number(figures.took_part),
        "notes": notes(export),
        "people": [_table(table) for table in figures.people],
        "about_you": [_table(table) for table in figures.about_you],
        "questions": [_question(table, export) for table in figures.questions],
        "left_out": [{"reason": left.reason, "answers": _number(left.count)} for left in figures.left_out],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _question(table: Table, export: Export) -> dict[str, Any]:
    figures = export.figures
    return {
        **_table(table),
        "quotes": [{"text": quote.text, "age": quote.who or None} for quote in export.quotes.get(table.id, ())],
        "themes": _answers(figures.themes.get(table.id)),
        "feelings": _answers(figures.feelings.get(table.id)),
    }


def _answers(table: Table | None) -> list[dict[str, Any]]:
    return [_answer(cell) for cell in table.cells] if table else []


def _table(table: Table) -> dict[str, Any]:
    return {
        "id": table.id,
        "question": table.title,
        "type": table.kind,
        "answered": 0 if table.nobody else _number(table.base),
        "took_part": _number(table.took_part),
        "nobody": table.nobody,
        "answers": [_answer(cell) for cell in table.cells],
        "together": [_answer(cell) for cell in table.together],
    }


def _answer(cell: Cell) -> dict[str, Any]:
    return {
        "answer": cell.label,
        "people": _number(cell.count),
        "per_cent": cell.per_cent if cell.tells else SYMBOL,
        "word": in_words(cell),
    }


def _number(count: int | None) -> int | str:
    return SYMBOL if count is None else count
