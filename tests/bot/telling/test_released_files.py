"""The letter and the export as files, on a real store."""

import io
import json
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.telling import released_files
from bot.telling.summary_table import summary
from bot.telling.telling_error import TellingError
from bot.written_files import WriteError
from storage.errors import UnknownConsultationError
from storage.sqlite import SqliteStore
from tests.bot.telling.conftest import ID, TODAY
from tests.conversations.telling.formats import a_new_format


def files_in(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir() if one.is_file()]


def parts(content: bytes) -> object:
    """What a file holds. In a docx every part carries the time of writing, so parts are compared and not bytes."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("fmt", ["md", "html", "docx"])
async def test_a_letter_is_written_where_it_is_asked_for(store: SqliteStore, tmp_path: Path, fmt: str) -> None:
    path = await released_files.letter(store, ID, fmt, tmp_path / f"mine.{fmt}", TODAY)
    _, _, content = await released_files.letter_bytes(store, ID, fmt, TODAY)
    assert parts(path.read_bytes()) == parts(content)
    assert files_in(tmp_path) == [f"mine.{fmt}"]


async def test_without_a_path_the_name_says_what_it_is(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = await released_files.export(store, ID, "csv", None, TODAY)
    assert path == Path("TRIAL-stable_homes-figures-2026-06-01.csv")
    assert (tmp_path / path).exists()


async def test_downloads_have_a_name_and_a_media_type(store: SqliteStore) -> None:
    name, media_type, content = await released_files.export_bytes(store, ID, "json", TODAY)
    assert (name, media_type) == ("TRIAL-stable_homes-figures-2026-06-01.json", "application/json")
    assert json.loads(content)["took_part"] == 25
    assert (await released_files.letter_bytes(store, ID, "docx", TODAY))[
        0
    ] == "TRIAL-stable_homes-letter-2026-06-01.docx"


async def test_the_letter_holds_what_was_said_and_where_to_get_help(store: SqliteStore) -> None:
    _, _, content = await released_files.letter_bytes(store, ID, "html", TODAY)
    words = content.decode()
    assert "that stays" in words
    assert "0800 1111" in words


async def test_each_file_leaves_an_audit_row(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[tuple[str, str, str]] = []

    async def audit(action: str, *, by: str, detail: str = "") -> None:
        rows.append((action, by, detail))

    monkeypatch.setattr(store.audit, "note", audit)
    await released_files.letter(store, ID, "md", tmp_path / "a.md", TODAY, by="Ada")
    await released_files.export(store, ID, "csv", tmp_path / "a.csv", TODAY)
    assert rows == [("letter", "Ada", f"{ID} md"), ("export", "command line", f"{ID} csv")]


async def test_an_unknown_consultation_is_answered_with_those_there_are(store: SqliteStore) -> None:
    with pytest.raises(UnknownConsultationError, match="there are: advocacy, stable_homes"):
        await released_files.letter(store, "stable", "md", None, TODAY)


async def test_what_was_never_open_has_no_letter_no_figures_and_no_summary(store: SqliteStore) -> None:
    with pytest.raises(TellingError, match="Next: consultation open advocacy"):
        await released_files.letter_bytes(store, "advocacy", "md", TODAY)
    with pytest.raises(TellingError, match="nothing to tell"):
        await released_files.export_bytes(store, "advocacy", "csv", TODAY)
    with pytest.raises(TellingError, match="nothing to tell"):
        await summary(store, "advocacy", Console(file=StringIO()), TODAY)


async def test_an_unknown_format_is_answered_with_those_there_are(store: SqliteStore) -> None:
    with pytest.raises(TellingError, match="choose docx, html or md"):
        await released_files.letter_bytes(store, ID, "exe", TODAY)
    with pytest.raises(TellingError, match="choose csv or json"):
        await released_files.export_bytes(store, ID, "exe", TODAY)


async def test_what_cannot_be_written_is_said(store: SqliteStore, tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="is a folder"):
        await released_files.export(store, ID, "csv", tmp_path, TODAY)
    with pytest.raises(WriteError, match="make it first"):
        await released_files.export(store, ID, "csv", tmp_path / "none" / "a.csv", TODAY)


async def test_a_format_that_is_added_to_the_registry_is_made(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_new_format.add(monkeypatch)
    made = await released_files.letter_bytes(store, ID, a_new_format.NAME, TODAY)
    name, media_type, content = made
    assert (name, media_type) == ("TRIAL-stable_homes-letter-2026-06-01.slides", a_new_format.MEDIA_TYPE)
    assert content.startswith(b"slides of TRIAL")
    assert (await released_files.export_bytes(store, ID, a_new_format.NAME, TODAY))[2].startswith(b"slides of Stable")


async def test_a_letter_in_earnest_to_nobody_is_refused_with_what_to_do(empty: SqliteStore, tmp_path: Path) -> None:
    for _ in range(2):  # there are figures from the first time on
        with pytest.raises(TellingError) as refused:
            await released_files.letter(empty, ID, "md", tmp_path / "letter.md", TODAY)
        assert str(refused.value) == (
            f"the figures of {ID} count nobody yet, so there is nobody to write to. "
            f"Next: wait for answers; summary {ID} says when there are some"
        )
    assert not (tmp_path / "letter.md").exists()
