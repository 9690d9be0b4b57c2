"""What came out: the summary, the export, the letter, and the files that are to be recalled."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.command_parts import Identifier, console, read_settings, say_where, with_store
from bot.cli.format_options import ExportFormat, LetterFormat, format_for
from conversations.telling.formats.registry import EXPORTS, LETTERS

if TYPE_CHECKING:
    from storage.store import Store

Out = Annotated[Path | None, typer.Option(help="The file to write; without it, a name that says what it is.")]


def summary(identifier: Identifier) -> None:
    """Show the figures as tables with bars."""
    from bot.telling import summary_table  # noqa: PLC0415 - here and below: what counts and writes loads slowly

    async def work(store: "Store") -> None:
        await summary_table.summary(store, identifier, console(), read_settings().now().date())

    with_store(work)


def export(identifier: Identifier, fmt: ExportFormat = None, out: Out = None) -> None:
    """Write the published figures to a file."""
    from bot.telling import released_files  # noqa: PLC0415
    from bot.written_files import kept_by_us  # noqa: PLC0415

    form = format_for(EXPORTS, fmt, out)

    async def work(store: "Store") -> None:
        settings = read_settings()
        today, own = settings.now().date(), kept_by_us(settings)
        say_where(await released_files.export(store, identifier, form, out, today, own=own))

    with_store(work)


def letter(identifier: Identifier, fmt: LetterFormat = None, out: Out = None) -> None:
    """Write the letter, with blanks for what the minister will do."""
    from bot.telling import released_files  # noqa: PLC0415
    from bot.written_files import kept_by_us  # noqa: PLC0415

    form = format_for(LETTERS, fmt, out)

    async def work(store: "Store") -> None:
        settings = read_settings()
        today, own = settings.now().date(), kept_by_us(settings)
        say_where(await released_files.letter(store, identifier, form, out, today, own=own))

    with_store(work)


def recall(identifier: Identifier) -> None:
    """List the files that hold answers which were taken back since, and what to do about them."""
    from bot.telling import recall as recalling  # noqa: PLC0415

    async def work(store: "Store") -> None:
        await recalling.recall(store, identifier, console())

    with_store(work)
