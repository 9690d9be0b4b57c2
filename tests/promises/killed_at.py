"""Takes one turn and is killed at one of its statements:  python -m tests.promises.killed_at

Reads lines "FOLDER STATEMENT"; the event lies in the folder. Each turn is taken by a process of its own, forked from
this one, which imports everything once. It is killed before that statement; where there are fewer, after the last one,
when everything is committed and nobody has been told. With statement 0 nothing is killed. Prints "told" if the turn was
acknowledged, then "ended STATUS STATEMENTS".
"""

import asyncio
import os
import pickle
import signal
import sys
from pathlib import Path

from storage.sqlite import SqliteStore
from tests.promises.counting import CountingDatabase
from tests.promises.under_load import store_in
from tests.promises.way import taker_of

EVENT = "event"


async def _turn(folder: Path, last: int) -> int:
    database = CountingDatabase(folder / "data" / "earshot.db", last)
    store: SqliteStore = store_in(folder, database)
    await store.start()
    seed, event = pickle.loads((folder / EVENT).read_bytes())
    database.arm()
    await taker_of(store, seed).take(event)
    if last and database.count < last:
        os.kill(os.getpid(), signal.SIGKILL)
    os.write(1, b"told\n")
    await store.close()
    return database.count


def main() -> None:
    for command in sys.stdin:
        folder, last = command.split()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.write(writing, str(asyncio.run(_turn(Path(folder), int(last)))).encode())
            finally:
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            statements = pipe.read() or "0"
        _, status = os.waitpid(child, 0)
        os.write(1, f"ended {os.waitstatus_to_exitcode(status)} {statements}\n".encode())


if __name__ == "__main__":
    main()
