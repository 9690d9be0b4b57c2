"""Consultations: from a file to a draft, opened, closed; and codes for groups."""

import secrets
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Column, Table

from bot.cli.close_command import close
from bot.cli.command_parts import BY, Identifier, console, read_line, read_settings, with_store
from bot.clock import utc_now
from bot.opened_store import TRIAL_LASTS
from bot.plain_errors import StartError
from conversations.asking.consultation.file import read_consultation
from conversations.asking.consultation.group_codes import new_group_code
from conversations.asking.help.helplines import checked_too_long_ago
from storage.store import Store

consultations = typer.Typer(no_args_is_help=True, help="List, check, add and open consultations; make group codes.")

File = Annotated[Path, typer.Argument(metavar="FILE", help="A consultation file (docs/consultation-format.md).")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day, as in 2027-03-31.")]


@consultations.command("list")
def list_consultations() -> None:
    """Show every consultation."""

    async def work(store: Store) -> None:
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


@consultations.command("check")
def check_consultation(file: File) -> None:
    """Say whether a file can be used, and what to mend where."""
    text = read_consultation(_bytes(file), str(file))
    console().print(f"{file}: fine. {text.title}: {len(text.questions)} questions, version {text.version}.")


@consultations.command("add")
def add_consultation(file: File) -> None:
    """Keep a new consultation as a draft, or a newer version of one."""
    text = read_consultation(_bytes(file), str(file))

    async def work(store: Store) -> None:
        await store.consultations.add(text)
        console().print(f"{text.id}, version {text.version}, is kept. Next: consultation open {text.id}")

    with_store(work)


@consultations.command("open")
def open_consultation(
    identifier: Identifier,
    opens: Day = None,
    closes: Day = None,
    trial: Annotated[bool, typer.Option(help="Only to look at: a banner on every page, TRIAL on every file.")] = False,
) -> None:
    """Open a consultation from one day to another, both included. Today and twelve weeks, where nothing is said."""

    async def work(store: Store) -> None:
        first = opens.date() if opens else utc_now().date()
        last = closes.date() if closes else first + TRIAL_LASTS
        if last < first:
            raise StartError(f"it would close ({last}) before it opens ({first}): give --closes a later day")
        if checked_too_long_ago(utc_now().date()):
            raise StartError(
                "the help lines were last checked more than 12 months ago: look each one up, and set its day in "
                "conversations/asking/help/helplines.yaml"
            )
        held = await store.consultations.get(identifier)
        if held.trial and not trial and held.status == "open":
            raise StartError(
                f"{identifier} is open in trial, and a trial's answers must not be mixed with real ones. First: "
                f"consultation close {identifier}  (which deletes them)"
            )
        await store.consultations.open(identifier, first, last, trial=trial, by=BY)
        console().print(f"{identifier} is open from {first} to {last}.")

    with_store(work)


@consultations.command("close")
def close_consultation(
    identifier: Identifier,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask once more.")] = False,
) -> None:
    """Close a consultation, for good: nobody's place in it can be found again."""
    settings = read_settings()

    async def work(store: Store) -> None:
        await close(
            store,
            identifier,
            yes=yes,
            by=BY,
            at=utc_now(),
            retention=settings.retention,
            console=console(),
            read=read_line,
        )

    with_store(work)


@consultations.command("codes")
def make_code(
    identifier: Identifier, group: Annotated[str, typer.Option(help="The group that a worker gives it to.")]
) -> None:
    """Make a code that lets a group of children under 13 take part. One code for a whole group, never one a child."""

    if not group.strip():
        raise StartError('the group needs a name, as in --group "Tuesday club"')

    async def work(store: Store) -> None:
        held = await store.consultations.get(identifier)
        code = new_group_code(secrets.token_bytes, held.group_codes)
        await store.consultations.add_group_code(identifier, code, group, by=BY)
        console().print(code)

    with_store(work)
