"""Promise 1: where rows lie in the file says nothing of when they came."""

import asyncio
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
import structlog

from bot import app
from bot.app import service
from bot.settings import Settings
from conversations.asking.answer import Answer
from conversations.asking.records import AnswerKept, Record, ResponseBegun, ResponseWithdrawn
from storage.keys import Keys
from storage.sqlite import SqliteStore
from storage.sqlite.upkeep import settling
from storage.sqlite.upkeep.settling import settle
from tests.storage.sqlite.upkeep.cell_offsets import order_in_pages
from tests.storage.stored import CHEAP, NOW, TODAY, Takes, opened

PEOPLE = 60
SHOWS = 0.3
"""Of Kendall's tau. Keys are of chance: in order it was never below 0.38, settled its standard deviation is 0.07."""


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "PAUSE", 0)


def begun(response: bytes) -> ResponseBegun:
    return ResponseBegun(response, 1, "13-15", "telegram", TODAY)


async def people_came(store: SqliteStore, count: int = PEOPLE) -> list[bytes]:
    """One after the other. Their responses."""
    chance = random.Random(5)
    responses = [chance.randbytes(16) for _ in range(count)]
    for number, response in enumerate(responses):
        records: list[Record] = [begun(response)]
        records += [
            AnswerKept(response, question, Answer(text=f"{question} " + "words " * chance.randrange(20)), TODAY)
            for question in ("home", "say")
        ]
        take = Takes(*records, number=None)
        await store.turns.turn("care", f"telegram:{number}", "first", take, at=NOW)
    return responses


def orders(store: SqliteStore, responses: list[bytes]) -> dict[str, tuple[float, int]]:
    """Kendall's tau and the pairs, of responses and of answers by any of their ids."""
    file = store._database._path
    with closing(sqlite3.connect(file)) as db:
        of = dict(db.execute("SELECT id, response FROM answer WHERE question = 'home'").fetchall())
        sessions = dict(db.execute("SELECT id, link FROM session").fetchall())
    arrival = {response: number for number, response in enumerate(responses)}
    return {
        "response": order_in_pages(file, arrival),
        "answer": order_in_pages(file, {one: arrival[response] for one, response in of.items()}),
        "session": order_in_pages(file, _by_session(store, sessions)),
    }


def _by_session(store: SqliteStore, sessions: dict[bytes, bytes]) -> dict[bytes, int]:
    key = store._keys.consultation("care")
    if key is None:
        return {}
    return {one: n for n in range(PEOPLE) if (one := key.session(f"telegram:{n}")) in sessions}


