"""A backup is whole or not there, holds no keys, and brings back nothing that was withdrawn."""

import hashlib
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from conversations.asking.records import ResponseWithdrawn
from storage.errors import StoreError
from storage.keys import Keys
from storage.keys.withdrawals_file import Withdrawals
from storage.maintenance import BackedUp, Replayed, Restored
from storage.sqlite import SqliteStore
from storage.sqlite.migrations import migrate, migrations
from storage.sqlite.upkeep.backup import back_up
from storage.sqlite.upkeep.restore import restore
from storage.turns import Delivery
from tests.storage.stored import CHEAP, NOW, Takes, answered, kept, opened, response

LATER = NOW + timedelta(days=1)


def backed_up(folder: Path, name: str = "backup") -> BackedUp:
    return back_up(folder / "data" / "earshot.db", folder / name, folder / "keys", at=NOW, by="ada")


def restored(
    folder: Path, name: str = "backup", *, to: str = "data", replace: bool = False, without_keys: bool = False
) -> Restored:
    database, keys = folder / to / "earshot.db", Keys(folder / "keys")
    return restore(folder / name, database, keys, at=LATER, by="ada", replace=replace, without_keys=without_keys)


async def started(folder: Path, data: str = "data") -> SqliteStore:
    store = SqliteStore(folder / data / "earshot.db", Keys(folder / "keys"), clock=lambda: LATER, hasher=CHEAP)
    await store.start()
    return store


async def withdraw(store: SqliteStore, number: int) -> None:
    ending = Takes(ResponseWithdrawn(response(number)), number=None)
    ending.ends = True
    await store.turns.turn("care", f"telegram:{number}", "withdraw", ending, at=NOW)


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


async def said(store: SqliteStore) -> set[str]:
    return {answer.answer.text for one in await store.gathering.responses("care") for answer in one.answers.values()}


@pytest.fixture
async def filled(store: SqliteStore) -> SqliteStore:
    """Three people have said something each."""
    await opened(store)
    for number in (1, 2, 3):
        await answered(store, kept(f"said by {number}", number=number), number=number)
    return store


# --------------------------------------------------------------------------------------------------------- backing up


async def test_a_backup_is_made_while_the_store_is_open_and_writes(filled: SqliteStore, tmp_path: Path) -> None:
    made = backed_up(tmp_path)
    assert (made.responses, made.answers, made.noted) == (3, 3, True)
    await answered(filled, kept("said by 4", number=4), number=4)
    assert len(await filled.gathering.responses("care")) == 4
    restored(tmp_path, to="elsewhere")
    again = await started(tmp_path, "elsewhere")
    try:
        assert await said(again) == {"said by 1", "said by 2", "said by 3"}
        assert await again.turns.last("care", "telegram:2") is not None
    finally:
        await again.close()


