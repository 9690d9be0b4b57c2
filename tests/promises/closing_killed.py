"""A process that is killed while it closes a consultation:  python -m tests.promises.closing_killed FOLDER STEP"""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from tests.promises.under_load import store_in
from tests.storage.sqlite.upkeep.crashing import Steps
from tests.storage.stored import NOW


def end() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def main(folder: Path, step: int) -> None:
    store = store_in(folder)
    await store.start()
    with pytest.MonkeyPatch.context() as monkeypatch:
        Steps(step, end).watch(monkeypatch)
        await store.consultations.close("care", by="ada", at=NOW)
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
