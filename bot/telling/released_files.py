"""The files that leave: the export and the letter, made, noted and handed out."""

import asyncio
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from bot.known_doors import rows_in_figures
from bot.telling.findings import Findings, find
from bot.telling.telling_error import TellingError
from bot.written_files import Target, target, write
from conversations.asking.help.helplines import Helpline, help_lines
from conversations.telling.formats.document import Said
from conversations.telling.formats.export import Export
from conversations.telling.formats.registry import EXPORTS, LETTERS, Content, Format, Formats, UnknownFormatError
from conversations.telling.letter import Setting
from conversations.telling.letter import letter as written
from storage.files import MadeFile
from storage.store import Store

File = tuple[str, str, bytes]
"""A file's name, its media type and what is in it."""

BY = "command line"


async def export(
    store: Store,
    consultation: str,
    fmt: str,
    out: Path | None,
    today: date,
    *,
    own: Collection[Path] = (),
    by: str = BY,
) -> Path:
    """Writes the published figures and quotes to a file and leaves an audit row. Returns where it is. `own`: what it
    may not be written into (see written_files)."""
    to = target(out, own) if out else None
    made = await export_bytes(store, consultation, fmt, today, by=by, name=out.name if out else "")
    await store.audit.note("export", by=by, detail=f"{consultation} {fmt}")
    return await _write(made, to, own)


async def letter(
    store: Store,
    consultation: str,
    fmt: str,
    out: Path | None,
    today: date,
    *,
    own: Collection[Path] = (),
    by: str = BY,
) -> Path:
    """Writes the letter to a file and leaves an audit row. Returns where it is. `own`: as for `export`."""
    to = target(out, own) if out else None
    made = await letter_bytes(store, consultation, fmt, today, by=by, name=out.name if out else "")
    await store.audit.note("letter", by=by, detail=f"{consultation} {fmt}")
    return await _write(made, to, own)


async def _write(made: File, to: Target | None, own: Collection[Path]) -> Path:
    name, _, content = made
    to = to or target(Path(name), own)
    await asyncio.to_thread(write, to, content)
    return to.path


async def export_bytes(store: Store, consultation: str, fmt: str, today: date, *, by: str = BY, name: str = "") -> File:
    """The export as a file, which is noted (as `name`, if given). Raises TellingError for an unknown format."""
    form = _format(EXPORTS, fmt)
    found = await find(store, consultation, today, rows_in_figures())
    content = Export(found.figures, found.quotes, found.held.trial, today, found.as_of, found.accuracy)
    made = _name(found, "figures", today, fmt), form.media_type, await _bytes(form, content)
    everywhere = {question: {quote.text for quote in said} for question, said in found.quotes.items()}
    await _note(store, found, MadeFile(name or made[0], "figures", fmt, today, by), everywhere)
    return made


async def letter_bytes(store: Store, consultation: str, fmt: str, today: date, *, by: str = BY, name: str = "") -> File:
    """The letter as a file, which is noted (as `name`, if given). Raises TellingError for an unknown format."""
    form = _format(LETTERS, fmt)
    found = await find(store, consultation, today, rows_in_figures())
    held = found.held
    if found.figures.nobody and not held.trial:
        raise TellingError(
            f"the figures of {held.id} count nobody yet, so there is nobody to write to. Next: wait for answers; "
            f"summary {held.id} says when there are some"
        )
    lines = [_help_line(service) for service in help_lines()]
    setting = Setting(held.trial, held.opens, held.closes, today, lines, found.as_of, found.accuracy)
    document = written(held.latest, found.figures, found.quotes, setting)
    made = _name(found, "letter", today, fmt), form.media_type, await _bytes(form, document)
    said = {block.text for block in document.blocks if isinstance(block, Said)}
    await _note(store, found, MadeFile(name or made[0], "letter", fmt, today, by), dict.fromkeys(found.quotes, said))
    return made


def _format(formats: Formats[Content], name: str) -> Format[Content]:
    try:
        return formats.named(name)
    except UnknownFormatError as error:
        raise TellingError(str(error)) from None


async def _bytes(form: Format[Content], content: Content) -> bytes:
    return await asyncio.to_thread(lambda: form.load()(content))


async def _note(store: Store, found: Findings, file: MadeFile, said: Mapping[str, Collection[str]]) -> None:
    """Notes, before a file is handed out, whose answers it counts and whose words it has: `said` are the quotes that
    stand in it, by question. Should they be taken back later, the file is listed for recall."""
    texts = {question: {text.casefold() for text in quoted} for question, quoted in said.items()}
    quoted = [
        (response.response, question)
        for response in found.responses
        for question, given in response.answers.items()
        if given.quotable and given.answer.text.casefold() in texts.get(question, ())
    ]
    await store.files.note(found.held.id, file, counted=found.counted, quoted=quoted)


def _help_line(service: Helpline) -> str:
    """As in: Childline: call 0800 1111 (up to 19; all day and night)"""
    about = "; ".join(words for words in (service.who, service.hours) if words)
    number = f"{service.name}: {' or '.join(service.reach)} {service.number}"
    return f"{number} ({about})" if about else number


def _name(found: Findings, what: str, today: date, fmt: str) -> str:
    return f"{'TRIAL-' if found.held.trial else ''}{found.held.id}-{what}-{today.isoformat()}.{fmt}"
