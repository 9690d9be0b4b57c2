"""The doctor reports what is wrong, and changes nothing."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from conversations.asking.records import ResponseWithdrawn
from storage.errors import StoreError
from storage.keys import Keys
from storage.keys.withdrawals_file import Withdrawals
from storage.maintenance import Finding, Health
from storage.sqlite import SqliteStore
from storage.sqlite.upkeep.backup import back_up
from storage.sqlite.upkeep.examination import examine
from storage.turns import Delivery
from tests.storage.stored import ADDRESS, CHEAP, NOW, Takes, answered, begun, kept, opened, response

PAGE = 4096


def examined(folder: Path, *, days: int = 0, needed: tuple[str, ...] = ()) -> list[Finding]:
    at = NOW + timedelta(days=days)
    return list(examine(folder / "data" / "earshot.db", Keys(folder / "keys"), at=at, needed=needed))


def wrongs(folder: Path, *, days: int = 0, needed: tuple[str, ...] = ()) -> list[str]:
    return [one.what for one in examined(folder, days=days, needed=needed) if one.health == Health.WRONG]


def notes(folder: Path, *, days: int = 0) -> str:
    return "\n".join(one.what for one in examined(folder, days=days) if one.health == Health.NOTE)


async def filled(store: SqliteStore) -> SqliteStore:
    await opened(store)
    for number in range(1, 41):
        await answered(store, kept(f"{number} " + "words " * 50, number=number), number=number)
    return store


@pytest.fixture
async def folder(store: SqliteStore, tmp_path: Path) -> Path:
    """Of a sound store that was closed."""
    await filled(store)
    await store.close()
    return tmp_path


def damaged(folder: Path, harm: Callable[[bytearray], object]) -> None:
    file = folder / "data" / "earshot.db"
    content = bytearray(file.read_bytes())
    harm(content)
    file.write_bytes(content)


def change(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "data" / "earshot.db", isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


def test_with_a_sound_store_nothing_is_wrong_and_nothing_is_changed(folder: Path) -> None:
    def content() -> dict[str, bytes]:
        files = [file for file in folder.rglob("*") if file.is_file() and not file.name.endswith(("-shm", "-wal"))]
        return {str(file): file.read_bytes() for file in files}

    before = content()
    assert wrongs(folder) == []
    assert content() == before


async def test_it_can_look_while_the_store_is_open(store: SqliteStore, tmp_path: Path) -> None:
    await filled(store)
    assert wrongs(tmp_path) == []


def test_without_a_database_it_says_what_to_do(tmp_path: Path) -> None:
    assert wrongs(tmp_path) == [
        f"there is no database {tmp_path}/data/earshot.db: start Earshot once, or restore a backup"
    ]
    assert list(tmp_path.iterdir()) == []


# ----------------------------------------------------------------------------------------------------------- corruption


def test_the_loss_of_any_page_is_noticed(folder: Path) -> None:
    sound = (folder / "data" / "earshot.db").read_bytes()
    noise = random.Random(1)
    for page in range(len(sound) // PAGE):
        for lost in (bytes(PAGE), noise.randbytes(PAGE)):
            (folder / "data" / "earshot.db").write_bytes(sound[: page * PAGE] + lost + sound[(page + 1) * PAGE :])
            assert any("damaged" in one or "no database" in one for one in wrongs(folder)), page
    (folder / "data" / "earshot.db").write_bytes(sound)
    assert wrongs(folder) == []


def test_flipped_bits_in_the_head_of_any_page_are_noticed(folder: Path) -> None:
    sound = (folder / "data" / "earshot.db").read_bytes()
    for page in range(1, len(sound) // PAGE):
        flipped = bytearray(sound)
        flipped[page * PAGE] ^= 0xFF
        (folder / "data" / "earshot.db").write_bytes(flipped)
        assert any("damaged" in one for one in wrongs(folder)), page


@pytest.mark.parametrize("left", [0.99, 0.5, 0.1, 0.001])
def test_a_file_that_was_cut_off_is_noticed(folder: Path, left: float) -> None:
    damaged(folder, lambda content: content.__delitem__(slice(int(len(content) * left), None)))
    assert any("damaged" in one or "no database" in one for one in wrongs(folder))


def test_what_is_no_database_is_said_to_be_none(folder: Path) -> None:
    (folder / "data" / "earshot.db").write_text("my holiday pictures " * 1000)
    assert any("no database" in one for one in wrongs(folder))


def test_an_answer_that_belongs_to_nothing_is_noticed(folder: Path) -> None:
    change(
        folder,
        "PRAGMA foreign_keys = OFF",
        "DROP TRIGGER response_gone",
        f"DELETE FROM response WHERE id = x'{response(7).hex()}'",
    )
    assert wrongs(folder)[0] == "the database is damaged: a row of answer belongs to nothing"


async def test_a_damaged_database_is_not_papered_over_by_a_start(folder: Path) -> None:
    def lose_first_tables(content: bytearray) -> None:
        content[PAGE : 2 * PAGE] = bytes(PAGE)

    damaged(folder, lose_first_tables)
    harmed = (folder / "data" / "earshot.db").read_bytes()
    store = SqliteStore(folder / "data" / "earshot.db", Keys(folder / "keys"), hasher=CHEAP)
    with pytest.raises(StoreError, match="damaged"):
        await store.start()
    assert (folder / "data" / "earshot.db").read_bytes() == harmed


# ------------------------------------------------------------------------------------------------------ version, files


def test_another_version_is_noticed(folder: Path) -> None:
    change(folder, "PRAGMA user_version = 900")
    assert "this version knows" in wrongs(folder)[0]
    change(folder, "PRAGMA user_version = 1")
    assert wrongs(folder) == []
    assert "the next start brings it up" in notes(folder)


@pytest.mark.parametrize("name", ["data/earshot.db", "keys", "keys/receipts.key", "keys/consultation-care.key"])
def test_what_others_can_read_is_noticed(folder: Path, name: str) -> None:
    (folder / name).chmod(0o644 if (folder / name).is_file() else 0o755)
    assert len(wrongs(folder)) == 1
    assert "run  chmod" in wrongs(folder)[0]


def test_a_log_that_grows_and_a_disk_that_fills_are_noticed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.sqlite.upkeep.examination.LARGE_LOG", -1)
    (folder / "data" / "earshot.db-wal").touch()
    assert "log has grown" in notes(folder)
    usage = shutil.disk_usage(folder)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert "only 0 MB are free" in wrongs(folder)[0]


# ----------------------------------------------------------------------------------------------------------------- keys


@pytest.mark.parametrize("name", ["outbox", "receipts", "consultation-care"])
def test_a_key_that_is_missing_or_damaged_is_noticed(folder: Path, name: str) -> None:
    key = folder / "keys" / f"{name}.key"
    key.write_bytes(key.read_bytes()[:-1])
    assert [one for one in wrongs(folder) if "is damaged" in one]
    key.unlink()
    assert [one for one in wrongs(folder) if "is missing: put back the copy" in one]


def test_a_key_of_another_database_is_noticed(folder: Path) -> None:
    (folder / "keys" / "consultation-care.key").write_bytes(b"another key, of thirty-two bytes")
    assert "is another one" in wrongs(folder)[0]


def test_a_lost_folder_of_keys_is_noticed(folder: Path) -> None:
    shutil.rmtree(folder / "keys")
    assert "put back your copy" in wrongs(folder)[0]
    assert not (folder / "keys").exists()


@pytest.mark.parametrize("name", ["consultation-care.key", ".consultation-care.key.0123456789abcdef"])
async def test_a_key_left_of_a_closed_consultation_is_noticed(folder: Path, name: str) -> None:
    key = (folder / "keys" / "consultation-care.key").read_bytes()
    store = SqliteStore(folder / "data" / "earshot.db", Keys(folder / "keys"), clock=lambda: NOW, hasher=CHEAP)
    await store.start()
    await store.consultations.close("care", by="ada", at=NOW)
    await store.close()
    assert wrongs(folder) == []
    (folder / "keys" / name).write_bytes(key)
    (folder / "keys" / name).chmod(0o600)
    assert "care is closed, but its key is still there" in wrongs(folder)[0]


def test_a_key_of_nothing_is_a_note(folder: Path) -> None:
    Keys(folder / "keys").make("else")
    assert wrongs(folder) == []
    assert "belongs to no consultation" in notes(folder)


# ---------------------------------------------------------------------------------------------------------- withdrawals


async def test_withdrawals_that_are_not_listed_or_came_back_are_noticed(store: SqliteStore, tmp_path: Path) -> None:
    await filled(store)
    ending = Takes(ResponseWithdrawn(response(1)), number=None)
    ending.ends = True
    await store.turns.turn("care", "telegram:1", "withdraw", ending, at=NOW)
    assert wrongs(tmp_path) == []
    listed = Withdrawals(tmp_path / "keys").file
    before = listed.read_bytes()
    Withdrawals(tmp_path / "keys").add([response(2)])
    assert "1 responses that were withdrawn are in the database" in wrongs(tmp_path)[0]
    listed.write_bytes(before[: before.index(b"\n") + 1])
    assert "1 withdrawals are not yet listed" in wrongs(tmp_path)[0]
    listed.write_bytes(before[:-1])
    assert "is damaged" in wrongs(tmp_path)[0]
    listed.unlink()
    assert "is missing" in wrongs(tmp_path)[0]


# -------------------------------------------------------------------------------------------------------------- service


async def test_replies_that_nobody_sends_are_noticed(store: SqliteStore, tmp_path: Path) -> None:
    await opened(store)
    await store.turns.turn("care", ADDRESS, "1", Takes(begun()), at=NOW, deliver=Delivery("telegram", ADDRESS))
    assert wrongs(tmp_path) == []
    assert "is Earshot running" not in notes(tmp_path)
    at = NOW + timedelta(hours=1)
    found = list(examine(tmp_path / "data" / "earshot.db", Keys(tmp_path / "keys"), at=at))
    notes_of_it = [one.what for one in found if one.health == Health.NOTE and "is Earshot running" in one.what]
    assert len(notes_of_it) == 1
    assert notes_of_it[0].endswith("can it reach Telegram?")
    assert "nobody drops them" in wrongs(tmp_path, days=2)[0]


async def test_messages_that_were_given_up_are_noticed(store: SqliteStore, tmp_path: Path) -> None:
    await store.turns.dead_letter("telegram", "KeyError", NOW - timedelta(hours=1))
    assert "1 messages were given up in the last day" in wrongs(tmp_path)[0]
    assert wrongs(tmp_path, days=3) == []
    assert "given up before" in notes(tmp_path, days=3)


async def test_an_open_consultation_without_staff_is_noticed(store: SqliteStore, tmp_path: Path) -> None:
    assert wrongs(tmp_path, needed=("moderator",)) == []
    await opened(store)
    assert "nobody can sign in as moderator" in wrongs(tmp_path, needed=("moderator",))[0]
    ada = await store.staff.add("Ada", ["moderator"], by="start-up")
    assert wrongs(tmp_path, needed=("moderator",)) != []
    await store.staff.set_password(ada.id, "a hash", by="Ada")
    assert wrongs(tmp_path, needed=("moderator",)) == []


def test_a_consultation_that_is_over_and_not_closed_is_a_note(folder: Path) -> None:
    assert "close it" not in notes(folder)
    assert "care took answers until 2026-03-31: close it" in notes(folder, days=60)


def test_how_old_the_last_backup_is_can_be_read(folder: Path) -> None:
    assert "there was no backup yet" in notes(folder)
    back_up(folder / "data" / "earshot.db", folder / "backup", folder / "keys", at=NOW, by="ada")
    assert "backup" not in notes(folder)
    assert "the last backup is of 2026-03-02: make one more often" in notes(folder, days=20)
