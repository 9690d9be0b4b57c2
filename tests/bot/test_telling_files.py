"""The commands and downloads of telling, on a real store."""

import io
import json
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from rich.console import Console

from bot import telling_files
from bot.web import WEB
from conversations.asking.answer import Answer
from conversations.asking.consultation.file import bundled
from conversations.asking.records import AnswerKept, QuotingSaid, ResponseBegun, ResponseFinished, ResponseWithdrawn
from conversations.asking.session import Session, Turn
from storage.errors import UnknownConsultationError
from storage.keys import Keys
from storage.reviewing import Verdict
from storage.sqlite import SqliteStore

TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ID = "stable_homes"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    made = SqliteStore(
        tmp_path / "data" / "earshot.db",
        Keys(tmp_path / "keys"),
        clock=lambda: NOW,
        hasher=PasswordHasher(time_cost=1, memory_cost=8, parallelism=1),
    )
    await made.start()
    for text in bundled():
        await made.consultations.add(text)
    await made.consultations.open(ID, TODAY, TODAY + timedelta(weeks=4), trial=True, by="test")
    for number in range(25):
        await _answer(made, number)
    for item in await made.reviewing.queue(ID):
        await made.reviewing.decide(item.id, Verdict.APPROVE, reason="", seen=item.answer.text, by="test", at=NOW)
    yield made
    await made.close()


async def _answer(store: SqliteStore, number: int) -> None:
    response = number.to_bytes(16)
    chosen = "some" if number < 15 else "a_little" if number < 20 else "none"
    records = (
        ResponseBegun(response, 1, "13_15", WEB.name, TODAY),
        AnswerKept(response, "SH7", Answer(chosen=(chosen,)), TODAY),
        AnswerKept(response, "SH6", Answer(text=f"a cat, number {number}, that stays"), TODAY),
        QuotingSaid(response, yes=True),
        ResponseFinished(response),
    )

    def take(state: Session | None) -> Turn:
        return Turn(Session(version=1, place="done", at=NOW, response=response, age_band="13_15"), (), records)

    await store.turns.turn(ID, f"web:{number}", f"event {number}", take, at=NOW)


def files_in(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir() if one.is_file()]


async def test_the_summary_shows_tables_with_bars_and_no_small_number(store: SqliteStore) -> None:
    printed = StringIO()
    await telling_files.summary(store, ID, Console(file=printed, width=120))
    words = printed.getvalue()
    assert "How much say do you get in big choices about your life?" in words
    [line] = [line for line in words.splitlines() if line.startswith("Some ")]
    assert line.split()[1:3] == ["15", "60%"]
    assert "━" in line
    assert words.splitlines()[0].startswith("TRIAL")


async def test_the_summary_fits_a_terminal_of_80_columns(store: SqliteStore) -> None:
    for number in range(25, 100):
        await _answer(store, number)
    printed = StringIO()
    await telling_files.summary(store, ID, Console(file=printed, width=80))
    [line] = [line for line in printed.getvalue().splitlines() if line.startswith("None ") and "80%" in line]
    assert line.split()[-3:] == ["a", "large", "majority"], "the words for a share are cut off"


