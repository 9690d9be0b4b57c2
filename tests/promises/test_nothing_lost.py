"""Promise 3: nothing lost, nothing twice. Here: what the store does when it is killed, locked, full or lied to."""

import asyncio
import random
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import pytest

from storage.errors import StoreError
from storage.keys import Keys
from storage.sqlite import SqliteStore
from storage.sqlite.database import Database
from tests.promises.soak import kill_again_and_again
from tests.promises.under_load import RESPONDENTS, address, store_in, turn
from tests.storage.stored import ADDRESS, CHEAP, NOW, Takes, answered, begun, kept, opened

KILLS = 25
"""`make soak` kills 500 times."""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    made = SqliteStore(tmp_path / "data" / "earshot.db", Keys(tmp_path / "keys"), hasher=CHEAP, lock_wait=0.05)
    await made.start()
    await opened(made)
    yield made
    await made.close()


@pytest.mark.long
async def test_every_acknowledged_turn_is_there_once_after_kill_9(tmp_path: Path) -> None:
    assert await kill_again_and_again(tmp_path, KILLS, seed=3) > KILLS


class _Faulty:
    """A connection that, once `on`, fails one statement in a hundred, one commit in five before it took effect, and one
    in five after it did. (Undoing has to work: SQLite itself does it in memory.)"""

    def __init__(self, db: sqlite3.Connection, seed: int) -> None:
        self._db = db
        self._random = random.Random(seed)
        self._commits = 0
        self.on = False

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:
        if not self.on or sql.startswith("ROLLBACK"):
            return self._db.execute(sql, *parameters)
        if sql == "COMMIT":
            self._commits += 1
            if self._commits % 5 == 2:
                raise sqlite3.OperationalError("failed on purpose")
            done = self._db.execute(sql)
            if self._commits % 5 == 4:
                raise sqlite3.OperationalError("failed on purpose")
            return done
        if self._random.random() < 0.01:
            raise sqlite3.OperationalError("failed on purpose")
        return self._db.execute(sql, *parameters)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)


class _FaultyDatabase(Database):
    def __init__(self, path: Path, seed: int) -> None:
        super().__init__(path)
        self.seed = seed
        self.faulty: _Faulty | None = None

    def _connect_writer(self) -> sqlite3.Connection:
        self.faulty = _Faulty(super()._connect_writer(), self.seed)
        return cast("sqlite3.Connection", self.faulty)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_statements_and_commits_that_fail_lose_nothing_and_repeat_nothing(tmp_path: Path, seed: int) -> None:
    database = _FaultyDatabase(tmp_path / "data" / "earshot.db", seed)
    store = store_in(tmp_path, database)
    await store.start()
    await opened(store)
    assert database.faulty is not None
    database.faulty.on = True
    failed, known = 0, 0

    async def respond(respondent: int) -> None:
        nonlocal failed, known
        for number in range(20):
            while True:
                try:
                    known += await turn(store, respondent, number)
                    break
                except StoreError:
                    failed += 1

    try:
        await asyncio.gather(*[respond(respondent) for respondent in range(1, RESPONDENTS + 1)])
        assert failed > 0
        assert known > 0  # done, though the caller was told that it failed
        for gathered in await store.gathering.responses("care"):
            assert len(gathered.answers) == 20
        for respondent in range(1, RESPONDENTS + 1):
            last = await store.turns.last("care", address(respondent))
            assert last is not None
            assert last.state.stamp == 20
    finally:
        await store.close()


async def test_a_locked_database_is_said_to_be_and_the_turn_is_taken_once_it_is_free(
    store: SqliteStore, tmp_path: Path
) -> None:
    holder = sqlite3.connect(tmp_path / "data" / "earshot.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        await store.turns.turn("care", ADDRESS, "1", Takes(begun(), kept("my dog")), at=NOW)
    with pytest.raises(StoreError, match="locked"):
        await store.maintenance.check()
    assert await store.turns.last("care", ADDRESS) is None  # reading goes on
    holder.execute("ROLLBACK")
    holder.close()
    await store.maintenance.check()
    assert not (await store.turns.turn("care", ADDRESS, "1", Takes(begun(), kept("my dog")), at=NOW)).repeated


async def test_the_event_loop_goes_on_while_the_database_is_locked(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    await store.start()
    await opened(store)
    holder = sqlite3.connect(tmp_path / "data" / "earshot.db", isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    try:
        waiting = asyncio.create_task(store.turns.turn("care", ADDRESS, "1", Takes(begun()), at=NOW))
        for _ in range(100):
            await asyncio.sleep(0)
        assert not waiting.done()
        threading.Timer(0, holder.execute, ["ROLLBACK"]).start()
        assert not (await waiting).repeated
    finally:
        holder.close()
        await store.close()


async def test_a_full_disk_loses_nothing_that_was_acknowledged(store: SqliteStore) -> None:
    (pages,) = (await store._database.rows("PRAGMA page_count"))[0]
    await store._database.write(lambda db: db.execute(f"PRAGMA max_page_count = {pages + 40}").fetchall())
    acknowledged = 0

    async def fill() -> None:
        nonlocal acknowledged
        while True:
            number = acknowledged + 1
            await answered(store, kept(f"{number} " + "words " * 100, number=number), number=number)
            acknowledged = number

    with pytest.raises(StoreError, match="no room"):
        await fill()
    assert acknowledged > 5
    with pytest.raises(StoreError, match="no room"):
        await store.maintenance.check()
    assert len(await store.gathering.responses("care")) == acknowledged
    await store._database.write(lambda db: db.execute("PRAGMA max_page_count = 100000").fetchall())
    await store.maintenance.check()
    await answered(store, kept("room again", number=acknowledged + 1), number=acknowledged + 1)
    assert len(await store.gathering.responses("care")) == acknowledged + 1


async def test_on_a_full_disk_the_small_ones_still_get_through(store: SqliteStore) -> None:
    (pages,) = (await store._database.rows("PRAGMA page_count"))[0]
    await store._database.write(lambda db: db.execute(f"PRAGMA max_page_count = {pages + 40}").fetchall())
    huge = answered(store, kept("words " * 100_000, number=2), number=2)
    small = [answered(store, kept("my dog", number=number), number=number) for number in (1, 3, 4)]
    outcomes = await asyncio.gather(small[0], huge, *small[1:], return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [type(None), StoreError, type(None), type(None)]
    assert len(await store.gathering.responses("care")) == 3


async def test_a_database_that_may_only_be_read_is_said_to_be(store: SqliteStore) -> None:
    await store._database.write(lambda db: db.execute("PRAGMA query_only = ON"))
    with pytest.raises(StoreError, match="cannot be written"):
        await store.turns.turn("care", ADDRESS, "1", Takes(begun()), at=NOW)
    assert await store.turns.last("care", ADDRESS) is None
