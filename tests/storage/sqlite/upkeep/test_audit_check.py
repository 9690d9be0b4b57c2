"""The doctor notices every row of the audit that was changed, removed or cut off past Earshot."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from storage.keys import Keys
from storage.maintenance import Health
from storage.sqlite import SqliteStore
from storage.sqlite.tables import audit_table
from storage.sqlite.upkeep.audit_check import MOST
from tests.storage.sqlite import versions
from tests.storage.stored import CHEAP, NOW, opened

ROWS = 8


def at(folder: Path) -> SqliteStore:
    return SqliteStore(folder / "data" / "earshot.db", Keys(folder / "keys"), clock=lambda: NOW, hasher=CHEAP)


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    """Rows that were written one by one."""
    store = at(tmp_path)
    await store.start()
    for number in range(ROWS):
        await store.audit.note("letter", by="Ada", detail=f"care md {number}")
    await store.close()
    return tmp_path


def found(folder: Path, health: Health = Health.WRONG) -> list[str]:
    findings = at(folder).maintenance.examine(at=NOW)
    return [one.what for one in findings if one.health is health and "the record" in one.what]


def change(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "data" / "earshot.db", isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


def test_what_nobody_touched_is_whole(folder: Path) -> None:
    assert found(folder) == []
    assert found(folder, Health.FINE) == [f"the record is whole: {ROWS} rows, each sealed to the one before it"]


@pytest.mark.parametrize("column", ["at", "action", "done_by", "detail"])
def test_a_changed_row_is_noticed(folder: Path, column: str) -> None:
    change(folder, f"UPDATE audit SET {column} = {column} || ' ' WHERE id = 4")
    assert found(folder) == ["the record: row 4 is not as it was written"]


@pytest.mark.parametrize(
    ("which", "words"),
    [
        ("id = 4", "row 4 is missing"),
        ("id IN (3, 4, 5)", "rows 3 to 5 are missing"),
        ("id = 1", "row 1 is missing"),
        ("id <= 6", "rows 1 to 6 are missing"),
        (f"id = {ROWS}", f"it was cut off: it went on to row {ROWS}, and ends with row {ROWS - 1}"),
        ("id > 2", f"it was cut off: it went on to row {ROWS}, and ends with row 2"),
        ("true", f"it was cut off: it went on to row {ROWS}, and ends with row 0"),
    ],
)
def test_a_removed_row_is_noticed(folder: Path, which: str, words: str) -> None:
    change(folder, f"DELETE FROM audit WHERE {which}")
    assert found(folder) == [f"the record: {words}"]


def test_rows_that_changed_places_are_noticed(folder: Path) -> None:
    change(folder, "UPDATE audit SET id = 99 WHERE id = 3", "UPDATE audit SET id = 3 WHERE id = 4")
    assert found(folder)


def test_an_added_row_is_noticed(folder: Path) -> None:
    change(folder, "INSERT INTO audit (at, action, done_by, detail) VALUES ('2026-03-02', 'letter', 'Eve', '')")
    assert found(folder) == [f"the record: row {ROWS + 1} has no seal"]


async def test_a_row_that_takes_the_place_of_the_last_is_noticed(folder: Path) -> None:
    head = (folder / "keys" / "audit.head").read_text()
    change(folder, f"DELETE FROM audit WHERE id = {ROWS}")
    store = at(folder)
    await store.start()
    await store.audit.note("letter", by="Eve")  # even with the key in her hands
    await store.close()
    (folder / "keys" / "audit.head").write_text(head)
    assert found(folder) == [f"the record: row {ROWS} is another one than audit.head in KEYS_DIR knows"]


def test_of_many_that_are_wrong_some_are_named(folder: Path) -> None:
    change(folder, "UPDATE audit SET detail = 'x'")
    words = found(folder)
    assert len(words) == MOST + 1
    assert words[-1] == f"the record: and {ROWS - MOST} more like these"


@pytest.mark.parametrize("behind", [0, 3, ROWS])
def test_a_head_that_a_crash_left_behind_is_no_trouble(folder: Path, behind: int) -> None:
    with closing(sqlite3.connect(folder / "data" / "earshot.db")) as db:
        row = db.execute("SELECT id, mac FROM audit WHERE id = ?", (behind,)).fetchone() or (0, b"")
    (folder / "keys" / "audit.head").write_text(f"{row[0]} {row[1].hex()}\n")
    assert found(folder) == []


def test_without_its_head_nobody_can_tell(folder: Path) -> None:
    (folder / "keys" / "audit.head").unlink()
    assert "audit.head in KEYS_DIR is missing" in found(folder)[0]


async def test_a_commit_that_was_undone_leaves_the_head_where_it_was(folder: Path) -> None:
    store = at(folder)
    await store.start()

    def work(db: sqlite3.Connection) -> None:
        store.audit.add(db, "letter", "Ada")
        raise RuntimeError("it went wrong after all")

    with pytest.raises(RuntimeError):
        await store._database.write(work)
    await store.close()
    assert found(folder) == []
    assert (folder / "keys" / "audit.head").read_text().startswith(f"{ROWS} ")


async def test_several_processes_write_one_chain(folder: Path) -> None:
    stores = [at(folder), at(folder)]
    for store in stores:
        await store.start()
    for number in range(6):
        await stores[number % 2].audit.note("letter", by="Ada")
    for store in stores:
        await store.close()
    assert found(folder) == []
    assert (folder / "keys" / "audit.head").read_text().startswith(f"{ROWS + 6} ")


async def test_what_retention_takes_away_is_accepted_and_shown(folder: Path) -> None:
    store = at(folder)
    store.audit._clock = lambda: NOW + timedelta(days=2193)
    await store.start()
    await store.audit.note("letter", by="Ada")
    await store.maintenance.forget_old(NOW + timedelta(days=2193))
    rows = await store._database.rows("SELECT id FROM audit ORDER BY id")
    await store.close()
    assert rows[0] == (ROWS + 1,)
    assert found(folder) == []
    assert "was shortened" in found(folder, Health.NOTE)[0]
    change(folder, f"DELETE FROM audit WHERE id = {ROWS + 1}")
    assert found(folder) == [f"the record: rows 1 to {ROWS + 1} are missing"]


async def test_a_backup_that_was_put_back_is_accepted_and_shown(folder: Path) -> None:
    maintenance = at(folder).maintenance
    maintenance.back_up(folder / "backup", at=NOW, by="Ada")
    assert found(folder) == []
    store = at(folder)
    await store.start()
    for _ in range(5):
        await store.audit.note("letter", by="Ada")
    await store.close()
    head = (folder / "keys" / "audit.head").read_text()
    maintenance.restore(folder / "backup", at=NOW, by="Ada", replace=True)
    assert found(folder) == []
    assert "goes on from a backup" in found(folder, Health.NOTE)[0]
    (folder / "keys" / "audit.head").write_text(head)  # as where it crashed before the last step
    assert found(folder) == []
    change(folder, "DELETE FROM audit WHERE action = 'backup restored'")
    assert found(folder)


async def test_a_backup_that_was_put_back_past_earshot_is_noticed(folder: Path) -> None:
    shutil.copy(folder / "data" / "earshot.db", folder / "copy")
    store = at(folder)
    await store.start()
    await store.audit.note("letter", by="Ada")
    await store.close()
    shutil.copy(folder / "copy", folder / "data" / "earshot.db")
    assert found(folder) == [f"the record: it was cut off: it went on to row {ROWS + 1}, and ends with row {ROWS}"]


async def test_a_lost_key_stops_what_has_to_be_noted_until_it_is_accepted(folder: Path) -> None:
    (folder / "keys" / "audit.key").unlink()
    store = at(folder)
    await store.start()
    with pytest.raises(Exception, match=r"audit\.key is missing: put back the copy"):
        await store.audit.note("letter", by="Ada")
    assert await store.maintenance.accept_keys(by="Ada", at=NOW) == {"audit": ROWS}
    await store.audit.note("letter", by="Ada")
    await store.close()
    assert found(folder) == []
    assert "keys that were accepted" in found(folder, Health.NOTE)[0]


async def test_what_an_earlier_version_wrote_is_sealed_once(tmp_path: Path) -> None:
    versions.make(tmp_path, 17)
    store = at(tmp_path)
    await store.start()
    await opened(store, "next")
    await store.close()
    assert found(tmp_path) == []
    change(tmp_path, "UPDATE audit SET mac = NULL", "DELETE FROM key_known WHERE name = 'audit'")
    store = at(tmp_path)
    await store.start()
    await store.close()
    assert "row 1 has no seal" in found(tmp_path)[0]


async def test_a_full_disk_in_keys_dir_leaves_the_head_behind_and_it_catches_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = at(folder)
    await store.start()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("storage.keys.audit_chain.os.open", full)
        await store.audit.note("letter", by="Ada")
    assert (folder / "keys" / "audit.head").read_text().startswith(f"{ROWS} ")
    await store._database.write(audit_table.newest)
    await store.close()
    assert (folder / "keys" / "audit.head").read_text().startswith(f"{ROWS + 1} ")
    assert found(folder) == []
