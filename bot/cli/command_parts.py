"""What commands share: words that are typed after several of them, the settings, the screen and the store.

Here and in the other files of commands, what only a command that is done needs is imported when it is: `--help` needs
the words alone, and no command has to wait for what another needs.
"""

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from bot.logs import keep_texts_out, set_up_logs
from bot.plain_errors import StartError

if TYPE_CHECKING:
    from pathlib import Path

    from bot.app import Service
    from bot.settings import Settings
    from storage.store import Store

BY = "command line"

Identifier = Annotated[
    str, typer.Argument(metavar="ID", help="The consultation's id, as 'consultation list' shows it.")
]


def console() -> Console:
    return Console(highlight=False)


def read_line() -> str | None:
    """One line from the terminal; None at its end."""
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None


def say_where(written: "Path") -> None:
    """Prints where a file is; not into the file, where it was written to what this process prints to."""
    from bot.written_files import is_stdout  # noqa: PLC0415 - see above

    Console(highlight=False, stderr=is_stdout(written)).print(str(written), markup=False, soft_wrap=True)


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def read_settings() -> "Settings":
    """The settings, and what is logged as they want it. Raises StartError that names the one that cannot be used."""
    from pydantic import ValidationError  # noqa: PLC0415 - see above

    from bot.settings import Settings  # noqa: PLC0415 - see above

    try:
        found = Settings()
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        words = first["msg"].removeprefix("Value error, ")
        if not first["loc"]:  # a rule between settings names them itself
            raise StartError(words) from None
        name = f"EARSHOT_{'_'.join(str(part) for part in first['loc']).upper()}"
        raise StartError(f"the setting {name} cannot be used: {words}") from None
    keep_texts_out(found.log_level)
    gc.freeze()
    gc.enable()  # what the command needs is loaded: see bot.py
    return found


def settings_that_log() -> "Settings":
    """The same, for a command that has lines of its own to write: those that hear, and serving."""
    found = read_settings()
    set_up_logs(found.log_level)
    return found


def with_store(work: "Callable[[Store], Awaitable[None]]") -> None:
    """Does something with the store, without what hears."""
    from bot.opened_store import opened_store  # noqa: PLC0415 - see above

    async def whole() -> None:
        async with opened_store(read_settings()) as store:
            await work(store)

    run(whole())


def with_service(work: "Callable[[Service], Awaitable[None]]") -> None:
    """Does something with the store, and with what takes turns, hears and codes."""
    from bot.app import service  # noqa: PLC0415 - seconds

    async def whole() -> None:
        async with service(settings_that_log()) as parts:
            await work(parts)

    run(whole())
