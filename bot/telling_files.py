"""What came out of a consultation: the summary, the export and the letter, for the commands and the desk."""

import asyncio
import os
import secrets
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table as Grid
from rich.text import Text

from bot.desk.review.reasons import REASONS
from bot.inference.coding_agreement import counted as measured
from bot.plain_errors import PlainError
from conversations.asking.help.helplines import Helpline, help_lines
from conversations.telling.accuracy import statement
from conversations.telling.figures import Figures, figures
from conversations.telling.formats import data_files as exporting
from conversations.telling.formats import html, md
from conversations.telling.formats.document import Document, Said
from conversations.telling.letter import Setting
from conversations.telling.letter import letter as written
from conversations.telling.lines import line
from conversations.telling.quotes import Quote, quotes
from conversations.telling.responses import ReviewedResponse
from conversations.telling.suppression import SYMBOL
from conversations.telling.tables import Table, in_words, share, shown
from storage.consultations import HeldConsultation
from storage.errors import UnknownConsultationError
from storage.files import MadeFile
from storage.store import Store

File = tuple[str, str, bytes]
"""A file's name, its media type and what is in it."""


def _docx(document: Document) -> bytes:
    from conversations.telling.formats import docx  # noqa: PLC0415 - slow to load, and only such a letter needs it

    return docx.write(document)


