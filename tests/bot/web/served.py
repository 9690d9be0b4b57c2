"""`python bot.py` as a process of its own, with its data in a folder of the test."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from conversations.telling.responses import ReviewedResponse
from storage.keys import Keys
from storage.sqlite import SqliteStore
from tests.waiting import HANGS

BOT = Path(__file__).parents[3] / "bot.py"
CHAT = "stable_homes"


@dataclass
class Served:
    address: str
    folder: Path

    @property
    def page(self) -> str:
        return f"{self.address}/c/{CHAT}"

    async def kept(self) -> list[ReviewedResponse]:
        """Every response that is in the database."""
        store = SqliteStore(self.folder / "data" / "earshot.sqlite3", Keys(self.folder / "keys"))
        await store.start()
        try:
            return list(await store.gathering.responses(CHAT))
        finally:
            await store.close()


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Starts it on a free port, and stops it at the end as an operator does."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("EARSHOT_")} | {
        "EARSHOT_DATA_DIR": str(folder / "data"),
        "EARSHOT_KEYS_DIR": str(folder / "keys"),
        "EARSHOT_PORT": "0",
        "EARSHOT_TURNS_A_MINUTE": "100000",  # tests answer faster than people
    }
    with (
        (folder / "errors.txt").open("wb") as errors,
        subprocess.Popen(
            [sys.executable, str(BOT)], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            said = next((line for line in process.stdout if line.startswith("Chat page: ")), "")
            assert said, f"bot.py ended by itself:\n{(folder / 'errors.txt').read_text()}"
            yield Served(said.removeprefix("Chat page: ").strip().rstrip("/"), folder)
        finally:
            process.terminate()
            process.communicate(timeout=HANGS)
