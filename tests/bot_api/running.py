"""`python bot.py` as a process of its own, with its data in a folder of the test."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from tests.bot_api.server import BotApi
from tests.waiting import HANGS

BOT = Path(__file__).parents[2] / "bot.py"


class RunningBot:
    """Starts, kills and asks `bot.py`. What it prints goes to `output` in the folder."""

    program: tuple[str, ...] = (str(BOT),)
    """What Python is started with to serve."""

    def __init__(self, api: BotApi, folder: Path) -> None:
        self.api = api
        self.token = api.token
        self.folder = folder
        self.output = folder / "output.txt"
        self.process: Process | None = None

    @property
    def database(self) -> Path:
        return self.folder / "data" / "earshot.sqlite3"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("EARSHOT_")}
        return {
            **inherited,
            "EARSHOT_DATA_DIR": str(self.folder / "data"),
            "EARSHOT_KEYS_DIR": str(self.keys),
            "EARSHOT_PORT": "0",
            "EARSHOT_TURNS_A_MINUTE": "100000",  # tests answer faster than people
            "EARSHOT_TELEGRAM_API": self.api.url,
            "EARSHOT_TELEGRAM_TOKEN": self.token,
        }

    async def start(self, until: str = "getUpdates") -> float:
        """Returns once it calls this method: how many seconds that took."""
        before, calls = asyncio.get_running_loop().time(), self.api.count(until)
        with self.output.open("ab") as output:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, *self.program), cwd=self.folder, env=self.environment, stdout=output, stderr=output
            )
        ended = asyncio.ensure_future(self.process.wait())
        calling = asyncio.ensure_future(self.api.until(lambda: self.api.count(until) > calls, HANGS))
        await asyncio.wait((ended, calling), return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            calling.cancel()
            raise AssertionError(f"bot.py ended by itself:\n{self.output.read_text()}")
        ended.cancel()
        await calling
        return asyncio.get_running_loop().time() - before

    async def kill(self) -> None:
        """As kill -9 does: nothing is finished, nothing is closed."""
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    async def stop(self) -> None:
        """As an operator does."""
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
            async with asyncio.timeout(HANGS):
                await self.process.wait()

    async def command(self, *arguments: str) -> str:
        """What a command prints. Raises AssertionError where it fails."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, str(BOT), *arguments),
            cwd=self.folder,
            env=self.environment,
            stdout=PIPE,
            stderr=PIPE,
        )
        printed, wrong = await process.communicate()
        assert process.returncode == 0, wrong.decode()
        return printed.decode()
