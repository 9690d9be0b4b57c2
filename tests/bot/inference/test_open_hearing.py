"""What hears, put together from what is there."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.doctor import findings
from bot.inference.encoder import built_encoder
from bot.inference.open_hearing import open_hearing
from bot.settings import Settings
from conversations.hearing.redaction.own_lists import OwnListError
from conversations.hearing.screening.seed_sentences import SeedsError
from conversations.hearing.values import Risk
from storage.maintenance import Health

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def test_what_set_up_has_built_hears() -> None:
    opened = open_hearing()
    assert opened.trouble == ""
    assert opened.hearing.encoder is not None
    heard = opened.hearing.redact_and_screen("told kayleigh i want to die")
    assert heard.redacted == "told [name] i want to die"
    assert heard.risk is Risk.URGENT
    assert not heard.by_rules


def test_without_an_encoder_rules_hear_and_doctor_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(built_encoder, "folder", lambda: tmp_path / "nothing")
    opened = open_hearing()
    assert "run make setup" in opened.trouble
    heard = opened.hearing.redact_and_screen("told Kayleigh i want to die")
    assert heard.redacted == "told [name] i want to die"
    assert heard.risk is Risk.URGENT
    assert heard.by_rules
    settings = Settings(data_dir=tmp_path / "data", keys_dir=tmp_path / "keys", _env_file=None)
    [said] = [one for one in findings(settings, NOW) if "rules alone" in one.what]
    assert said.health is Health.WRONG
    assert "run make setup" in said.what


def test_own_lists_are_hidden_and_own_seeds_raise_a_flag(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "homes.txt").write_text("blue lantern\n", encoding="utf-8")
    (tmp_path / "seeds").mkdir()
    odd = "the purple kettle sings for gerald"
    (tmp_path / "seeds" / "neglect.yaml").write_text(f'urgent:\n  - "{odd}"\n', encoding="utf-8")
    hearing = open_hearing(tmp_path / "lists", tmp_path / "seeds").hearing
    assert hearing.redact_and_screen("i live at blue lantern now").redacted == "i live at [school or group] now"
    flag = hearing.redact_and_screen(odd).flag
    assert flag is not None
    assert "seed:neglect" in flag.raised_by


def test_lists_and_seeds_that_cannot_be_used_are_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(OwnListError):
        open_hearing(tmp_path / "none")
    (tmp_path / "neglect.yaml").write_text("urgent: no list", encoding="utf-8")
    with pytest.raises(SeedsError, match=r"neglect\.yaml, line 1"):
        open_hearing(None, tmp_path)