async def test_a_backup_is_one_file_and_its_sum_for_their_owner_only(filled: SqliteStore, tmp_path: Path) -> None:
    made = backed_up(tmp_path)
    assert names(tmp_path) == {"data", "keys", "backup", "backup.sha256"}
    for name in ("backup", "backup.sha256"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert made.sha256 == hashlib.sha256((tmp_path / "backup").read_bytes()).hexdigest()
    assert (tmp_path / "backup.sha256").read_text() == f"{made.sha256}  backup\n"  # as sha256sum --check reads it


async def test_a_backup_holds_no_key(filled: SqliteStore, tmp_path: Path) -> None:
    backed_up(tmp_path)
    content = (tmp_path / "backup").read_bytes()
    keys = list((tmp_path / "keys").glob("*.key"))
    assert len(keys) == 4
    for key in keys:
        assert key.read_bytes() not in content


async def test_a_backup_holds_no_reply_that_waits_to_be_sent(filled: SqliteStore, tmp_path: Path) -> None:
    for number in range(30):
        says = Takes(number=None, says="Long words " * (1 + 40 * number))
        await filled.turns.turn(
            "care", f"telegram:{number}", "waits", says, at=NOW, deliver=Delivery("telegram", f"73120{number:05}")
        )
    rows = await filled._database.rows("SELECT lane, sealed FROM outbox")
    parts = [part for lane, sealed in rows for part in (lane, sealed[:16], sealed[-16:])]
    made = backed_up(tmp_path)
    held = made.file.read_bytes()
    assert [part for part in parts if part in held] == []
    assert names(tmp_path) >= {"backup", "backup.sha256"}
    assert not [name for name in names(tmp_path) if "journal" in name]
    with closing(sqlite3.connect(filled._database._path)) as db:
        assert db.execute("SELECT count(*) FROM outbox").fetchone() == (30,), "they wait on in the database itself"


async def test_a_backup_holds_nothing_of_what_was_withdrawn_before(filled: SqliteStore, tmp_path: Path) -> None:
    await withdraw(filled, 2)
    backed_up(tmp_path)
    content = (tmp_path / "backup").read_bytes()
    assert b"said by 1" in content
    assert b"said by 2" not in content


async def test_a_backup_never_writes_over_anything(filled: SqliteStore, tmp_path: Path) -> None:
    (tmp_path / "backup").write_text("my holiday pictures")
    (tmp_path / "other.sha256").write_text("my sums")
    for name in ("backup", "other"):
        with pytest.raises(StoreError, match="never writes over anything"):
            backed_up(tmp_path, name)
    assert (tmp_path / "backup").read_text() == "my holiday pictures"
    assert not (tmp_path / "other").exists()


async def test_a_backup_is_not_put_beside_its_keys(filled: SqliteStore, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="outside KEYS_DIR"):
        backed_up(tmp_path, "keys/backup")


async def test_where_there_is_nothing_to_back_up_it_is_said_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no database"):
        backed_up(tmp_path)
    assert names(tmp_path) == set()


async def test_a_backup_that_fails_half_way_leaves_nothing(filled: SqliteStore, tmp_path: Path) -> None:
    def fail(what: str, share: float) -> None:
        if what == "adding up":
            raise OSError(28, "No space left on device")

    before = names(tmp_path)
    with pytest.raises(StoreError, match=r"cannot be written \(No space left"):
        back_up(tmp_path / "data" / "earshot.db", tmp_path / "b", tmp_path / "keys", at=NOW, by="ada", progress=fail)
    assert names(tmp_path) == before


async def test_a_damaged_database_gives_no_backup(filled: SqliteStore, tmp_path: Path) -> None:
    await filled.close()
    database = tmp_path / "data" / "earshot.db"
    content = bytearray(database.read_bytes())
    content[5 * 4096 : 6 * 4096] = b"\xff" * 4096
    database.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        backed_up(tmp_path)
    assert names(tmp_path) == {"data", "keys"}


async def test_rows_that_do_not_fit_together_give_no_backup(filled: SqliteStore, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "data" / "earshot.db", isolation_level=None)) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("DELETE FROM response WHERE id = ?", (response(2),))
    with pytest.raises(StoreError, match="a row of answer belongs to nothing; 'doctor' says more"):
        backed_up(tmp_path)
    assert names(tmp_path) == {"data", "keys"}


async def test_a_file_that_comes_while_the_backup_is_made_stays(filled: SqliteStore, tmp_path: Path) -> None:
    backup = tmp_path / "backup"

    def come(what: str, share: float) -> None:
        if what == "adding up":
            backup.write_text("my holiday pictures")

    with pytest.raises(StoreError, match="cannot be written"):
        back_up(tmp_path / "data" / "earshot.db", backup, tmp_path / "keys", at=NOW, by="ada", progress=come)
    assert backup.read_text() == "my holiday pictures"
    assert names(tmp_path) == {"data", "keys", "backup"}


