"""What cannot be set is said in one line, with the setting's name and what to do."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings


def refused(**settings: object) -> str:
    with pytest.raises(ValidationError) as caught:
        Settings(_env_file=None, **settings)  # type: ignore[arg-type]
    return caught.value.errors(include_input=False)[0]["msg"]


def test_keys_do_not_lie_inside_the_data(tmp_path: Path) -> None:
    assert "EARSHOT_KEYS_DIR" in refused(data_dir=tmp_path, keys_dir=tmp_path / "keys")
    assert "EARSHOT_KEYS_DIR" in refused(data_dir=tmp_path, keys_dir=tmp_path)


def test_a_token_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "token").write_bytes(b"\xff\xfe\x00")
    assert "EARSHOT_TELEGRAM_TOKEN_FILE" in refused(telegram_token_file=tmp_path / "nothing")
    assert "EARSHOT_TELEGRAM_TOKEN_FILE" in refused(telegram_token_file=tmp_path / "token")


def test_a_token_can_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("1:secret\n", encoding="utf-8")
    settings = Settings(_env_file=None, telegram_token_file=tmp_path / "token")
    assert settings.telegram_token.get_secret_value() == "1:secret"


@pytest.mark.parametrize("address", ["ftp://x", "earshot.example.org", "https://", "https://x y"])
def test_a_public_address_is_one_that_a_browser_opens(address: str) -> None:
    assert "https://earshot.example.org" in refused(public_url=address)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"staffed_hours": "nine to five"}, "mon-fri 09:00-17:00"),
        ({"urgent_within": "soon"}, "30 minutes, 1 hour or 2 days"),
        ({"concern_within": "0 days"}, "30 minutes, 1 hour or 2 days"),
        ({"smtp_host": "mail.example.org"}, "EARSHOT_SMTP_FROM"),
        ({"smtp_host": "mail.example.org", "smtp_from": "a@b.example", "smtp_security": "none"}, "on this machine"),
        ({"notify_key": "key"}, "EARSHOT_NOTIFY_TEMPLATE"),
    ],
)
def test_what_leads_are_told_by_and_until_when_is_said_how_to_write(settings: dict[str, str], said: str) -> None:
    assert said in refused(**settings)


def test_a_day_of_working_time_is_one_of_staffed_hours() -> None:
    targets = Settings(_env_file=None, staffed_hours="mon-thu 10:00-16:00", concern_within="2 days").targets
    assert targets.other == timedelta(hours=12)
    assert targets.urgent == timedelta(hours=1)


def test_mail_goes_nowhere_until_a_server_is_named() -> None:
    assert Settings(_env_file=None).mail is None
    mail = Settings(
        _env_file=None, smtp_host="mail.example.org", smtp_from="desk@example.org", smtp_password="secret"
    ).mail
    assert mail is not None
    assert "secret" not in repr(mail)
