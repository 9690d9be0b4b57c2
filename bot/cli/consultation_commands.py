"""Consultations: from a file to a draft, opened, closed; and codes for groups. What these commands do is in
bot/cli/consultation_work.py, which is loaded once one of them is to be done."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.command_parts import Identifier

consultations = typer.Typer(no_args_is_help=True, help="List, check, add and open consultations; make group codes.")

File = Annotated[Path, typer.Argument(metavar="FILE", help="A consultation file (docs/consultation-format.md).")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day, as in 2027-03-31.")]


@consultations.command("list")
def list_consultations() -> None:
    """Show every consultation."""
    from bot.cli import consultation_work  # noqa: PLC0415 - see above

    consultation_work.show_all()


@consultations.command("check")
def check_consultation(file: File) -> None:
    """Say whether a file can be used, and what to mend where."""
    from bot.cli import consultation_work  # noqa: PLC0415 - see above

    consultation_work.check(file)


@consultations.command("add")
def add_consultation(file: File) -> None:
    """Keep a new consultation as a draft, or a newer version of one."""
    from bot.cli import consultation_work  # noqa: PLC0415 - see above

    consultation_work.add(file)


@consultations.command("open")
def open_consultation(
    identifier: Identifier,
    opens: Day = None,
    closes: Day = None,
    trial: Annotated[bool, typer.Option(help="Only to look at: a banner on every page, TRIAL on every file.")] = False,
) -> None:
    """Open a consultation from one day to another, both included. Today and twelve weeks, where nothing is said."""
    from bot.cli import consultation_work  # noqa: PLC0415 - see above

    consultation_work.open_for(identifier, opens, closes, trial=trial)


@consultations.command("close")
def close_consultation(
    identifier: Identifier,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask once more.")] = False,
) -> None:
    """Close a consultation, for good: nobody's place in it can be found again."""
    from bot.cli import consultation_work  # noqa: PLC0415 - see above

    consultation_work.close_for_good(identifier, yes=yes)


@consultations.command("codes")
def make_code(
    identifier: Identifier, group: Annotated[str, typer.Option(help="The group that a worker gives it to.")]
) -> None:
    """Make a code that lets a group of children under 13 take part. One code for a whole group, never one a child."""
    from bot.cli import consultation_work  # noqa: PLC0415 - see above

    consultation_work.make_code(identifier, group)