def parts(content: bytes) -> object:
    """What a file holds. In a docx every part carries the time of writing, so parts are compared and not bytes."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("fmt", ["md", "html", "docx"])
async def test_a_letter_is_written_where_it_is_asked_for(store: SqliteStore, tmp_path: Path, fmt: str) -> None:
    path = await telling_files.letter(store, ID, fmt, tmp_path / f"mine.{fmt}", TODAY)
    _, _, content = await telling_files.letter_bytes(store, ID, fmt, TODAY)
    assert parts(path.read_bytes()) == parts(content)
    assert files_in(tmp_path) == [f"mine.{fmt}"]


async def test_without_a_path_the_name_says_what_it_is(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = await telling_files.export(store, ID, "csv", None, TODAY)
    assert path == Path("TRIAL-stable_homes-figures-2026-06-01.csv")
    assert (tmp_path / path).exists()


async def test_downloads_have_a_name_and_a_media_type(store: SqliteStore) -> None:
    name, media_type, content = await telling_files.export_bytes(store, ID, "json", TODAY)
    assert (name, media_type) == ("TRIAL-stable_homes-figures-2026-06-01.json", "application/json")
    assert json.loads(content)["took_part"] == 25
    assert (await telling_files.letter_bytes(store, ID, "docx", TODAY))[
        0
    ] == "TRIAL-stable_homes-letter-2026-06-01.docx"


async def test_the_letter_holds_what_was_said_and_where_to_get_help(store: SqliteStore) -> None:
    _, _, content = await telling_files.letter_bytes(store, ID, "html", TODAY)
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
    await telling_files.letter(store, ID, "md", tmp_path / "a.md", TODAY, by="Ada")
    await telling_files.export(store, ID, "csv", tmp_path / "a.csv", TODAY)
    assert rows == [("letter", "Ada", f"{ID} md"), ("export", "command line", f"{ID} csv")]


async def test_an_unknown_consultation_is_answered_with_those_there_are(store: SqliteStore) -> None:
    with pytest.raises(UnknownConsultationError, match="there are: advocacy, stable_homes"):
        await telling_files.letter(store, "stable", "md", None, TODAY)


async def test_what_was_never_open_has_no_letter_no_figures_and_no_summary(store: SqliteStore) -> None:
    with pytest.raises(telling_files.TellingError, match="Next: consultation open advocacy"):
        await telling_files.letter_bytes(store, "advocacy", "md", TODAY)
    with pytest.raises(telling_files.TellingError, match="nothing to tell"):
        await telling_files.export_bytes(store, "advocacy", "csv", TODAY)
    with pytest.raises(telling_files.TellingError, match="nothing to tell"):
        await telling_files.summary(store, "advocacy", Console(file=StringIO()))


async def test_an_unknown_format_is_answered_with_those_there_are(store: SqliteStore) -> None:
    with pytest.raises(telling_files.TellingError, match="choose docx, html or md"):
        await telling_files.letter_bytes(store, ID, "exe", TODAY)
    with pytest.raises(telling_files.TellingError, match="choose csv or json"):
        await telling_files.export_bytes(store, ID, "exe", TODAY)


async def test_a_path_that_cannot_be_written_says_what_to_do(store: SqliteStore, tmp_path: Path) -> None:
    with pytest.raises(telling_files.TellingError, match="is a folder"):
        await telling_files.export(store, ID, "csv", tmp_path, TODAY)
    with pytest.raises(telling_files.TellingError, match="make it first"):
        await telling_files.export(store, ID, "csv", tmp_path / "none" / "a.csv", TODAY)


async def test_a_file_that_fails_half_way_leaves_the_old_one(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old", encoding="utf-8")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.telling_files.os.fsync", full)
    with pytest.raises(telling_files.TellingError, match="No space left"):
        await telling_files.export(store, ID, "csv", path, TODAY)
    assert path.read_text(encoding="utf-8") == "old"
    assert files_in(tmp_path) == ["a.csv"]


async def test_recall_says_which_files_hold_what_was_taken_back_and_what_to_do(
    store: SqliteStore, tmp_path: Path
) -> None:
    console = Console(file=io.StringIO(), width=140)
    await telling_files.letter(store, ID, "md", tmp_path / "to the minister.md", TODAY, by="Ada")
    await telling_files.recall(store, ID, console)
    assert "No file" in console.file.getvalue()  # type: ignore[attr-defined]
    [one, *_] = await store.gathering.responses(ID)
    await store.turns.turn_without_session(ID, Turn(None, (), (ResponseWithdrawn(one.response),)), at=NOW)
    await telling_files.recall(store, ID, console)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "to the minister.md" in shown
    assert "Ada" in shown
    assert "ask everyone who has it to delete it" in shown
