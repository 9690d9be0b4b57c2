"""Promise 1: a backup holds no session that anybody could read without the key, and two of one day are not made."""

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from conversations.asking.records import ResponseWithdrawn
from storage.errors import StoreError
from storage.keys import Keys
from storage.maintenance import BackedUp, Restored
from storage.sqlite import SqliteStore
from storage.sqlite.upkeep import sealed_places
from storage.sqlite.upkeep.backup import back_up
from storage.sqlite.upkeep.restore import restore
from tests.storage.stored import CHEAP, NOW, WORDS, Takes, answered, kept, opened, response

PEOPLE = 7
OTHER = b"another key, of thirty-two bytes"


def backed_up(folder: Path, name: str = "backup", *, at: datetime = NOW, again: bool = False) -> BackedUp:
    return back_up(folder / "data" / "earshot.db", folder / name, folder / "keys", at=at, by="ada", again=again)


def restored(folder: Path, *, without_keys: bool = False) -> Restored:
    shutil.rmtree(folder / "data")
    keys = Keys(folder / "keys")
    return restore(folder / "backup", folder / "data" / "earshot.db", keys, at=NOW, by="ada", without_keys=without_keys)


async def started(folder: Path) -> SqliteStore:
    store = SqliteStore(folder / "data" / "earshot.db", Keys(folder / "keys"), clock=lambda: NOW, hasher=CHEAP)
    await store.start()
    return store


@pytest.fixture
async def filled(store: SqliteStore) -> SqliteStore:
    await opened(store)
    for number in range(1, PEOPLE + 1):
        await answered(store, kept(f"said by {number}", number=number), number=number)
    return store


async def in_the_middle(store: SqliteStore) -> list[int]:
    found = [(await store.turns.last("care", f"telegram:{number}")) is not None for number in range(1, PEOPLE + 1)]
    return [number for number, there in enumerate(found, 1) if there]


async def test_no_session_and_no_pseudonym_is_in_a_backup(filled: SqliteStore, tmp_path: Path) -> None:
    await filled.receipts.find("care", WORDS)
    ada = await filled.staff.add("Ada", ["moderator"], by="start-up")
    await filled.staff.sign_in(ada.id, "a secret", NOW + timedelta(days=1))
    parts: list[bytes] = []
    for columns, table in (("id, link, state, said", "session"), ("session, id", "event"), ("words", "receipt_try")):
        for row in await filled._database.rows(f"SELECT {columns} FROM {table}"):
            parts += [value[:16] for value in row if value]
    assert len(parts) > 5 * PEOPLE
    assert backed_up(tmp_path).unsealed == 0
    content = (tmp_path / "backup").read_bytes()
    assert [part for part in parts if part in content] == []
    with closing(sqlite3.connect(tmp_path / "backup")) as db:
        for table in ("session", "event", "receipt_try", "sign_in", "link", "outbox"):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table
        assert db.execute("SELECT sum(people) FROM place").fetchone() == (PEOPLE,)
    assert await in_the_middle(filled) == list(range(1, PEOPLE + 1)), "and the database itself has them all"


@pytest.mark.parametrize("people", [1, 2, PEOPLE, 500])
async def test_with_the_key_everybody_has_their_place_again(
    filled: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, people: int
) -> None:
    monkeypatch.setattr(sealed_places, "PEOPLE", people)
    before = {table: sorted(await filled._database.rows(f"SELECT * FROM {table}")) for table in ("session", "event")}
    backed_up(tmp_path)
    await filled.close()
    assert restored(tmp_path).placeless == 0
    again = await started(tmp_path)
    try:
        for table, rows in before.items():
            assert sorted(await again._database.rows(f"SELECT * FROM {table}")) == rows
        assert await again._database.rows("SELECT * FROM place") == []
    finally:
        await again.close()


@pytest.mark.parametrize("harm", ["lost", "exchanged"])
async def test_without_the_key_it_says_how_many_lose_their_place_and_a_key_found_later_gives_it_back(
    filled: SqliteStore, tmp_path: Path, harm: str
) -> None:
    key = tmp_path / "keys" / "consultation-care.key"
    right = key.read_bytes()
    backed_up(tmp_path)
    await filled.close()
    key.unlink() if harm == "lost" else key.write_bytes(OTHER)
    assert restored(tmp_path).placeless == PEOPLE
    (await (again := await started(tmp_path)).close())
    key.write_bytes(right)
    key.chmod(0o600)
    again = await started(tmp_path)
    try:
        assert await in_the_middle(again) == list(range(1, PEOPLE + 1))
    finally:
        await again.close()


