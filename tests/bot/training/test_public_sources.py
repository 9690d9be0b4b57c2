"""What training uses and the product may not ship is taken only where it is what it should be."""

from pathlib import Path

import pytest

from bot.file_digest import file_digest
from bot.training import public_sources
from bot.training.public_sources import PublicSource, SourcesMissingError, checked

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two files, which are the whole table."""
    (tmp_path / "btc").mkdir()
    for name in ("towns.txt", "btc/a.conll"):
        (tmp_path / name).write_text(name)
    table = {name: PublicSource("", "", "", file_digest(tmp_path / name)) for name in ("towns.txt", "btc/a.conll")}
    monkeypatch.setattr(public_sources, "public_sources", lambda: table)
    return tmp_path


def test_a_folder_with_every_file_is_taken(folder: Path) -> None:
    assert checked(folder) == folder


def test_a_file_that_is_not_there_is_named(folder: Path) -> None:
    (folder / "towns.txt").unlink()
    with pytest.raises(SourcesMissingError, match=r"towns\.txt is not there \(see public_sources\.yaml\)"):
        checked(folder)


def test_another_file_of_the_same_name_is_not_taken(folder: Path) -> None:
    (folder / "btc" / "a.conll").write_text("other")
    with pytest.raises(SourcesMissingError, match=r"btc/a\.conll is another file"):
        checked(folder)


def test_without_a_folder_it_says_how_to_give_one() -> None:
    with pytest.raises(SourcesMissingError, match="PUBLIC=folder"):
        checked(None)


def test_every_source_says_what_it_is_whose_and_under_which_licence() -> None:
    for name, one in public_sources.public_sources().items():
        assert one.what, name
        assert one.source, name
        assert one.licence, name
        assert len(bytes.fromhex(one.sha256)) == 32


def test_none_of_them_is_in_the_repository() -> None:
    names = {Path(name).name for name in public_sources.public_sources()}
    folders = [ROOT / name for name in ("bot", "conversations", "storage", "docs")]
    assert names & {file.name for folder in folders for file in folder.rglob("*")} == set()
