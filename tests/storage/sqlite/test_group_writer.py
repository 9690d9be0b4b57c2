"""What waits is committed together, and nobody goes down with a neighbour."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest

from storage.errors import StoreError
from storage.sqlite.group_writer import MOST_TOGETHER, GroupWriter
from tests.waiting import HANGS


class Traced:
    """A writer whose connection notes each statement that it runs."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.statements: list[str] = []
        self.writer = GroupWriter(self.connect)

    def connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, isolation_level=None)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE note (number INTEGER UNIQUE)")
        db.execute("CREATE TABLE remark (about REFERENCES note (number) DEFERRABLE INITIALLY DEFERRED)")
        db.execute("PRAGMA foreign_keys = ON")
        db.set_trace_callback(self.statements.append)
        return db

    def commits(self) -> int:
        return self.statements.count("COMMIT")

    def kept(self) -> set[int]:
        db = sqlite3.connect(self.path)
        try:
            return {row[0] for row in db.execute("SELECT number FROM note")}
        finally:
            db.close()


@pytest.fixture
async def traced(tmp_path: Path) -> AsyncIterator[Traced]:
    made = Traced(tmp_path / "notes.db")
    await made.writer.start()
    yield made
    await made.writer.stop()


def note(number: int) -> Callable[[sqlite3.Connection], int]:
    def work(db: sqlite3.Connection) -> int:
        db.execute("INSERT INTO note VALUES (?)", (number,))
        return number

    return work


def _append(order: list[int], number: int, db: sqlite3.Connection) -> None:
    order.append(number)


async def held_up(writer: GroupWriter) -> tuple[asyncio.Future[None], threading.Event]:
    """A piece of work that holds the writer up until the event is set, so that others have to wait."""
    begun, go_on = threading.Event(), threading.Event()

    def work(db: sqlite3.Connection) -> None:
        begun.set()
        go_on.wait(10)

    task = asyncio.ensure_future(writer.run(work))
    await asyncio.to_thread(begun.wait, 10)
    return task, go_on


async def together(traced: Traced, *works: Callable[[sqlite3.Connection], object]) -> list[object]:
    """Runs these in one batch; what each gave back or raised."""
    first, go_on = await held_up(traced.writer)
    tasks = [asyncio.ensure_future(traced.writer.run(work)) for work in works]
    await asyncio.sleep(0)
    go_on.set()
    await first
    return list(await asyncio.gather(*tasks, return_exceptions=True))


async def test_what_waits_is_committed_together(traced: Traced) -> None:
    assert await together(traced, *[note(number) for number in range(100)]) == list(range(100))
    assert traced.commits() == 2  # of what held the others up, and of the hundred
    assert traced.kept() == set(range(100))


async def test_what_the_loop_has_ready_at_once_is_committed_together(traced: Traced) -> None:
    assert await asyncio.gather(*[traced.writer.run(note(number)) for number in range(50)]) == list(range(50))
    assert traced.commits() == 1


async def test_a_batch_is_bounded(traced: Traced) -> None:
    await together(traced, *[note(number) for number in range(MOST_TOGETHER + 1)])
    assert traced.commits() == 3


async def test_work_is_done_in_the_order_that_it_came(traced: Traced) -> None:
    order: list[int] = []
    await together(traced, *[partial(_append, order, number) for number in range(50)])
    assert order == list(range(50))