@pytest.mark.parametrize("rows", [500, 25])
async def test_the_order_in_which_people_came_shows_in_the_file_until_it_is_settled(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    monkeypatch.setattr(settling, "ROWS", rows)
    await opened(store)
    responses = await people_came(store)
    assert await store.maintenance.cut_log()
    before = orders(store, responses)
    assert all(abs(tau) > SHOWS and pairs > 300 for tau, pairs in before.values()), before
    await store.maintenance.forget_old(NOW + timedelta(hours=6))
    after = orders(store, responses)
    assert all(abs(tau) < SHOWS and pairs > 300 for tau, pairs in after.values()), after


async def test_it_does_not_show_once_it_is_closed(store: SqliteStore) -> None:
    await opened(store)
    responses = await people_came(store)
    await store.consultations.close("care", by="ada", at=NOW)
    after = orders(store, responses)
    assert all(abs(after[one][0]) < SHOWS and after[one][1] > 300 for one in ("response", "answer")), after
    assert len(await store.gathering.responses("care")) == PEOPLE


async def test_it_does_not_show_in_a_service_that_was_stopped(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", keys_dir=tmp_path / "keys", _env_file=None)
    async with service(settings) as parts:
        store = cast("SqliteStore", parts.store)
        await opened(store)
        responses = await people_came(store)
        assert await store.maintenance.cut_log()
        before = orders(store, responses)
    after = orders(store, responses)
    assert all(abs(tau) > SHOWS and pairs > 300 for tau, pairs in before.values()), before
    assert all(abs(tau) < SHOWS and pairs > 300 for tau, pairs in after.values()), after


async def test_what_would_take_too_long_at_the_end_is_left_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "WAITED_FOR", -1.0)
    settings = Settings(data_dir=tmp_path / "data", keys_dir=tmp_path / "keys", _env_file=None)
    with structlog.testing.capture_logs() as logs:
        async with service(settings) as parts:
            store = cast("SqliteStore", parts.store)
            await opened(store)
            responses = await people_came(store)
    assert [line["log_level"] for line in logs if "order in which they came" in line["event"]] == ["warning"]
    assert any(abs(tau) > SHOWS for tau, _ in orders(store, responses).values())


async def content(store: SqliteStore) -> dict[str, list[tuple[object, ...]]]:
    tables = [row[0] for row in await store._database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return {table: sorted(await store._database.rows(f"SELECT * FROM {table}")) for table in tables}


async def schema(store: SqliteStore) -> list[tuple[object, ...]]:
    return sorted(await store._database.rows("SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql <> ''"))


@pytest.mark.parametrize("rows", [1, 7, PEOPLE, 500])
async def test_everything_is_as_it_was_however_many_rows_are_written_at_once(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    monkeypatch.setattr(settling, "ROWS", rows)
    await opened(store)
    responses = await people_came(store)
    before = await content(store), await schema(store)
    assert await settle(store._database)
    assert (await content(store), await schema(store)) == before
    assert await store._database.rows("PRAGMA integrity_check") == [("ok",)]
    assert await store._database.rows("SELECT * FROM withdrawn") == [], "nothing was taken back"
    ending = Takes(ResponseWithdrawn(responses[0]), number=None)
    ending.ends = True
    await store.turns.turn("care", "telegram:0", "withdraw", ending, at=NOW)
    assert await store._database.rows("SELECT id FROM withdrawn") == [(responses[0],)], "and can be still"
    assert len(await store._database.rows("SELECT id FROM answer")) == 2 * (PEOPLE - 1), "with all that belongs to it"


async def test_turns_are_taken_between_one_part_and_the_next(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "ROWS", 1)
    await opened(store)
    await people_came(store)
    settled = asyncio.ensure_future(settle(store._database))
    for number in range(100, 120):
        response = bytes([number]) * 16
        take = Takes(begun(response), AnswerKept(response, "home", Answer(text="meanwhile"), TODAY), number=None)
        await store.turns.turn("care", f"telegram:{number}", "first", take, at=NOW)
    assert not settled.done(), "they did not wait for all of it"
    assert await settled
    assert len(await store.gathering.responses("care")) == PEOPLE + 20


async def test_another_program_that_writes_is_waited_for_another_time(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "earshot.db", Keys(tmp_path / "keys"), hasher=CHEAP, lock_wait=0.02)
    await store.start()
    try:
        await opened(store)
        await people_came(store, 3)
        with closing(sqlite3.connect(tmp_path / "earshot.db", isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            assert not await settle(store._database)
            holder.execute("ROLLBACK")
        assert await settle(store._database)
    finally:
        await store.close()


async def test_every_table_with_row_numbers_has_a_reason_to(store: SqliteStore) -> None:
    """Rows of all others lie in the order of keys that are of chance, or name a day."""
    numbered = {
        "audit": "staff's: in the order in which it was done",
        "case_move": "staff's: in the order in which it was done",
        "dead_letter": "of nobody",
        "decision": "staff's: in the order in which it was done",
        "flag": "newest first, within a level",
        "flag_case": "as its first flag",
        "outbox": "ids are of chance between addresses",
        "print_decision": "staff's: in the order in which it was done",
        "pulse": "empty",
        "reading": "staff's: in the order in which it was done",
        "sqlite_sequence": "SQLite's",
        "staff": "staff",
    }
    rows = await store._database.rows("SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT wr")
    assert {row[0] for row in rows} - {"sqlite_schema"} == set(numbered)


# ------------------------------------------------------------------------------------------------------------- kill -9


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")

    async def prepare() -> None:
        store = SqliteStore(folder / "data" / "earshot.db", Keys(folder / "keys"), hasher=CHEAP)
        await store.start()
        await opened(store)
        await people_came(store)
        await store.close()

    asyncio.run(prepare())
    return folder


@pytest.mark.parametrize("statement", [3, 30, 41, 77, 130, 201])
def test_killed_at_any_statement_nothing_is_lost(prepared: Path, tmp_path: Path, statement: int) -> None:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    command = [sys.executable, "-m", "tests.storage.sqlite.upkeep.settling_killed", str(tmp_path), str(statement)]
    killed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert killed.returncode == -9, killed.stderr

    async def look() -> None:
        store = SqliteStore(tmp_path / "data" / "earshot.db", Keys(tmp_path / "keys"), hasher=CHEAP)
        whole = SqliteStore(prepared / "data" / "earshot.db", Keys(prepared / "keys"), hasher=CHEAP)
        await store.start()
        await whole.start()
        try:
            assert await content(store) == await content(whole)
            assert await schema(store) == await schema(whole)
            assert await store._database.rows("PRAGMA integrity_check") == [("ok",)]
        finally:
            await whole.close()
            await store.close()

    asyncio.run(look())
