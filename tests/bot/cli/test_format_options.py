"""The option --format, as someone types it."""

from importlib import reload

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import format_options
from tests.conversations.telling.formats import a_new_format


def commands() -> typer.Typer:
    """Two commands that print which format was chosen."""
    app = typer.Typer()

    @app.command()
    def letter(fmt: format_options.LetterFormat = "docx") -> None:
        print(fmt)

    @app.command()
    def export(fmt: format_options.ExportFormat = "csv") -> None:
        print(fmt)

    return app


def test_help_names_the_formats() -> None:
    for command, choices in (("letter", "<docx|html|md>"), ("export", "<csv|json>")):
        assert choices in CliRunner().invoke(commands(), [command, "--help"], env={"COLUMNS": "100"}).output


def test_another_format_is_a_mistake_of_usage_that_names_those_there_are() -> None:
    refused = CliRunner().invoke(commands(), ["letter", "--format", "exe"], env={"COLUMNS": "100"})
    assert refused.exit_code == 2
    assert "a letter cannot be 'exe': choose docx, html or md" in refused.output


@pytest.mark.parametrize("command", ["letter", "export"])
def test_a_format_that_is_added_to_the_registry_can_be_chosen(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    a_new_format.add(monkeypatch)
    try:
        app = commands_of_today()
        assert f"|{a_new_format.NAME}>" in CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "100"}).output
        assert CliRunner().invoke(app, [command, "--format", a_new_format.NAME]).output == f"{a_new_format.NAME}\n"
    finally:
        monkeypatch.undo()
        reload(format_options)


def commands_of_today() -> typer.Typer:
    """As `commands`, of a program that starts now."""
    reload(format_options)
    return commands()
