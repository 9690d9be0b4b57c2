"""What came out: the summary, the export, the letter, and the files that are to be recalled."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.command_parts import Identifier, console, with_store
from bot.clock import utc_now
from storage.store import Store

Out = Annotated[Path | None, typer.Option(help="The file to write; without it, a name that says what it is.")]


class ExportFormat(StrEnum):
    CSV = "csv"
    JSON = "json"


class LetterFormat(StrEnum):
    MD = "md"
    HTML = "html"
    DOCX = "docx"


def summary(identifier: Identifier) -> None:
    """Show the figures as tables with bars."""
    from bot import telling_files  # noqa: PLC0415 - here and below: counting and writing are for these commands alone

    async def work(store: Store) -> None:
        await telling_files.summary(store, identifier, console())

    with_store(work)


def export(
    identifier: Identifier, fmt: Annotated[ExportFormat, typer.Option("--format")] = ExportFormat.CSV, out: Out = None
) -> None:
    """Write the published figures to a file."""
    from bot import telling_files  # noqa: PLC0415

    async def work(store: Store) -> None:
        path = await telling_files.export(store, identifier, fmt.value, out, utc_now().date())
        console().print(str(path), markup=False, soft_wrap=True)

    with_store(work)


def letter(
    identifier: Identifier, fmt: Annotated[LetterFormat, typer.Option("--format")] = LetterFormat.DOCX, out: Out = None
) -> None:
    """Write the letter, with blanks for what the minister will do."""
    from bot import telling_files  # noqa: PLC0415

    async def work(store: Store) -> None:
        path = await telling_files.letter(store, identifier, fmt.value, out, utc_now().date())
        console().print(str(path), markup=False, soft_wrap=True)

    with_store(work)


def recall(identifier: Identifier) -> None:
    """List the files that hold answers which were taken back since, and what to do about them."""
    from bot import telling_files  # noqa: PLC0415

    async def work(store: Store) -> None:
        await telling_files.recall(store, identifier, console())

    with_store(work)
