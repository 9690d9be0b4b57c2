"""The option --format of commands that write a file, with the formats that there are, and how it goes with --out."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from conversations.telling.formats.registry import EXPORTS, LETTERS, Formats, UnknownFormatError


def _named(formats: Formats[Any]) -> Callable[[str], str]:
    """Takes the name of one of these formats; another is a mistake of usage."""

    def name(typed: str) -> str:
        try:
            return formats.named(typed).name
        except UnknownFormatError as error:
            raise typer.BadParameter(str(error)) from None

    return name


def format_for(formats: Formats[Any], said: str | None, out: Path | None) -> str:
    """The name of the format that is meant: what --format says, else what the name after --out ends in, else the first.

    Raises BadParameter where that name ends in something else: whoever opens the file goes by its name.
    """
    ending = out.suffix.removeprefix(".").lower() if out else ""
    if out is None or not ending or (out.exists() and not out.is_file()):  # a pipe has a name, and no kind
        return said or formats.default
    if said is None and ending in formats:
        return ending
    if said is None:
        *others, last = (f".{name}" for name in formats.names)
        raise typer.BadParameter(
            f"{formats.kind} cannot be a file called {out.name}: end its name in {', '.join(others)} or {last}"
        )
    if ending != said:
        raise typer.BadParameter(
            f"--format is {said}, and the file is called {out.name}: end its name in .{said}, or leave --format out"
        )
    return said


def _choices(formats: Formats[Any]) -> str:
    return f"<{'|'.join(formats.names)}>"


def _help(formats: Formats[Any]) -> str:
    return f"Without it, what the name after --out ends in; else {formats.default}."


LetterFormat = Annotated[
    str | None, typer.Option("--format", parser=_named(LETTERS), metavar=_choices(LETTERS), help=_help(LETTERS))
]
ExportFormat = Annotated[
    str | None, typer.Option("--format", parser=_named(EXPORTS), metavar=_choices(EXPORTS), help=_help(EXPORTS))
]