async def test_who_withdrew_meanwhile_has_no_place_even_where_the_key_comes_later(
    filled: SqliteStore, tmp_path: Path
) -> None:
    key = tmp_path / "keys" / "consultation-care.key"
    right = key.read_bytes()
    backed_up(tmp_path)
    ending = Takes(ResponseWithdrawn(response(2)), number=None)
    ending.ends = True
    await filled.turns.turn("care", "telegram:2", "withdraw", ending, at=NOW)
    await filled.close()
    key.unlink()
    restored(tmp_path)
    await (await started(tmp_path)).close()
    key.write_bytes(right)
    key.chmod(0o600)
    again = await started(tmp_path)
    try:
        assert await in_the_middle(again) == [1, 3, 4, 5, 6, 7]
        assert (await again.turns.turn("care", "telegram:2", "first", Takes(number=None), at=NOW)).repeated
    finally:
        await again.close()


async def test_once_closed_nothing_in_a_backup_can_be_opened(filled: SqliteStore, tmp_path: Path) -> None:
    backed_up(tmp_path)
    await filled.consultations.close("care", by="ada", at=NOW)
    await filled.close()
    done = restored(tmp_path)
    assert (done.closed_since, done.placeless) == (("care",), 0)
    again = await started(tmp_path)
    try:
        for table in ("session", "event", "place"):
            assert await again._database.rows(f"SELECT * FROM {table}") == []
    finally:
        await again.close()


async def test_without_any_key_it_goes_on_with_new_ones_and_says_so(filled: SqliteStore, tmp_path: Path) -> None:
    backed_up(tmp_path)
    await filled.close()
    shutil.rmtree(tmp_path / "keys")
    done = restored(tmp_path, without_keys=True)
    assert (done.placeless, done.without_key) == (PEOPLE, ("care",))
    assert done.new_keys == ("outbox.key", "receipts.key")
    await (await started(tmp_path)).close()
    assert {file.name for file in (tmp_path / "keys").glob("*.key")} == {"audit.key", "outbox.key", "receipts.key"}


async def test_a_backup_without_the_key_says_whose_place_is_not_in_it(filled: SqliteStore, tmp_path: Path) -> None:
    (tmp_path / "keys" / "consultation-care.key").unlink()
    assert backed_up(tmp_path).unsealed == PEOPLE
    await filled.close()
    assert restored(tmp_path).placeless == PEOPLE


# --------------------------------------------------------------------------------------------------------- one a day


async def test_a_second_one_of_a_day_is_refused_with_what_to_do(filled: SqliteStore, tmp_path: Path) -> None:
    backed_up(tmp_path)
    with pytest.raises(StoreError, match=r"today already \(2026-03-02\).*--again, and destroy the other"):
        backed_up(tmp_path, "second", at=NOW + timedelta(hours=9))
    assert not (tmp_path / "second").exists()
    assert backed_up(tmp_path, "third", at=NOW + timedelta(hours=10), again=True).noted
    assert backed_up(tmp_path, "tomorrow", at=NOW + timedelta(days=1)).noted


async def test_one_that_failed_is_none(filled: SqliteStore, tmp_path: Path) -> None:
    def fail(what: str, share: float) -> None:
        if what == "adding up":
            raise OSError(28, "No space left on device")

    database, keys = tmp_path / "data" / "earshot.db", tmp_path / "keys"
    with pytest.raises(StoreError, match="cannot be written"):
        back_up(database, tmp_path / "backup", keys, at=NOW, by="ada", progress=fail)
    assert backed_up(tmp_path).noted
    with pytest.raises(StoreError, match="cannot be written"):
        back_up(database, tmp_path / "second", keys, at=NOW, by="ada", again=True, progress=fail)
    with pytest.raises(StoreError, match="today already"):
        backed_up(tmp_path, "third")


async def test_once_something_was_closed_another_may_take_the_place_of_the_one_before(
    filled: SqliteStore, tmp_path: Path
) -> None:
    backed_up(tmp_path)
    await filled.consultations.close("care", by="ada", at=NOW)
    assert backed_up(tmp_path, "after").noted
    with pytest.raises(StoreError, match="today already"):
        backed_up(tmp_path, "another")
