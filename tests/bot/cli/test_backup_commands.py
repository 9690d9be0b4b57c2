"""The commands backup, restore and doctor, as an operator types them."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.doctor import findings
from bot.cli.main import app
from bot.settings import Settings
from storage.maintenance import Health

NOW = datetime(2027, 1, 11, 9, 30, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of a service that was started once."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EARSHOT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("EARSHOT_KEYS_DIR", str(tmp_path / "keys"))
    assert run("consultation", "list").exit_code == 0
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_a_backup_says_that_it_has_no_keys_and_what_that_means(folder: Path) -> None:
    said = run("backup", "copy")
    assert said.exit_code == 0
    assert "There are no keys in it" in said.stdout
    assert "remove consultation-ID.key from every copy of KEYS_DIR" in said.stdout
    assert {file.name for file in folder.iterdir()} == {"data", "keys", "copy", "copy.sha256"}


def test_a_second_backup_of_a_day_is_made_only_where_that_is_wanted(folder: Path) -> None:
    assert run("backup", "copy").exit_code == 0
    said = run("backup", "second")
    assert said.exit_code != 0
    assert "say --again, and destroy the other" in str(said.exception)
    assert not (folder / "second").exists()
    said = run("backup", "second", "--again")
    assert said.exit_code == 0
    assert "destroy that one" in said.stdout


def test_a_restore_without_keys_says_which_are_made_anew(folder: Path) -> None:
    run("backup", "copy")
    shutil.rmtree(folder / "data")
    shutil.rmtree(folder / "keys")
    said = run("restore", "copy", "--without-keys")
    assert "The next start makes a new receipts.key" in said.stdout
    assert run("consultation", "list").exit_code == 0
    assert "receipts.key is missing" not in run("doctor").stdout


def test_keys_that_are_lost_for_good_are_accepted(folder: Path) -> None:
    assert "Nothing to accept" in run("accept-keys").stdout
    (folder / "keys" / "receipts.key").unlink()
    said = run("accept-keys")
    assert "receipts.key: the six words of 0 people find nothing any more" in said.stdout
    assert "Start Earshot again" in said.stdout
    assert run("consultation", "list").exit_code == 0
    assert "Nothing to accept" in run("accept-keys").stdout
    assert (folder / "keys" / "receipts.key").exists()


def test_a_backup_is_restored_where_nothing_is_left(folder: Path) -> None:
    run("staff", "add", "Ada", "--role", "moderator")
    run("backup", "copy")
    shutil.rmtree(folder / "data")
    said = run("restore", "copy")
    assert said.exit_code == 0
    assert "taken back again: 0 responses" in said.stdout
    assert "What came after the backup" in said.stdout
    assert "Ada" in run("staff", "list").stdout


def test_a_restore_never_writes_over_a_database_unasked(folder: Path) -> None:
    run("backup", "copy")
    before = (folder / "data" / "earshot.sqlite3").read_bytes()
    said = run("restore", "copy")
    assert said.exit_code != 0
    assert "--replace moves it aside" in str(said.exception)
    assert (folder / "data" / "earshot.sqlite3").read_bytes() == before
    assert "The database before is in" in run("restore", "copy", "--replace").stdout


def test_the_doctor_fails_only_where_something_is_wrong(folder: Path) -> None:
    said = run("doctor")
    assert said.exit_code == 0
    assert "wrong" not in said.stdout
    (folder / "keys" / "receipts.key").unlink()
    said = run("doctor")
    assert said.exit_code == 1
    assert said.stdout.count("wrong  ") == 1


@pytest.mark.parametrize(
    ("settings", "health", "what"),
    [
        ({"public_url": "https://earshot.example.org"}, Health.FINE, "PUBLIC_URL is https"),
        ({"public_url": "http://earshot.example.org"}, Health.WRONG, "no https://"),
        ({"public_url": "http://127.0.0.1:8080"}, Health.NOTE, "this machine only"),
        ({"host": "0.0.0.0"}, Health.WRONG, "lets others in without https"),
        ({}, Health.NOTE, "only this machine"),
        ({"telegram_token": "12:ab"}, Health.FINE, "there is a TELEGRAM_TOKEN"),
        ({}, Health.NOTE, "there is no TELEGRAM_TOKEN"),
        ({"database_url": "sqlite:///keys/earshot.sqlite3"}, Health.WRONG, "KEYS_DIR lies in DATA_DIR"),
        ({"database_url": "postgresql://x"}, Health.WRONG, "only SQLite"),
    ],
)
def test_settings_are_looked_at(folder: Path, settings: dict[str, str], health: Health, what: str) -> None:
    # As from the environment: texts become paths and secrets.
    found = list(findings(Settings.model_validate({"data_dir": "data", "keys_dir": "keys"} | settings), NOW))
    assert [one.health for one in found if what in one.what] == [health]


def test_a_token_that_others_can_read_is_wrong(folder: Path) -> None:
    (folder / "token").write_text("12:ab")
    (folder / "token").chmod(0o644)
    settings = Settings.model_validate({"data_dir": "data", "keys_dir": "keys", "telegram_token_file": "token"})
    assert [one for one in findings(settings, NOW) if one.health == Health.WRONG and "chmod 600" in one.what]
    assert not any("12:ab" in one.what for one in findings(settings, NOW))


def test_help_lines_that_nobody_has_checked_for_a_year_are_wrong(folder: Path) -> None:
    settings = Settings.model_validate({"data_dir": "data", "keys_dir": "keys"})
    found = [one for one in findings(settings, NOW.replace(year=2031)) if "help lines" in one.what]
    assert [one.health for one in found] == [Health.WRONG]
