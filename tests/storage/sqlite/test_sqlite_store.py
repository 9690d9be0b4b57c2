"""The store as a whole: how it opens, what it is set to, and what it says when it is not open."""

import stat
from datetime import date
from pathlib import Path

import pytest

from conversations.asking.consultation.file import bundled
from storage.errors import StoreError
from storage.keys import Keys
from storage.sqlite import SqliteStore
from storage.store import Store
from tests.storage.stored import ADDRESS, CHEAP, NOW, Takes, opened


async def test_it_keeps_the_contract(store: SqliteStore) -> None:
    contract: Store = store  # the type checker holds every method to it
    await contract.maintenance.check()
    assert await store._database.rows("SELECT * FROM pulse") == []


async def test_what_is_deleted_is_wiped_and_what_is_committed_is_on_the_disk(store: SqliteStore) -> None:
    async def setting(name: str) -> object:
        return (await store._database.write(lambda db: db.execute(f"PRAGMA {name}").fetchone()))[0]

    assert await setting("journal_mode") == "wal"
    assert await setting("synchronous") == 2
    assert await setting("secure_delete") == 1
    assert await setting("foreign_keys") == 1


async def test_the_reading_connection_cannot_write(store: SqliteStore) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        await store._database.rows("DELETE FROM audit")


async def test_files_are_their_owners_only(store: SqliteStore, tmp_path: Path) -> None:
    await opened(store)
    files = list((tmp_path / "data").iterdir())
    assert {file.name for file in files} == {"earshot.db", "earshot.db-wal", "earshot.db-shm"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


async def test_a_store_that_is_not_open_says_so(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "data" / "earshot.db", Keys(tmp_path / "keys"), hasher=CHEAP)
    for _ in range(2):
        with pytest.raises(StoreError, match="not open"):
            await store.consultations.all()
        with pytest.raises(StoreError, match="not open"):
            await store.maintenance.check()
        await store.start()
        await opened(store)
        await store.close()
        await store.close()


async def test_a_store_can_be_started_again(store: SqliteStore) -> None:
    await opened(store)
    await store.close()
    await store.start()
    assert not (await store.turns.turn("care", ADDRESS, "1", Takes(number=None), at=NOW)).repeated


async def test_a_place_where_nothing_can_be_kept_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path, keys in ((tmp_path / "file" / "earshot.db", "keys"), (tmp_path / "earshot.db", "file")):
        store = SqliteStore(path, Keys(tmp_path / keys), hasher=CHEAP)
        with pytest.raises(StoreError, match="cannot be"):
            await store.start()
        await store.close()


async def test_a_consultation_is_parsed_once(store: SqliteStore) -> None:
    await opened(store)
    first, again = await store.consultations.get("care"), await store.consultations.get("care")
    assert first.latest is again.latest


async def test_a_missing_key_is_not_well(tmp_path: Path) -> None:
    first = SqliteStore(tmp_path / "earshot.sqlite3", Keys(tmp_path / "keys"))
    await first.start()
    await first.consultations.add(bundled()[0])
    await first.consultations.open("stable_homes", date(2026, 11, 1), date(2026, 12, 1), trial=True, by="test")
    await first.maintenance.check()
    await first.close()
    second = SqliteStore(tmp_path / "earshot.sqlite3", Keys(tmp_path / "other"))
    await second.start()
    try:
        with pytest.raises(StoreError, match="key of stable_homes is missing"):
            await second.maintenance.check()
    finally:
        await second.close()
