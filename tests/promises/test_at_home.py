"""Promise 12: at home. No process looks a name up, or writes outside DATA_DIR, KEYS_DIR and where it was told to."""

import asyncio
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot_api import BotApi
from tests.bot_api.running import BOT, RunningBot

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the filter is Linux's; other systems start the same code"
)

SEALED_OFF = Path(__file__).with_name("sealed_off.py")
SAID = {"id": "1", "consultation": "stable_homes", "question": "SH2", "text": "i want to see my sister more"}

ON_THE_WAY = (
    "consultation open stable_homes --trial",
    "staff add Ada --role moderator",
    "demo --people 8",
    "code stable_homes",
    "summary stable_homes",
    "accuracy stable_homes",
    "export stable_homes --out told/figures.csv",
    "letter stable_homes --format docx --out told/letter.docx",
    "recall stable_homes",
    "hear told/in.jsonl --out told/out.jsonl",
    "backup told/copy",
    "doctor",
    "restore told/copy --replace",
)
"""Every command that does something, in an order in which each has something to do."""


class Sealed(RunningBot):
    """With a home and a folder for temporary files of its own, and nobody to ask for an address."""

    program = (str(SEALED_OFF), str(BOT))

    @property
    def empty(self) -> list[Path]:
        return [self.folder / "home", self.folder / "temporary"]

    @property
    def environment(self) -> dict[str, str]:
        home, temporary = self.empty
        for folder in (home, temporary, self.folder / "told"):
            folder.mkdir(exist_ok=True)
        return {**super().environment, "HOME": str(home), "TMPDIR": str(temporary)}

    def strays(self) -> list[str]:
        """What was written where nothing should be."""
        expected = {self.folder / name for name in ("data", "keys", "told", "output.txt", "home", "temporary")}
        found = [path for folder in self.empty for path in folder.rglob("*")]
        return sorted(str(path) for path in [*found, *(set(self.folder.iterdir()) - expected)])


def test_who_looks_a_name_up_is_ended(tmp_path: Path) -> None:
    """Otherwise the tests below would assert nothing."""
    program = tmp_path / "looks.py"
    program.write_text(
        "import socket, sys\nsocket.create_server(('127.0.0.1', 0))\n"
        "if len(sys.argv) > 1: socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n",
        encoding="utf-8",
    )
    codes = [
        subprocess.run([sys.executable, SEALED_OFF, program, *more], check=False).returncode for more in ((), ("up",))
    ]
    assert codes == [0, -signal.SIGSYS]


@pytest.mark.long
async def test_no_command_looks_anything_up_or_writes_elsewhere(tmp_path: Path) -> None:
    async with BotApi() as api:
        bot = Sealed(api, tmp_path)
        assert bot.environment
        (tmp_path / "told" / "in.jsonl").write_text(json.dumps(SAID), encoding="utf-8")
        for command in ON_THE_WAY:
            done = await asyncio.to_thread(
                subprocess.run,
                [sys.executable, *bot.program, *command.split()],
                cwd=tmp_path,
                env=bot.environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stderr}"
        assert bot.strays() == []


async def test_the_service_looks_nothing_up_and_writes_nowhere_else(tmp_path: Path) -> None:
    async with BotApi() as api:
        bot = Sealed(api, tmp_path)
        try:
            await bot.start()
            someone = api.person(5_000_001)
            await someone.say("/start")
            await someone.next_question()
            await someone.say("i want to see my sister more")
            await api.until(lambda: api.unconfirmed == 0)
            assert bot.process is not None
            assert bot.process.returncode is None
        finally:
            await bot.stop()
        assert bot.strays() == []


@pytest.mark.parametrize("name", ["ORT_DISABLE_TELEMETRY", "PYDANTIC_DISABLE_PLUGINS"])
def test_what_libraries_would_do_by_themselves_is_off_before_they_are_loaded(name: str) -> None:
    code = f"import bot, os, sys; print(os.environ['{name}'], *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=BOT.parent)
    value, *loaded = done.stdout.split()
    assert value in {"1", "__all__"}
    assert not {"onnxruntime", "pydantic"} & set(loaded)
