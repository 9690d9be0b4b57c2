"""All of a file or nothing of it, and never over what Earshot keeps."""

import os
import threading
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.written_files import WriteError, kept_by_us, target, write


def written(path: Path, content: bytes = b"new", own: tuple[Path, ...] = ()) -> None:
    write(target(path, own), content)


def test_a_path_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="is a folder"):
        target(tmp_path, ())
    with pytest.raises(WriteError, match="make it first"):
        target(tmp_path / "none" / "a.csv", ())
    (tmp_path / "away").symlink_to(tmp_path / "gone" / "a.csv")
    with pytest.raises(WriteError, match=r"no folder .*gone: make it first"):
        target(tmp_path / "away", ())
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(WriteError, match="another place"):
        target(tmp_path / "loop", ())


def test_a_file_that_fails_half_way_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old", encoding="utf-8")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.written_files.os.fsync", full)
    with pytest.raises(WriteError, match="No space left"):
        written(path)
    assert path.read_text(encoding="utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]


def test_only_its_owner_can_read_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.touch(0o644)
    written(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    link = tmp_path / "latest.csv"
    link.symlink_to("real.csv")
    for content in (b"first", b"second"):
        written(link, content)
        assert link.is_symlink()
        assert (tmp_path / "real.csv").read_bytes() == content


def test_a_pipe_and_a_device_are_written_to_and_stay(tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    written(pipe, b"through")
    reader.join()
    assert read == [b"through"]
    assert pipe.is_fifo()
    written(Path(os.devnull))
    assert Path(os.devnull).is_char_device()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(
        data_dir=tmp_path / "data",
        keys_dir=tmp_path / "keys",
        database_url=f"sqlite:///{tmp_path}/else/where.sqlite3",
        _env_file=None,
    )
    for folder in (made.data_dir, made.keys_dir, made.database_path.parent):
        folder.mkdir()
    made.database_path.write_bytes(b"the database")
    (made.keys_dir / "receipts.key").write_bytes(b"a key")
    return made


@pytest.mark.parametrize(
    "name",
    [
        "data/earshot.sqlite3",
        "data/new.csv",
        "data/logs/a.csv",
        "keys/receipts.key",
        "keys/new.csv",
        "else/../keys/x",
        "else/where.sqlite3",
        "else/where.sqlite3-wal",
        "else/where.sqlite3-shm",
    ],
)
def test_what_earshot_keeps_is_never_written_over(tmp_path: Path, settings: Settings, name: str) -> None:
    with pytest.raises(WriteError, match="keeps its own files"):
        target(tmp_path / name, kept_by_us(settings))


def test_nor_is_it_by_another_name(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "soft").symlink_to(settings.database_path)
    (tmp_path / "hard").hardlink_to(settings.database_path)
    (tmp_path / "folder").symlink_to(settings.keys_dir)
    (tmp_path / "backup").write_bytes(b"SQLite format 3\0 and so on")
    for name in ("soft", "hard", "folder/new.csv", "backup"):
        with pytest.raises(WriteError, match="keeps its own files"):
            target(tmp_path / name, kept_by_us(settings))


@pytest.mark.parametrize("name", ["db", "db-wal", "db-shm", "db-journal"])
def test_nor_is_the_log_of_a_database_whose_name_has_no_ending(tmp_path: Path, name: str) -> None:
    made = Settings(data_dir=tmp_path / "data", database_url=f"sqlite:///{tmp_path}/db", _env_file=None)
    made.database_path.write_bytes(b"the database")
    with pytest.raises(WriteError, match="keeps its own files"):
        target(tmp_path / name, kept_by_us(made))


@pytest.mark.parametrize("name", ["lists/hide.txt", "seeds/abuse.yaml", "telegram", "metrics", "soft"])
def test_nor_is_what_it_was_given_to_go_by(tmp_path: Path, name: str) -> None:
    for file in ("lists/hide.txt", "seeds/abuse.yaml", "telegram", "metrics"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text("123:abc", encoding="utf-8")
    (tmp_path / "soft").symlink_to(tmp_path / "telegram")
    made = Settings(
        lists=tmp_path / "lists",
        seeds=tmp_path / "seeds",
        telegram_token_file=tmp_path / "telegram",
        metrics_token_file=tmp_path / "metrics",
        _env_file=None,
    )
    with pytest.raises(WriteError, match="keeps its own files"):
        target(tmp_path / name, kept_by_us(made))


def test_nor_are_the_settings(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(WriteError, match="keeps its own files"):
        target(Path(".env"), kept_by_us(settings))


def test_nor_is_what_a_backup_is_compared_with(tmp_path: Path) -> None:
    (tmp_path / "backup.db").write_bytes(b"SQLite format 3\0 and so on")
    (tmp_path / "backup.db.sha256").write_text("0123  backup.db\n", encoding="utf-8")
    with pytest.raises(WriteError, match="keeps its own files"):
        target(tmp_path / "backup.db.sha256", ())
    (tmp_path / "figures.csv.sha256").write_text("0123  figures.csv\n", encoding="utf-8")
    written(tmp_path / "figures.csv.sha256")


def test_a_place_beside_is_fine(tmp_path: Path, settings: Settings) -> None:
    written(tmp_path / "else" / "figures.csv", own=kept_by_us(settings))
    written(tmp_path / "keys.csv", own=kept_by_us(settings))
    assert (tmp_path / "keys.csv").read_bytes() == b"new"


def test_the_folder_for_exports_beside_the_database_is_no_file_of_ours(tmp_path: Path, settings: Settings) -> None:
    (settings.data_dir / "exports").mkdir()
    written(tmp_path / "data" / "exports" / "figures.csv", own=kept_by_us(settings))
    assert (tmp_path / "data" / "exports" / "figures.csv").read_bytes() == b"new"
    with pytest.raises(WriteError, match="keeps its own files"):
        target(tmp_path / "data" / "exports" / ".." / "earshot.sqlite3", kept_by_us(settings))
