"""What the documents say is so."""

import re
from pathlib import Path

import pytest
import typer
from pydantic import SecretStr

from bot.settings import Settings
from conversations.asking.consultation.file import read_consultation
from conversations.asking.consultation.model import Consultation, Option, Question, Theme
from conversations.asking.steps.places import PLACES

ROOT = Path(__file__).parents[1]
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/consultation-format.md",
    "docs/coding.md",
    "docs/defences.md",
)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows() -> list[tuple[str, ...]]:
    table = text("README.md").partition("## Settings")[2].partition("\n## ")[0]
    return [
        tuple(cell.strip() for cell in line.strip("| ").split(" | ")) for line in table.splitlines() if "`EAR" in line
    ]


def of_the_code() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name, field in Settings.model_fields.items():
        default = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
        shown = f"`{default}`" if default not in (None, "") else "(empty)"
        found.append((f"`EARSHOT_{name.upper()}`", shown, str(field.description)))
    return found


def test_the_table_of_settings_is_that_of_the_code() -> None:
    assert rows() == of_the_code()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_setting_that_a_document_names_is_there(document: str) -> None:
    settings = {f"EARSHOT_{name.upper()}" for name in Settings.model_fields} | {"EARSHOT_CI", "EARSHOT_REWRITE"}
    assert set(re.findall(r"EARSHOT_[A-Z_]+", text(document))) <= settings


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_place_that_a_document_points_to_is_there(document: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", text(document)):
        assert (ROOT / document).parent.joinpath(target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_a_document_names_is_there(document: str) -> None:
    for target in re.findall(r"`([\w./-]+/[\w.-]+\.\w+|\w+\.md)`", text(document)):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_that_a_document_gives_is_there(document: str) -> None:
    from bot.cli.main import app

    commands = typer.main.get_command(app)
    context = typer.Context(commands)
    given = re.findall(
        r"(?:bot\.py |`)((?:consultation|staff) [a-z]+|letter|demo|export|summary|chat|code|accuracy)\b", text(document)
    )
    assert given or document in ("CONTRIBUTING.md", "SECURITY.md", "docs/defences.md")
    for words in given:
        found = commands
        for word in words.split():
            found = found.get_command(context, word)  # type: ignore[attr-defined]
            assert found is not None, words


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_every_make_target_that_a_document_gives_is_there(document: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:^ {4}|`)make ([a-z]+)", text(document), re.MULTILINE)) <= targets


def test_the_example_of_the_file_format_can_be_used() -> None:
    example = re.search(r"```yaml\n(.*?)```", text("docs/consultation-format.md"), re.DOTALL)
    assert example
    assert len(read_consultation(example[1], "example.yaml").questions) == 4


def test_the_file_format_explains_every_name() -> None:
    document = text("docs/consultation-format.md")
    for model in (Consultation, Question, Option, Theme):
        for name in model.model_fields:
            assert f"`{name}" in document, f"{model.__name__}.{name}"
    assert all(f"`{place}`" in document for place in PLACES)
