"""The drill: back up under load, lose everything, restore, compare.   python -m tests.promises.drill [MEGABYTES]

`make drill` does it with 1,000 MB and prints how long it took. Everything happens in a folder of its own, which goes.
"""

import asyncio
import contextlib
import hashlib
import secrets
import shutil
import sqlite3
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from conversations.asking.records import ResponseWithdrawn
from storage.keys import Keys
from storage.sqlite import SqliteStore
from storage.sqlite.upkeep.backup import back_up
from storage.sqlite.upkeep.restore import restore
from tests.promises.under_load import store_in
from tests.storage.stored import NOW, Takes, answered, kept, opened, response

SECONDS = 60
"""A backup and its restoring may take this long together, for 1,000 MB."""

_WITHDRAWING = 900_001
"""The respondent who withdraws after the backup."""

_PER_RESPONSE = 8
_WORDS = "I would like a quiet room with a window and people who listen to what I say. "
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Drill:
    """Times in seconds; `size` of the backup in bytes; `meanwhile` turns were acknowledged while it was made."""

    size: int
    answers: int
    meanwhile: int
    backing_up: float
    restoring: float
    comparing: float

    def __str__(self) -> str:
        return (
            f"{self.size / 1e6:.0f} MB, {self.answers} answers: backed up in {self.backing_up:.1f} s "
            f"({self.meanwhile} turns were acknowledged meanwhile), wiped, restored in {self.restoring:.1f} s, "
            f"compared in {self.comparing:.1f} s"
        )


async def drill(folder: Path, megabytes: int) -> Drill:
    """Fills a database, backs it up while respondents answer, withdraws one response, loses DATA_DIR, restores, and
    compares every answer. Raises AssertionError where anything is not as it was."""
    store = await _filled(folder, megabytes)
    database, backup = folder / "data" / "earshot.db", folder / "backup"
    try:
        async with _load(folder) as turns:
            before = len(turns)
            start = time.monotonic()
            made = await asyncio.to_thread(back_up, database, backup, folder / "keys", at=datetime.now(UTC), by="drill")
            backing_up, meanwhile = time.monotonic() - start, len(turns) - before
        ending = Takes(ResponseWithdrawn(response(_WITHDRAWING)), number=None)
        ending.ends = True
        await store.turns.turn("care", f"telegram:{_WITHDRAWING}", "withdraw", ending, at=NOW)
    finally:
        await store.close()
    expected = await asyncio.to_thread(digest, backup, without=response(_WITHDRAWING))
    live = await asyncio.to_thread(digests, database)
    await asyncio.to_thread(shutil.rmtree, folder / "data")
    start = time.monotonic()
    done = await asyncio.to_thread(restore, backup, database, Keys(folder / "keys"), at=datetime.now(UTC), by="drill")
    restoring = time.monotonic() - start
    start = time.monotonic()
    assert await asyncio.to_thread(digest, database) == expected
    # All that was there at the backup is as it is in the lost database: nobody changed an answer meanwhile.
    restored = await asyncio.to_thread(digests, database)
    assert restored.items() <= live.items()
    assert done.replayed.responses == 1
    await _at_work(folder)
    return Drill(made.size, made.answers, meanwhile, backing_up, restoring, time.monotonic() - start)


def digest(database: Path, without: bytes = b"") -> str:
    """One hash of all answers, less those of one response."""
    whole = hashlib.sha256()
    for identifier, one in sorted(digests(database, without).items()):
        whole.update(identifier + one)
    return whole.hexdigest()


def digests(database: Path, without: bytes = b"") -> dict[bytes, bytes]:
    """A hash of each answer with its response, by its id."""
    found = {}
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as db:
        rows = db.execute(
            "SELECT answer.*, response.* FROM answer JOIN response ON response.id = answer.response "
            "WHERE answer.response <> ?",
            (without,),
        )
        for row in rows:
            found[row[0]] = hashlib.sha256(repr(row).encode()).digest()
    return found


async def _filled(folder: Path, megabytes: int) -> SqliteStore:
    """A store with so many megabytes of answers, and one more respondent."""
    store = store_in(folder)
    await store.start()
    await opened(store)
    await answered(store, kept("let me take this back", number=_WITHDRAWING), number=_WITHDRAWING)
    text = _WORDS * 9
    bytes_each = len(text) + 250  # with what goes with it, and the room that pages leave
    for _ in range(max(1, megabytes * 1_000_000 // (bytes_each * _PER_RESPONSE * _BATCH))):
        await store._database.write(lambda db: _fill(db, text))
    return store


def _fill(db: sqlite3.Connection, text: str) -> None:
    for one in sorted(secrets.token_bytes(16) for _ in range(_BATCH)):
        db.execute("INSERT INTO response VALUES (?, 'care', 1, '13-15', 'web', '2026-03-01', 1, 1)", (one,))
        for number in range(_PER_RESPONSE):
            # Ids that follow their response's: a gigabyte in random order would take most of the drill.
            values = (one[:14] + number.to_bytes(2, "big"), one, f"q{number}", f"{text}{one.hex()}")
            db.execute(
                "INSERT INTO answer (id, response, consultation, question, chosen, text, hidden, sent_again, risk, "
                "day, review) VALUES (?, ?, 'care', ?, '', ?, '', 0, 0, '2026-03-01', 'waiting')",
                values,
            )


@contextlib.asynccontextmanager
async def _load(folder: Path) -> AsyncIterator[list[bytes]]:
    """Respondents in another process, who answer until the end; their acknowledged turns, as they come."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.promises.under_load", str(folder)), stdout=PIPE
    )
    assert process.stdout is not None
    turns = [await process.stdout.readline()]
    reading = asyncio.ensure_future(_read(process.stdout, turns))
    try:
        yield turns
        assert process.returncode is None, "the respondents' process has ended"
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading


async def _read(stream: asyncio.StreamReader, turns: list[bytes]) -> None:
    while line := await stream.readline():
        turns.append(line)


async def _at_work(folder: Path) -> None:
    """What was restored takes turns, knows its sessions, and knows nothing of who withdrew."""
    store = store_in(folder)
    await store.start()
    try:
        assert await store.turns.last("care", f"telegram:{_WITHDRAWING}") is None
        assert await store.turns.last("care", "telegram:1") is not None
        await answered(store, kept("back again", number=_WITHDRAWING + 1), number=_WITHDRAWING + 1)
    finally:
        await store.close()


async def main(megabytes: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="earshot-drill-"))
    try:
        done = await drill(folder, megabytes)
    finally:
        shutil.rmtree(folder)
    print(done)
    together = done.backing_up + done.restoring
    if together > SECONDS:
        sys.exit(f"backing up and restoring took {together:.0f} s: more than {SECONDS}")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