_LETTERS = {
    "docx": (_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "html": (html.write, html.MEDIA_TYPE),
    "md": (md.write, md.MEDIA_TYPE),
}
_EXPORTS = {
    "csv": (exporting.write_csv, exporting.CSV_MEDIA_TYPE),
    "json": (exporting.write_json, exporting.JSON_MEDIA_TYPE),
}
BY = "command line"
_BAR = 16
"""Columns of the longest bar: all five columns fit a terminal of 80."""


class TellingError(PlainError):
    """A letter or an export cannot be made. The text says what to do."""


@dataclass(frozen=True, slots=True)
class Told:
    """What may be published of one consultation now, and how far coding can be trusted (`accuracy`)."""

    held: HeldConsultation
    figures: Figures
    quotes: Mapping[str, tuple[Quote, ...]]
    responses: Sequence[ReviewedResponse] = field(repr=False)
    accuracy: str


async def told(store: Store, consultation: str) -> Told:
    """Gathers, counts and suppresses. Raises UnknownConsultationError, which names those that there are, and
    TellingError for one that was never open: a letter would thank people whom nobody has asked."""
    try:
        held = await store.consultations.get(consultation)
    except UnknownConsultationError as error:
        there = ", ".join(one.id for one in await store.consultations.all()) or "none yet"
        raise UnknownConsultationError(f"there is no consultation {consultation[:40]!r}; there are: {there}") from error
    if held.status == "draft":
        raise TellingError(
            f"{held.id} was not opened yet, so there is nothing to tell. Next: consultation open {held.id}"
        )
    responses, histories, coded = (
        await store.gathering.responses(held.id),
        await store.code_frames.all(held.id),
        await store.codings.coded(held.id),
    )

    def counted() -> Told:
        frames = {question: history[-1].frame for question, history in histories.items()}
        found = figures(held.latest, responses, reasons=REASONS, frames=frames)
        return Told(
            held, found, quotes(held.latest, responses, found), responses, statement(measured(histories, coded))
        )

    return await asyncio.to_thread(counted)


# ------------------------------------------------------------------------------------------------------------ commands


async def summary(store: Store, consultation: str, console: Console) -> None:
    """Prints the published figures as tables with bars."""
    console.print(summarised(await told(store, consultation)))


async def export(store: Store, consultation: str, fmt: str, out: Path | None, today: date, *, by: str = "") -> Path:
    """Writes the published figures and quotes to a file (csv or json) and leaves an audit row. Returns where it is."""
    made = await export_bytes(store, consultation, fmt, today, by=by or BY, name=out.name if out else "")
    await store.audit.note("export", by=by or BY, detail=f"{consultation} {fmt}")
    return await asyncio.to_thread(_write, made, out)


async def letter(store: Store, consultation: str, fmt: str, out: Path | None, today: date, *, by: str = "") -> Path:
    """Writes the letter to a file (docx, html or md) and leaves an audit row. Returns where it is."""
    made = await letter_bytes(store, consultation, fmt, today, by=by or BY, name=out.name if out else "")
    await store.audit.note("letter", by=by or BY, detail=f"{consultation} {fmt}")
    return await asyncio.to_thread(_write, made, out)


async def export_bytes(store: Store, consultation: str, fmt: str, today: date, *, by: str = BY, name: str = "") -> File:
    """The export as a file, which is noted (as `name`, if given). Raises TellingError for an unknown format."""
    if fmt not in _EXPORTS:
        raise TellingError(f"an export cannot be {fmt[:20]!r}: choose csv or json")
    write, media_type = _EXPORTS[fmt]
    found = await told(store, consultation)
    content = exporting.Export(found.figures, found.quotes, found.held.trial, today, found.accuracy)
    made = _name(found, "figures", today, fmt), media_type, await asyncio.to_thread(write, content)
    everywhere = {question: {quote.text for quote in said} for question, said in found.quotes.items()}
    await _note(store, found, MadeFile(name or made[0], "figures", fmt, today, by), everywhere)
    return made


async def letter_bytes(store: Store, consultation: str, fmt: str, today: date, *, by: str = BY, name: str = "") -> File:
    """The letter as a file, which is noted (as `name`, if given). Raises TellingError for an unknown format."""
    if fmt not in _LETTERS:
        raise TellingError(f"a letter cannot be {fmt[:20]!r}: choose docx, html or md")
    write, media_type = _LETTERS[fmt]
    found = await told(store, consultation)
    held = found.held
    lines = [_help_line(service) for service in help_lines()]
    setting = Setting(held.trial, held.opens, held.closes, today, lines, found.accuracy)
    document = written(held.latest, found.figures, found.quotes, setting)
    made = _name(found, "letter", today, fmt), media_type, await asyncio.to_thread(write, document)
    said = {block.text for block in document.blocks if isinstance(block, Said)}
    await _note(store, found, MadeFile(name or made[0], "letter", fmt, today, by), dict.fromkeys(found.quotes, said))
    return made


async def _note(store: Store, found: Told, file: MadeFile, said: Mapping[str, Collection[str]]) -> None:
    """Notes, before a file is handed out, whose answers it counts and whose words it has: `said` are the quotes that
    stand in it, by question. Should they be taken back later, the file is listed for recall."""
    texts = {question: {text.casefold() for text in quoted} for question, quoted in said.items()}
    counted = [response.response for response in found.responses if response.answers]
    quoted = [
        (response.response, question)
        for response in found.responses
        for question, given in response.answers.items()
        if given.quotable and given.answer.text.casefold() in texts.get(question, ())
    ]
    await store.files.note(found.held.id, file, counted=counted, quoted=quoted)


async def recall(store: Store, consultation: str, console: Console) -> None:
    """Prints the files that hold what was taken back since they were made, and what to do about them."""
    held = await store.consultations.get(consultation)
    files = await store.files.to_recall(held.id)
    if not files:
        console.print("No file that was made holds anything that was taken back.")
        return
    grid = Grid("file", "made", "by", "words of", "counted", "last taken back")
    for one in files:
        grid.add_row(
            one.file.name, str(one.file.day), one.file.by, _people(one.words), _people(one.counted), str(one.since)
        )
    console.print(grid)
    for what in WHAT_TO_DO:
        console.print(f"- {what}", soft_wrap=True)


WHAT_TO_DO = (
    "Words of somebody: stop using the file, and ask everyone who has it to delete it. Then make it again.",
    "Counted only: make the file again before it is used or published. What is published already stays: its figures "
    "are rounded, and show nobody.",
    "A file that was made twice on one day stands here once: keep the newest, if it was made after the answers were "
    "taken back.",
)
"""What to do about a file that is listed."""


def _people(count: int) -> str:
    return f"{count} {'person' if count == 1 else 'people'}" if count else "-"


def _help_line(service: Helpline) -> str:
    """As in: Childline: call 0800 1111 (up to 19; all day and night)"""
    about = "; ".join(words for words in (service.who, service.hours) if words)
    number = f"{service.name}: {' or '.join(service.reach)} {service.number}"
    return f"{number} ({about})" if about else number


def _name(found: Told, what: str, today: date, fmt: str) -> str:
    return f"{'TRIAL-' if found.held.trial else ''}{found.held.id}-{what}-{today.isoformat()}.{fmt}"


def _write(made: File, out: Path | None) -> Path:
    """All of the file or nothing of it: written beside it, then put in its place."""
    name, _, content = made
    path = out or Path(name)
    if path.is_dir():
        raise TellingError(f"{path} is a folder: give the name of a file")
    if not path.parent.is_dir():
        raise TellingError(f"there is no folder {path.parent}: make it first, or choose another")
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise TellingError(f"{path} could not be written: {error.strerror}") from error
    return path


# ------------------------------------------------------------------------------------------------------------- summary


def summarised(found: Told) -> RenderableType:
    """The figures for a terminal."""
    figures_ = found.figures
    parts: list[RenderableType] = []
    if found.held.trial:
        parts.append(Text(line("trial"), style="bold red"))
    took_part = line("summary_took_part", title=figures_.title, count=shown(figures_.took_part))
    parts.append(Text(took_part, style="bold"))
    for table in figures_.tables:
        parts.append(_grid(table, found.quotes.get(table.id, ())))
        for about, coded in (("export_themes", figures_.themes), ("export_feelings", figures_.feelings)):
            if table.id in coded:
                parts.append(_grid(replace(coded[table.id], title=line(about, question=table.title))))
    parts.extend(Text(f"{line('export_left_out')}: {left.reason}: {shown(left.count)}") for left in figures_.left_out)
    symbol = line("export_note_symbol", symbol=SYMBOL, threshold=figures_.threshold)
    parts.extend(Text(note, style="dim") for note in (symbol, line("export_note_base", symbol=SYMBOL), found.accuracy))
    return Group(*parts)


def _grid(table: Table, said: tuple[Quote, ...] = ()) -> RenderableType:
    base = line("summary_base", base=shown(table.base), took_part=shown(table.took_part))
    title = Text(f"\n{table.title}", style="bold")
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
    for cell in (*table.cells, *table.together):
        bar = ProgressBar(total=100, completed=cell.per_cent, width=_BAR) if cell.per_cent else Text("")
        grid.add_row(Text(cell.label), shown(cell.count), share(cell), bar, in_words(cell))
    return Group(title, grid)
