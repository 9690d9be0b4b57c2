"""All of a file or nothing of it."""

from pathlib import Path

import pytest

from bot.telling.telling_error import TellingError
from bot.telling.write_file import write_whole


def test_a_path_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(TellingError, match="is a folder"):
        write_whole(tmp_path, b"new")
    with pytest.raises(TellingError, match="make it first"):
        write_whole(tmp_path / "none" / "a.csv", b"new")


def test_a_file_that_fails_half_way_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old", encoding="utf-8")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.telling.write_file.os.fsync", full)
    with pytest.raises(TellingError, match="No space left"):
        write_whole(path, b"new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]
