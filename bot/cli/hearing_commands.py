"""Hearing without a door: a file of texts, what waits to be coded, and how far coding can be trusted.

What hears takes seconds to load, so it is loaded once a command is to be done, not to say what commands there are.
"""

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.command_parts import Identifier, console, settings_that_log, with_service, with_store

if TYPE_CHECKING:
    from bot.app import Service
    from storage.store import Store


def hear(
    source: Annotated[Path, typer.Argument(metavar="IN.jsonl", help='Lines {"id","consultation","question","text"}.')],
    out: Annotated[Path, typer.Option(help="The file to write.")],
) -> None:
    """Redact, screen and code the texts of a file. Nothing is stored but the file that it writes."""
    from bot.inference.hear_file import hear_file  # noqa: PLC0415 - what hears
    from bot.inference.open_hearing import open_hearing  # noqa: PLC0415 - what hears
    from bot.written_files import kept_by_us  # noqa: PLC0415

    settings = settings_that_log()
    opened = functools.partial(open_hearing, settings.lists, settings.seeds)
    hear_file(source, out, opened, kept_by_us(settings))


def code(identifier: Identifier) -> None:
    """Code every written answer that waits for it, and say how it feels. The service does this by itself."""
    from bot.cli.coding_progress import code_all, coded_words  # noqa: PLC0415 - what codes

    async def work(parts: "Service") -> None:
        held = await parts.store.consultations.get(identifier)
        console().print(coded_words(await code_all(parts.coding, held.id), await parts.coding.waiting(held)))

    with_service(work)


def accuracy(identifier: Identifier) -> None:
    """Say how far coding can be trusted, from the answers that two people coded."""
    from bot.telling.accuracy_table import print_accuracy  # noqa: PLC0415 - what is measured

    async def work(store: "Store") -> None:
        await print_accuracy(store, identifier, console())

    with_store(work)
