"""The option --format of the commands that write a file, with the formats that there are."""

from collections.abc import Callable
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


def _choices(formats: Formats[Any]) -> str:
    return f"<{'|'.join(formats.names)}>"


LetterFormat = Annotated[str, typer.Option("--format", parser=_named(LETTERS), metavar=_choices(LETTERS))]
ExportFormat = Annotated[str, typer.Option("--format", parser=_named(EXPORTS), metavar=_choices(EXPORTS))]
