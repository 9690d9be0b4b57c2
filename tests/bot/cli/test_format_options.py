"""The option --format, as someone types it."""

from importlib import reload
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from bot.cli import format_options
from conversations.telling.formats.registry import EXPORTS, LETTERS
from tests.conversations.telling.formats import a_new_format


def commands() -> typer.Typer:
    """Two commands that print which format was chosen."""
    app = typer.Typer()

    @app.command()
    def letter(fmt: format_options.LetterFormat = None, out: Path | None = None) -> None:
        print(format_options.format_for(LETTERS, fmt, out))

    @app.command()
    def export(fmt: format_options.ExportFormat = None, out: Path | None = None) -> None:
        print(format_options.format_for(EXPORTS, fmt, out))

    return app


def test_help_names_the_formats() -> None:
    for command, choices in (("letter", "<docx|html|md>"), ("export", "<csv|json>")):
        assert choices in CliRunner().invoke(commands(), [command, "--help"], env={"COLUMNS": "100"}).output


def test_another_format_is_a_mistake_of_usage_that_names_those_there_are() -> None:
    refused = CliRunner().invoke(commands(), ["letter", "--format", "exe"], env={"COLUMNS": "100"})
    assert refused.exit_code == 2
    assert "a letter cannot be 'exe': choose docx, html or md" in refused.output


@pytest.mark.parametrize(
    ("typed", "format_"),
    [
        ("letter", "docx"),
        ("letter --out l.md", "md"),
        ("letter --out L.HTML", "html"),
        ("letter --out l", "docx"),
        ("letter --out l --format md", "md"),
        ("letter --out l.md --format md", "md"),
        ("letter --out /dev/null --format md", "md"),
        ("export", "csv"),
        ("export --out e.json", "json"),
    ],
)
def test_without_a_format_the_end_of_the_name_decides(typed: str, format_: str) -> None:
    assert CliRunner().invoke(commands(), typed.split()).output == f"{format_}\n"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("letter --out l.pdf", "a letter cannot be a file called l.pdf: end its name in .docx, .html or .md"),
        ("export --out e.docx", "an export cannot be a file called e.docx: end its name in .csv or .json"),
        ("letter --out l.md --format docx", "--format is docx, and the file is called l.md: end its name in .docx"),
        ("export --out e.csv --format json", "--format is json, and the file is called e.csv: end its name in .json"),
    ],
)
def test_a_name_that_says_something_else_is_refused_with_what_to_do(typed: str, said: str) -> None:
    refused = CliRunner().invoke(commands(), typed.split(), env={"COLUMNS": "200"})
    assert refused.exit_code == 2
    assert said in refused.output


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