@pytest.mark.parametrize("error", [ZeroDivisionError("divided"), StopIteration(), StoreError("no")])
async def test_a_failing_neighbour_is_undone_alone(traced: Traced, error: BaseException) -> None:
    def fails(db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO note VALUES (99)")
        raise error

    outcomes = await together(traced, note(1), fails, note(2))
    assert outcomes[0] == 1
    assert outcomes[2] == 2
    assert isinstance(outcomes[1], RuntimeError if isinstance(error, StopIteration) else type(error))
    assert traced.kept() == {1, 2}


async def test_an_error_of_sqlite_is_a_store_error_without_content(traced: Traced) -> None:
    outcomes = await together(traced, note(7), note(7), note(8))
    assert outcomes[0] == 7
    assert outcomes[2] == 8
    assert isinstance(outcomes[1], StoreError)
    assert str(outcomes[1]) == "this does not fit what is kept, and nothing of it was kept (SQLITE_CONSTRAINT_UNIQUE)"


async def test_a_failed_commit_fails_all_of_its_batch_and_none_after_it(traced: Traced) -> None:
    def defers(db: sqlite3.Connection) -> None:
        db.execute("INSERT INTO remark VALUES (404)")  # found out only by the commit

    outcomes = await together(traced, note(1), defers, note(2))
    assert [type(outcome) for outcome in outcomes] == [StoreError] * 3
    assert len({id(outcome) for outcome in outcomes}) == 3
    assert traced.kept() == set()
    assert await traced.writer.run(note(3)) == 3


async def test_when_the_whole_transaction_is_lost_each_is_tried_alone(traced: Traced) -> None:
    def loses_all(db: sqlite3.Connection) -> None:
        if db.in_transaction:
            db.execute("ROLLBACK")  # as SQLite does by itself where the disk is full
        raise ZeroDivisionError

    outcomes = await together(traced, note(1), loses_all, note(2))
    assert outcomes[0] == 1
    assert isinstance(outcomes[1], ZeroDivisionError)
    assert outcomes[2] == 2
    assert traced.kept() == {1, 2}


async def test_a_failing_start_raises_and_leaves_no_thread(tmp_path: Path) -> None:
    writer = GroupWriter(lambda: sqlite3.connect(tmp_path / "no" / "such" / "folder.db"))
    with pytest.raises(StoreError, match="cannot be opened"):
        await writer.start()
    with pytest.raises(StoreError, match="not open"):
        await writer.run(note(1))


async def test_after_a_failing_start_it_can_be_started(tmp_path: Path) -> None:
    traced = Traced(tmp_path / "missing" / "notes.db")
    with pytest.raises(StoreError):
        await traced.writer.start()
    (tmp_path / "missing").mkdir()
    await traced.writer.start()
    async with asyncio.timeout(HANGS):
        assert await traced.writer.run(lambda db: db.execute("SELECT 1").fetchone()) == (1,)
        await traced.writer.stop()


async def test_stopping_finishes_what_waits(traced: Traced) -> None:
    first, go_on = await held_up(traced.writer)
    tasks = [asyncio.ensure_future(traced.writer.run(note(number))) for number in range(10)]
    await asyncio.sleep(0)
    stopping = asyncio.create_task(traced.writer.stop())
    await asyncio.sleep(0)
    with pytest.raises(StoreError, match="not open"):
        await traced.writer.run(note(99))
    go_on.set()
    await asyncio.gather(first, stopping, *tasks)
    assert traced.kept() == set(range(10))


async def test_one_who_no_longer_waits_disturbs_nobody(traced: Traced) -> None:
    first, go_on = await held_up(traced.writer)
    leaves, stays = (asyncio.ensure_future(traced.writer.run(note(number))) for number in (1, 2))
    await asyncio.sleep(0)
    leaves.cancel()
    go_on.set()
    await first
    assert await stays == 2


# What is done apart


async def test_what_is_done_apart_is_in_no_transaction_and_in_its_turn(traced: Traced) -> None:
    seen: list[tuple[bool, int]] = []

    def look(db: sqlite3.Connection) -> None:
        seen.append((db.in_transaction, db.execute("SELECT count(*) FROM note").fetchone()[0]))

    write = traced.writer.run
    await asyncio.gather(
        *(write(note(number)) for number in (1, 2)),
        traced.writer.run_apart(look),
        traced.writer.run_apart(look),
        write(note(3)),
    )
    assert seen == [(False, 2), (False, 2)]
    assert traced.kept() == {1, 2, 3}
    assert traced.commits() == 2, "those before it together, and the one after it"


async def test_what_fails_apart_is_undone_and_the_others_go_on(traced: Traced) -> None:
    def fail(db: sqlite3.Connection) -> None:
        db.execute("BEGIN")
        db.execute("INSERT INTO note VALUES (7)")
        db.execute("INSERT INTO note VALUES (7)")

    failing = traced.writer.run_apart(fail)
    await traced.writer.run(note(1))
    with pytest.raises(StoreError, match="does not fit"):
        await failing
    assert traced.kept() == {1}
