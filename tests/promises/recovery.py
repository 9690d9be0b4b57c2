"""How long /healthz takes to go red and to be well again, in seconds of this machine:  make recovery

Many answer meanwhile, and whoever could not be kept tries again. Fails above five seconds.
"""

import asyncio
import contextlib
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, closing
from pathlib import Path

import httpx
from starlette.applications import Starlette

from bot.health import health_routes
from storage.errors import StoreError
from storage.sqlite import SqliteStore
from tests.promises.under_load import RESPONDENTS, store_in, turn
from tests.storage.stored import opened

LOCKED_FOR = 10.0
AT_MOST = 5.0
BETWEEN = 0.02
"""Seconds between two looks."""

Fault = Callable[[SqliteStore, Path], AbstractAsyncContextManager[None]]


@contextlib.asynccontextmanager
async def locked(_store: SqliteStore, file: Path) -> AsyncIterator[None]:
    """Another program holds the database, for ten seconds."""
    with closing(sqlite3.connect(file, isolation_level=None, timeout=10)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        yield
        await asyncio.sleep(max(0.0, LOCKED_FOR - (time.monotonic() - began)))
        holder.execute("ROLLBACK")


@contextlib.asynccontextmanager
async def full(store: SqliteStore, _file: Path) -> AsyncIterator[None]:
    """There is no room for one more page."""
    await store._database.write(lambda db: db.execute("PRAGMA max_page_count = 1").fetchall())
    yield
    await store._database.write(lambda db: db.execute("PRAGMA max_page_count = 1000000").fetchall())


@contextlib.asynccontextmanager
async def failing(store: SqliteStore, _file: Path) -> AsyncIterator[None]:
    """Every statement that writes is refused, as by a disk that does not answer."""

    def refuse(action: int, *_: object) -> int:
        return sqlite3.SQLITE_DENY if action in (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE) else sqlite3.SQLITE_OK

    await store._database.write(lambda db: db.set_authorizer(refuse))
    yield
    await store._database.write(lambda db: db.set_authorizer(None))


async def _respond(store: SqliteStore, respondent: int, stopped: asyncio.Event) -> None:
    number = 0
    while not stopped.is_set():
        try:
            await turn(store, respondent, number)
        except StoreError:
            await asyncio.sleep(BETWEEN)  # and the same turn again
        else:
            number += 1
        await asyncio.sleep(BETWEEN)


async def _until(pages: httpx.AsyncClient, status: int) -> float:
    """Seconds until this is the answer."""
    began = time.monotonic()
    while (await pages.get("/healthz")).status_code != status:  # noqa: ASYNC110 - as a probe does
        await asyncio.sleep(BETWEEN)
    return time.monotonic() - began


async def measure(fault: Fault, folder: Path) -> tuple[float, float]:
    """Seconds until red, and from its end until well."""
    store = store_in(folder)
    await store.start()
    await opened(store)
    app = Starlette(routes=list(health_routes(store.maintenance)))
    stopped = asyncio.Event()
    people = [asyncio.create_task(_respond(store, number, stopped)) for number in range(1, RESPONDENTS + 1)]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://earshot.test") as pages:
        await _until(pages, 200)
        async with fault(store, folder / "data" / "earshot.db"):
            red = await _until(pages, 503)
        well = await _until(pages, 200)
    stopped.set()
    await asyncio.gather(*people)
    await store.close()
    return red, well


def main() -> None:
    worst = 0.0
    for name, fault in (("locked for ten seconds", locked), ("disk full", full), ("every write fails", failing)):
        with tempfile.TemporaryDirectory() as folder:
            red, well = asyncio.run(measure(fault, Path(folder)))
        print(f"{name}: red after {red:.2f} s, well {well:.2f} s after its end (at most {AT_MOST:.0f})", flush=True)
        worst = max(worst, red, well)
    if worst > AT_MOST:
        raise SystemExit("that is too long")


if __name__ == "__main__":
    main()
