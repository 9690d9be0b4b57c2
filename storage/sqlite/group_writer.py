"""The group writer: one thread with its own connection, which commits together what waits.

While one commit waits for the disk, others queue up, and the next commit takes them all: the more there is to do, the
fewer commits each piece needs. Nothing ever waits for company by the clock; but what the event loop has ready in one
round comes to the writer in one piece.
"""

import asyncio
import contextlib
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

from storage.errors import StoreError
from storage.sqlite.sqlite_errors import plain

T = TypeVar("T")

MOST_TOGETHER = 256


_Job = tuple[Callable[[sqlite3.Connection], Any], asyncio.Future[Any], bool]
"""The work, who waits for it, and whether it is to be done apart."""

_Outcome = tuple[Any, BaseException | None]
"""What the work returned, or what it raised."""


class GroupWriter:
    """Runs functions on the writing connection. `connect` opens it, on the writer's thread, in autocommit mode.
    `committed` is called there after each commit, before anybody hears of it; what it raises is lost."""

    def __init__(
        self,
        connect: Callable[[], sqlite3.Connection],
        committed: Callable[[sqlite3.Connection], None] = lambda _: None,
    ) -> None:
        self._connect = connect
        self._committed = committed
        self._jobs: deque[_Job] = deque()
        self._bell: SimpleQueue[bool] = SimpleQueue()
        self._ringing = False
        self._thread: threading.Thread | None = None
        self._open = False

    async def start(self) -> None:
        """Opens the connection. Raises what `connect` raises."""
        opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        # Each thread has its own bell: what ended one that could not start must not end the next.
        self._bell = SimpleQueue()
        self._thread = threading.Thread(
            target=self._live, args=(opened, self._bell), name="earshot-writer", daemon=True
        )
        self._thread.start()
        try:
            await opened
        except BaseException:
            self._bell.put(False)
            raise
        self._open = True

    def run(self, work: Callable[[sqlite3.Connection], T]) -> asyncio.Future[T]:
        """To be awaited: what `work` returns, once it is committed. `work` may be run again from the start, as when a
        neighbour's failure took the whole transaction with it, so all that it does must be on the connection.

        Raises what `work` raises, after all that it wrote is undone; sqlite3.Error as StoreError. A StoreError may also
        come where the commit failed; then it is unknown whether it took effect.
        """
        return self._queue(work, apart=False)

    def run_apart(self, work: Callable[[sqlite3.Connection], T]) -> asyncio.Future[T]:
        """As `run`, but between two commits and in no transaction: for what begins its own, or cannot be done in one.
        Everybody else waits meanwhile, so it has to be short."""
        return self._queue(work, apart=True)

    def _queue(self, work: Callable[[sqlite3.Connection], T], *, apart: bool) -> asyncio.Future[T]:
        if not self._open:
            raise StoreError("the database is not open")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.append((work, future, apart))
        if not self._ringing:
            self._ringing = True
            loop.call_soon(self._ring)
        return future

    async def stop(self) -> None:
        """Finishes what waits and closes the connection."""
        if self._thread is None or not self._open:
            return
        self._open = False
        self._bell.put(False)
        await asyncio.to_thread(self._thread.join)

    def _ring(self) -> None:
        """Called once for all that the loop had ready: the writer then finds it all, and not only the first."""
        self._ringing = False  # before the bell, so that whoever comes after it rings again
        self._bell.put(True)

    def _live(self, opened: asyncio.Future[None], bell: SimpleQueue[bool]) -> None:
        loop = opened.get_loop()
        try:
            db = self._connect()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the one who waits has to know
            _call(loop, _settle, [(opened, (None, _outward(error)))])
            return
        _call(loop, _settle, [(opened, (None, None))])
        try:
            going_on = True
            while going_on:
                going_on = bell.get()  # False from `stop`: what waits is still done
                while jobs := self._next():
                    outcomes = [_alone(db, jobs[0])] if len(jobs) == 1 else _together(db, jobs)
                    with contextlib.suppress(Exception):  # it cannot undo what is committed
                        self._committed(db)
                    _hand_back(jobs, outcomes)
        finally:
            db.close()

    def _next(self) -> list[_Job]:
        """What is done next: as many as there are, or one that is done apart."""
        jobs: list[_Job] = []
        while self._jobs and len(jobs) < MOST_TOGETHER and not (jobs and self._jobs[0][2]):
            jobs.append(self._jobs.popleft())
            if jobs[-1][2]:
                break
        return jobs


def _together(db: sqlite3.Connection, jobs: list[_Job]) -> list[_Outcome]:
    """All jobs in one transaction, each in a savepoint of its own."""
    outcomes: list[_Outcome] = []
    try:
        db.execute("BEGIN IMMEDIATE")
        for work, _, _ in jobs:
            db.execute("SAVEPOINT job")
            try:
                outcomes.append((work(db), None))
            except BaseException as error:  # noqa: BLE001 - a job's failure is its own, whatever it is
                if not db.in_transaction:
                    # SQLite gave up the whole transaction (a full disk does that): find out who can do without it.
                    return [_alone(db, one) for one in jobs]
                db.execute("ROLLBACK TO job")
                outcomes.append((None, _outward(error)))
            db.execute("RELEASE job")
        db.execute("COMMIT")
    except sqlite3.Error as error:
        _roll_back(db)
        # One error for each: an exception that is raised in several places gathers all their tracebacks.
        undone = [outcomes[i] if i < len(outcomes) and outcomes[i][1] else None for i in range(len(jobs))]
        return [outcome or (None, plain(error)) for outcome in undone]
    return outcomes


def _alone(db: sqlite3.Connection, job: _Job) -> _Outcome:
    """One job in a transaction of its own, or apart from any."""
    work, _, apart = job
    try:
        if not apart:
            db.execute("BEGIN IMMEDIATE")
        value = work(db)
        if db.in_transaction:
            db.execute("COMMIT")
    except BaseException as error:  # noqa: BLE001 - a job's failure is its own, whatever it is
        _roll_back(db)
        return None, _outward(error)
    return value, None


def _roll_back(db: sqlite3.Connection) -> None:
    if db.in_transaction:
        db.execute("ROLLBACK")


def _outward(error: BaseException) -> BaseException:
    if isinstance(error, sqlite3.Error):
        outward: BaseException = plain(error)
        outward.__cause__ = error
        return outward
    if isinstance(error, StopIteration):  # a future refuses it
        outward = RuntimeError("the work raised StopIteration")
        outward.__cause__ = error
        return outward
    return error


def _hand_back(jobs: list[_Job], outcomes: list[_Outcome]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], _Outcome]]] = {}
    for (_, future, _), outcome in zip(jobs, outcomes, strict=True):
        by_loop.setdefault(future.get_loop(), []).append((future, outcome))
    for loop, settled in by_loop.items():
        _call(loop, _settle, settled)


def _call(
    loop: asyncio.AbstractEventLoop,
    function: Callable[[list[tuple[asyncio.Future[Any], _Outcome]]], None],
    settled: list[tuple[asyncio.Future[Any], _Outcome]],
) -> None:
    try:
        loop.call_soon_threadsafe(function, settled)
    except RuntimeError:
        if not loop.is_closed():
            raise


def _settle(settled: list[tuple[asyncio.Future[Any], _Outcome]]) -> None:
    for future, (value, error) in settled:
        if future.done():
            continue
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(value)