async def test_a_locked_database_can_be_backed_up_and_the_audit_says_nothing_of_it(
    filled: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.sqlite.upkeep.backup.LOCK_WAIT", 0)
    with closing(sqlite3.connect(tmp_path / "data" / "earshot.db", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        made = backed_up(tmp_path)
        holder.execute("ROLLBACK")
    assert (made.noted, made.answers) == (False, 3)


# ---------------------------------------------------------------------------------------------------------- restoring


async def test_a_restored_database_is_at_work_again_and_says_where_it_comes_from(
    filled: SqliteStore, tmp_path: Path
) -> None:
    backed_up(tmp_path)
    await filled.close()
    shutil.rmtree(tmp_path / "data")
    done = restored(tmp_path)
    assert (done.responses, done.answers, done.replayed) == (3, 3, Replayed())
    assert (done.checked, done.without_key, done.older_list, done.aside) == (True, (), False, None)
    assert done.made == "2026-03-02T09:30:00.000000+00:00"
    assert names(tmp_path / "data") == {"earshot.db"}
    assert stat.S_IMODE((tmp_path / "data" / "earshot.db").stat().st_mode) == 0o600
    again = await started(tmp_path)
    try:
        await answered(again, kept("more", "say", number=3), number=3, event="next")
        assert await said(again) == {"said by 1", "said by 2", "said by 3", "more"}
        rows = await again._database.rows("SELECT action, detail FROM audit ORDER BY id DESC LIMIT 2")
        assert [action for action, _ in rows] == ["backup restored", "backup made"]
    finally:
        await again.close()


async def test_what_was_withdrawn_since_is_not_in_the_restored_file(filled: SqliteStore, tmp_path: Path) -> None:
    backed_up(tmp_path)
    await withdraw(filled, 2)
    await filled.close()
    shutil.rmtree(tmp_path / "data")
    assert restored(tmp_path).replayed == Replayed(responses=1)
    content = (tmp_path / "data" / "earshot.db").read_bytes()
    assert b"said by 1" in content
    assert b"said by 2" not in content


async def test_no_page_of_what_is_restored_holds_leftovers_of_what_was_taken_back(
    filled: SqliteStore, tmp_path: Path
) -> None:
    for number in range(10, 200):
        await answered(filled, kept(f"said by <{number}> " + "words " * 30, number=number), number=number)
    backed_up(tmp_path)
    for number in range(10, 200, 2):
        await withdraw(filled, number)
    assert restored(tmp_path, to="elsewhere").replayed == Replayed(responses=95)
    database = tmp_path / "elsewhere" / "earshot.db"
    assert stat.S_IMODE(database.stat().st_mode) == 0o600
    assert names(tmp_path / "elsewhere") == {"earshot.db"}
    content = database.read_bytes()
    assert [number for number in range(10, 200) if f"<{number}>".encode() in content] == list(range(11, 200, 2))
    with closing(sqlite3.connect(database)) as db:
        assert db.execute("PRAGMA freelist_count").fetchone() == (0,)
        assert db.execute("SELECT * FROM to_wipe").fetchall() == []


async def test_what_a_start_takes_back_is_to_be_wiped(filled: SqliteStore, tmp_path: Path) -> None:
    await filled.close()
    Withdrawals(tmp_path / "keys").add([response(2)])
    again = await started(tmp_path)
    try:
        assert {row[0] for row in await again._database.rows("SELECT name FROM to_wipe")} >= {"answer", "response"}
        assert await again.consultations.finish_closings()
        assert await again._database.rows("SELECT name FROM to_wipe") == []
    finally:
        await again.close()


async def test_where_a_database_is_it_is_not_touched_unless_it_is_to_be_replaced(
    filled: SqliteStore, tmp_path: Path
) -> None:
    backed_up(tmp_path)
    await answered(filled, kept("said by 4", number=4), number=4)
    await filled.close()
    before = (tmp_path / "data" / "earshot.db").read_bytes()
    with pytest.raises(StoreError, match="--replace moves it aside"):
        restored(tmp_path)
    assert (tmp_path / "data" / "earshot.db").read_bytes() == before
    done = restored(tmp_path, replace=True)
    assert done.aside is not None
    assert (done.aside / "earshot.db").read_bytes() == before
    assert done.responses == 3


async def test_a_left_over_log_of_a_lost_database_is_not_mixed_with_the_backup(
    filled: SqliteStore, tmp_path: Path
) -> None:
    backed_up(tmp_path)
    await filled.close()
    (tmp_path / "data" / "earshot.db").unlink()
    (tmp_path / "data" / "earshot.db-wal").write_bytes(b"left over")
    with pytest.raises(StoreError, match="--replace"):
        restored(tmp_path)


async def test_a_database_in_use_is_not_replaced(filled: SqliteStore, tmp_path: Path) -> None:
    backed_up(tmp_path)
    with pytest.raises(StoreError, match="in use: stop Earshot first"):
        restored(tmp_path, replace=True)
    await answered(filled, kept("said by 4", number=4), number=4)
    assert len(await filled.gathering.responses("care")) == 4


async def test_a_withdrawal_that_only_the_replaced_database_knows_is_taken_back_too(
    filled: SqliteStore, tmp_path: Path
) -> None:
    backed_up(tmp_path)
    listed = (tmp_path / "keys" / "withdrawn.txt").read_bytes()
    await withdraw(filled, 2)
    await filled.close()
    (tmp_path / "keys" / "withdrawn.txt").write_bytes(listed)
    assert restored(tmp_path, replace=True).replayed == Replayed(responses=1)


async def test_without_the_list_of_withdrawals_nothing_is_restored_unasked(filled: SqliteStore, tmp_path: Path) -> None:
    backed_up(tmp_path)
    await filled.close()
    shutil.rmtree(tmp_path / "data")
    shutil.rmtree(tmp_path / "keys")
    with pytest.raises(StoreError, match="put back your copy of KEYS_DIR first"):
        restored(tmp_path)
    assert not (tmp_path / "data").exists()
    assert restored(tmp_path, without_keys=True).without_key == ("care",)


async def test_a_list_from_before_the_backup_is_said_to_be_old(filled: SqliteStore, tmp_path: Path) -> None:
    listed = (tmp_path / "keys" / "withdrawn.txt").read_bytes()
    await withdraw(filled, 1)
    backed_up(tmp_path)
    (tmp_path / "keys" / "withdrawn.txt").write_bytes(listed)
    assert restored(tmp_path, to="elsewhere").older_list


async def test_a_consultation_closed_since_is_said_to_be_and_its_sessions_do_not_come_back(
    filled: SqliteStore, tmp_path: Path
) -> None:
    backed_up(tmp_path)
    await filled.consultations.close("care", by="ada", at=NOW)
    await filled.close()
    shutil.rmtree(tmp_path / "data")
    done = restored(tmp_path)
    assert (done.closed_since, done.without_key) == (("care",), ())
    again = await started(tmp_path)
    try:
        assert (await again.consultations.get("care")).status == "closed"
        for table in ("session", "event", "outbox"):
            assert await again._database.rows(f"SELECT * FROM {table}") == []
        assert len(await again.gathering.responses("care")) == 3
    finally:
        await again.close()


async def test_nobody_stays_signed_in_over_a_restore(store: SqliteStore, tmp_path: Path) -> None:
    ada = await store.staff.add("Ada", ["moderator"], by="start-up")
    await store.staff.sign_in(ada.id, "a secret", LATER + timedelta(days=1))
    await store.staff.add_link(ada.id, "another", LATER + timedelta(days=1))
    backed_up(tmp_path)
    restored(tmp_path, to="elsewhere")
    again = await started(tmp_path, "elsewhere")
    try:
        assert await again.staff.signed_in("a secret", LATER) is None
        assert await again.staff.link("another", LATER) is None
        assert await again.staff.named("Ada") is not None
    finally:
        await again.close()


async def test_a_backup_of_an_earlier_version_is_brought_up(filled: SqliteStore, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "old", isolation_level=None)) as db:
        migrate(db, {1: migrations()[1]})
    restored(tmp_path, "old", to="elsewhere")
    with closing(sqlite3.connect(tmp_path / "elsewhere" / "earshot.db")) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (max(migrations()),)


def _no_database(file: Path) -> None:
    file.write_bytes(b"my holiday pictures " * 1000)


def _cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-6000])


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _page_lost(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[5 * 4096 : 6 * 4096] = bytes(4096)
    file.write_bytes(content)


def _newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA user_version = 900")


def _of_another_program(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE pictures (a)")


def _letter_changed(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"said by 2", b"said by 7"))


@pytest.mark.parametrize(
    ("harm", "what", "with_sum"),
    [
        (_no_database, "no database", False),
        (_cut_off, "damaged", False),
        (_empty, "no backup of Earshot", False),
        (_page_lost, "damaged", False),
        (_newer, "newer version of Earshot", False),
        (_of_another_program, "no backup of Earshot", False),
        (_cut_off, r"is not what backup\.sha256 says", True),
        (_letter_changed, r"is not what backup\.sha256 says", True),
    ],
)
async def test_what_is_no_sound_backup_is_refused_and_changes_nothing(
    filled: SqliteStore, tmp_path: Path, harm: Callable[[Path], None], what: str, with_sum: bool
) -> None:
    backed_up(tmp_path)
    await filled.close()
    harm(tmp_path / "backup")
    if not with_sum:
        (tmp_path / "backup.sha256").unlink()
    before = (tmp_path / "data" / "earshot.db").read_bytes()
    with pytest.raises(StoreError, match=what):
        restored(tmp_path, replace=True)
    assert names(tmp_path / "data") == {"earshot.db"}
    assert (tmp_path / "data" / "earshot.db").read_bytes() == before
    with pytest.raises(StoreError, match=what):
        restored(tmp_path, to="elsewhere")
    assert names(tmp_path / "elsewhere") == set()


async def test_the_file_of_a_running_database_is_no_backup(filled: SqliteStore, tmp_path: Path) -> None:
    for end in ("", "-wal"):
        shutil.copy(tmp_path / "data" / f"earshot.db{end}", tmp_path / f"copy{end}")
    with pytest.raises(StoreError, match="a copy of a database in use"):
        restored(tmp_path, "copy", to="elsewhere")


async def test_a_backup_that_is_not_there_is_said_to_be_missing(store: SqliteStore, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no backup"):
        restored(tmp_path, "missing", to="elsewhere")


async def test_a_full_disk_restores_nothing(
    filled: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backed_up(tmp_path)
    usage = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(StoreError, match="no room"):
        restored(tmp_path, to="elsewhere")
    assert names(tmp_path / "elsewhere") == set()
