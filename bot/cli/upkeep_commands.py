"""Keeping safe: backups, putting them back, and a look at everything."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.command_parts import BY, console, read_settings, with_store

if TYPE_CHECKING:
    from storage.store import Store


def backup(
    file: Annotated[Path, typer.Argument(metavar="PATH", help="The file to write; it must not be there yet.")],
    again: Annotated[bool, typer.Option("--again", help="Even if one was made today; destroy the other then.")] = False,
) -> None:
    """Copy the database to one file, also while the service runs: once a day. Without keys."""
    from bot.cli.backup_commands import backup_command  # noqa: PLC0415 - here and below: only who asks needs it

    settings = read_settings()
    backup_command(settings, file, at=settings.now(), by=BY, console=console(), again=again)


def restore(
    file: Annotated[Path, typer.Argument(metavar="PATH", help="A file that 'backup' made.")],
    replace: Annotated[bool, typer.Option("--replace", help="Move the database that is there aside.")] = False,
    without_keys: Annotated[
        bool, typer.Option("--without-keys", help="Even if what was withdrawn since the backup comes back.")
    ] = False,
) -> None:
    """Put a backup back, less what was withdrawn since. The service must not run."""
    from bot.cli.backup_commands import restore_command  # noqa: PLC0415

    settings = read_settings()
    restore_command(
        settings, file, at=settings.now(), by=BY, console=console(), replace=replace, without_keys=without_keys
    )


def accept_keys() -> None:
    """Go on without keys that are lost or exchanged, if there is no copy. Says what is lost; start anew afterwards."""

    async def work(store: "Store") -> None:
        lost = await store.maintenance.accept_keys(by=BY, at=read_settings().now())
        for name, count in lost.items():
            console().print(_LOST[name].format(count=count), soft_wrap=True)
        console().print(
            "Start Earshot again: it goes on with the keys that are in KEYS_DIR, and makes those that are not."
            if lost
            else "Nothing to accept: the keys of the service are those that this database was used with.",
            soft_wrap=True,
        )

    with_store(work)


_LOST = {
    "receipts": "receipts.key: the six words of {count} people find nothing any more; they can take nothing back.",
    "audit": "audit.key: {count} rows of the record are sealed anew; nobody can tell whether one was changed before.",
    "outbox": "outbox.key: {count} replies that waited are not sent.",
}


def doctor() -> None:
    """Look at the settings, the database and the keys; change nothing. Exit code 1 where something is wrong."""
    from bot.cli.doctor import doctor_command  # noqa: PLC0415

    if not doctor_command(settings := read_settings(), at=settings.now(), console=console()):
        raise typer.Exit(1)
