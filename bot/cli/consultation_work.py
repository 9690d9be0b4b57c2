"""What the commands about consultations do."""

import secrets
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Column, Table

from bot.cli.close_command import close
from bot.cli.command_parts import BY, console, read_line, read_settings, with_store
from bot.consultations.opening import open_between
from bot.plain_errors import StartError
from conversations.asking.consultation.file import read_consultation
from conversations.asking.consultation.group_codes import new_group_code
from conversations.hearing.text.nothing_to_see import nothing_to_see

if TYPE_CHECKING:
    from storage.store import Store


def show_all() -> None:
    async def work(store: "Store") -> None:
        # Whoever looks here needs the whole id, for the next command.
        table = Table(Column("id", no_wrap=True), "title", "version", "status", "opens", "closes")
        for held in await store.consultations.all():
            status = f"{held.status} (trial)" if held.trial else held.status
            days = (str(held.opens or ""), str(held.closes or ""))
            table.add_row(held.id, held.latest.title, str(held.latest.version), status, *days)
        console().print(table)

    with_store(work)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise StartError(f"{file} cannot be read: {error.strerror}. Give the name of a consultation file.") from None


def check(file: Path) -> None:
    text = read_consultation(_bytes(file), str(file))
    console().print(f"{file}: fine. {text.title}: {len(text.questions)} questions, version {text.version}.")


def add(file: Path) -> None:
    text = read_consultation(_bytes(file), str(file))

    async def work(store: "Store") -> None:
        await store.consultations.add(text)
        console().print(f"{text.id}, version {text.version}, is kept. Next: consultation open {text.id}")

    with_store(work)


def open_for(identifier: str, opens: datetime | None, closes: datetime | None, *, trial: bool) -> None:
    """From one day to another, both included."""

    async def work(store: "Store") -> None:
        days = (opens.date() if opens else None, closes.date() if closes else None)
        today = read_settings().now().date()
        first, last = await open_between(store, identifier, *days, today=today, trial=trial, by=BY)
        console().print(f"{identifier} is open from {first} to {last}.")

    with_store(work)


def close_for_good(identifier: str, *, yes: bool) -> None:
    settings = read_settings()

    async def work(store: "Store") -> None:
        await close(
            store,
            identifier,
            yes=yes,
            by=BY,
            at=settings.now(),
            retention=settings.retention,
            console=console(),
            read=read_line,
        )

    with_store(work)


def make_code(identifier: str, group: str) -> None:
    if nothing_to_see(group):
        raise StartError('the group needs a name, as in --group "Tuesday club"')

    async def work(store: "Store") -> None:
        held = await store.consultations.get(identifier)
        code = new_group_code(secrets.token_bytes, held.group_codes)
        await store.consultations.add_group_code(identifier, code, group, by=BY)
        console().print(code)

    with_store(work)
