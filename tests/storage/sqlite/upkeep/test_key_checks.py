"""A key that is lost or exchanged is said to be, and none is made in its place without a word."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from conversations.asking.records import ReceiptGiven
from storage.errors import StoreError
from storage.keys import Keys
from storage.maintenance import Health
from storage.sqlite import SqliteStore
from storage.sqlite.upkeep.examination import examine
from storage.turns import Delivery
from tests.storage.sqlite import versions
from tests.storage.stored import ADDRESS, CHEAP, NOW, WORDS, Takes, begun, kept, opened

OTHER = b"another key, of thirty-two bytes"

NAMES = ["receipts", "outbox", "consultation-care"]


@asynccontextmanager
async def started(folder: Path) -> AsyncIterator[SqliteStore]:
    store = SqliteStore(folder / "data" / "earshot.db", Keys(folder / "keys"), clock=lambda: NOW, hasher=CHEAP)
    await store.start()
    try:
        yield store
    finally:
        await store.close()


async def say(store: SqliteStore, event: str = "first") -> None:
    """Somebody gets receipt words, and a reply waits for them."""
    receipt = await store.receipts.prepare(WORDS)
    take = Takes(begun(), ReceiptGiven(begun().response, WORDS), kept("my dog"))
    deliver = Delivery("telegram", "7312045599")
    await store.turns.turn("care", ADDRESS, event, take, at=NOW, receipt=receipt, deliver=deliver)


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    async with started(tmp_path) as store:
        await opened(store)
        await say(store)
    return tmp_path


def key(folder: Path, name: str) -> Path:
    return folder / "keys" / f"{name}.key"


def wrongs(folder: Path) -> list[str]:
    found = examine(folder / "data" / "earshot.db", Keys(folder / "keys"), at=NOW)
    return [one.what for one in found if one.health is Health.WRONG]


@pytest.mark.parametrize("name", NAMES)
async def test_a_lost_key_is_not_made_anew_and_nothing_is_well_until_it_is_back(folder: Path, name: str) -> None:
    before = key(folder, name).read_bytes()
    key(folder, name).unlink()
    async with started(folder) as store:
        assert not key(folder, name).exists()
        with pytest.raises(StoreError, match=r"missing: put back the copy"):
            await store.maintenance.check()
        with pytest.raises(StoreError, match=r"missing: put back the copy"):
            await say(store, "second")
    assert any("missing: put back the copy" in one for one in wrongs(folder))
    key(folder, name).write_bytes(before)
    key(folder, name).chmod(0o600)
    async with started(folder) as store:
        await store.maintenance.check()
        assert await store.receipts.find("care", WORDS) is not None
        assert [one.address for one in await store.outbox.waiting("telegram", NOW)] == ["7312045599"]
    assert wrongs(folder) == []


@pytest.mark.parametrize("name", NAMES)
async def test_an_exchanged_key_is_not_taken_for_the_right_one(folder: Path, name: str) -> None:
    key(folder, name).write_bytes(OTHER)
    async with started(folder) as store:
        with pytest.raises(StoreError, match=r"(another one than this database was used with|not the one that it was)"):
            await store.maintenance.check()
        with pytest.raises(StoreError, match="put back the copy"):
            await say(store, "second")
    assert key(folder, name).read_bytes() == OTHER
    assert any("is another one" in one for one in wrongs(folder))


@pytest.mark.parametrize("name", NAMES)
async def test_a_key_that_goes_while_the_service_runs_is_noticed(folder: Path, name: str) -> None:
    async with started(folder) as store:
        await store.maintenance.check()
        key(folder, name).unlink()
        with pytest.raises(StoreError, match="missing"):
            await store.maintenance.check()


async def test_right_words_are_not_said_to_be_unknown_while_their_key_is_lost(folder: Path) -> None:
    key(folder, "receipts").unlink()
    async with started(folder) as store:
        with pytest.raises(StoreError, match=r"receipts\.key is missing"):
            await store.receipts.find("care", WORDS)


async def test_every_key_that_is_wrong_is_named(folder: Path) -> None:
    for name in NAMES:
        key(folder, name).unlink()
    async with started(folder) as store:
        with pytest.raises(StoreError, match="key of care"):
            await store.maintenance.check()
    assert len(wrongs(folder)) == 3


@pytest.mark.parametrize("name", ["receipts", "outbox"])
async def test_a_key_lost_before_it_was_known_is_not_made_anew_either(tmp_path: Path, name: str) -> None:
    versions.make(tmp_path, 10)
    key(tmp_path, name).unlink()
    async with started(tmp_path) as store:
        with pytest.raises(StoreError, match=f"{name}.key is missing"):
            await store.maintenance.check()
    assert not key(tmp_path, name).exists()


async def test_a_fresh_database_takes_the_keys_that_are_there(tmp_path: Path) -> None:
    Keys(tmp_path / "keys").prepare()
    before = {name: key(tmp_path, name).read_bytes() for name in ("receipts", "outbox")}
    async with started(tmp_path) as store:
        await store.maintenance.check()
    assert {name: key(tmp_path, name).read_bytes() for name in before} == before


@pytest.mark.parametrize("harm", ["lost", "exchanged"])
async def test_where_there_is_no_copy_it_goes_on_once_that_is_accepted(folder: Path, harm: str) -> None:
    for name in ("receipts", "outbox"):
        key(folder, name).unlink() if harm == "lost" else key(folder, name).write_bytes(OTHER)
    async with started(folder) as store:
        assert await store.maintenance.accept_keys(by="ada", at=NOW) == {"receipts": 1, "outbox": 1}
    async with started(folder) as store:
        await store.maintenance.check()
        assert await store.receipts.find("care", WORDS) is None
        await say(store, "second")
        assert await store.receipts.find("care", WORDS) is not None
        assert len(await store.outbox.waiting("telegram", NOW)) == 1
        assert await store.maintenance.accept_keys(by="ada", at=NOW) == {}
        rows = await store._database.rows("SELECT done_by, detail FROM audit WHERE action = 'keys accepted'")
        assert rows == [("ada", "outbox, receipts")]


async def test_what_is_kept_says_nothing_of_a_key(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "data" / "earshot.db")) as db:
        kept_of = dict(db.execute("SELECT name, key_check FROM key_known").fetchall())
    assert kept_of.keys() == {"receipts", "outbox", "audit"}
    content = (folder / "data" / "earshot.db").read_bytes()
    for name in kept_of:
        assert key(folder, name).read_bytes()[:8] not in content
