"""Files to call back, on a real store."""

from io import StringIO
from pathlib import Path

from rich.console import Console

from bot.telling.recall import recall
from bot.telling.released_files import letter
from conversations.asking.records import ResponseWithdrawn
from conversations.asking.session import Turn
from storage.sqlite import SqliteStore
from tests.bot.telling.conftest import ID, NOW, TODAY


async def test_recall_says_which_files_hold_what_was_taken_back_and_what_to_do(
    store: SqliteStore, tmp_path: Path
) -> None:
    console = Console(file=StringIO(), width=140)
    await letter(store, ID, "md", tmp_path / "to the minister.md", TODAY, by="Ada")
    await recall(store, ID, console)
    assert "No file" in console.file.getvalue()  # type: ignore[attr-defined]
    [one, *_] = await store.gathering.responses(ID)
    await store.turns.turn_without_session(ID, Turn(None, (), (ResponseWithdrawn(one.response),)), at=NOW)
    await recall(store, ID, console)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "to the minister.md" in shown
    assert "Ada" in shown
    assert "ask everyone who has it to delete it" in shown


async def test_names_that_begin_alike_are_whole_in_80_columns(store: SqliteStore, tmp_path: Path) -> None:
    console = Console(file=StringIO(), width=80)
    names = [f"TRIAL-stable_homes-letter-2026-11-30-for-the-{who}.docx" for who in ("minister", "board")]
    for name in names:
        await letter(store, ID, "docx", tmp_path / name, TODAY, by="Ada")
    [one, *_] = await store.gathering.responses(ID)
    await store.turns.turn_without_session(ID, Turn(None, (), (ResponseWithdrawn(one.response),)), at=NOW)
    await recall(store, ID, console)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert [line for line in shown.splitlines() if line.startswith("TRIAL-")] == sorted(names)
    assert shown.count("words of: 1 person; counted: 1 person") == len(names)
