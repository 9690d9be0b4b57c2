"""Keeping safe: backups, putting them back, and a look at everything."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.command_parts import BY, console, read_settings


def backup(
    file: Annotated[Path, typer.Argument(metavar="PATH", help="The file to write; it must not be there yet.")],
) -> None:
    """Copy the database to one file, also while the service runs. Without keys."""
    from bot.cli.backup_commands import backup_command  # noqa: PLC0415 - here and below: only who asks needs it

    settings = read_settings()
    backup_command(settings, file, at=settings.now(), by=BY, console=console())


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


def doctor() -> None:
    """Look at the settings, the database and the keys; change nothing. Exit code 1 where something is wrong."""
    from bot.cli.doctor import doctor_command  # noqa: PLC0415

    if not doctor_command(settings := read_settings(), at=settings.now(), console=console()):
        raise typer.Exit(1)
