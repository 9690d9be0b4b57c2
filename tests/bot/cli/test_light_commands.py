"""What a command may load. Those that hear nothing load nothing that is slow, so that they start in half a second."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

TO_TYPE = {"annotated_doc", "markdown_it", "mdurl", "pygments", "rich", "shellingham", "typer"}
SETTINGS = {
    "annotated_types",
    "attr",
    "dotenv",
    "greenlet",
    "pydantic",
    "pydantic_core",
    "pydantic_settings",
} | {
    "structlog",
    "typing_extensions",
    "typing_inspection",
}
THE_STORE = {"_argon2_cffi_bindings", "_cffi_backend", "aiosqlite", "argon2", "cryptography", "msgspec"}
CONSULTATION_FILES = {"yaml", "_yaml"}
MAY_LOAD = TO_TYPE | SETTINGS | THE_STORE | CONSULTATION_FILES
"""The packages, besides Python's own and ours, that `bot.cli` may load. A new one here slows every command down."""

NEVER_OURS = ("bot.app", "bot.server.serving", "bot.inference.open_hearing", "bot.telegram", "bot.web", "bot.desk.desk")
VALUES_OF_DOORS = {"bot.telegram", "bot.web"}
"""The packages themselves, which only say what a door can do; nothing that is in them."""

RUN = """
import json, sys
sys.argv = ["bot.py", *json.loads(sys.argv[1])]
code = 0
try:
    {before}
    from bot.cli.main import main
    main()
except SystemExit as ended:
    code = ended.code or 0
site = [path for path in sys.path if path.endswith("-packages")]
from_site = lambda module: any(str(getattr(module, "__file__", None) or "").startswith(path) for path in site)
found = {{name for name, module in list(sys.modules.items()) if from_site(module) or name.startswith("bot.")}}
print(json.dumps([code, sorted(found)]), file=open(3, "w"))
"""

WITHOUT_HEARING = """
    import types
    stub = sys.modules["bot.inference.open_hearing"] = types.ModuleType("stub")
    stub.open_hearing = lambda lists, seeds: types.SimpleNamespace(trouble="")
"""


class Ran:
    """A command in an interpreter of its own: its exit code, what it printed, and what it loaded."""

    def __init__(self, folder: Path, *words: str, before: str = "pass") -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("EARSHOT_", "COV_"))}
        environment |= {
            "EARSHOT_DATA_DIR": str(folder / "data"),
            "EARSHOT_KEYS_DIR": str(folder / "keys"),
            "PYTHONPATH": str(ROOT),
        }
        told = folder / "loaded.json"
        program = RUN.format(before=before).replace("open(3, ", f"open({str(told)!r}, ")
        done = subprocess.run(
            [sys.executable, "-c", program, json.dumps(words)],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.exists(), done.stderr
        self.code, self.loaded = json.loads(told.read_text())
        self.out, self.err = done.stdout, done.stderr

    @property
    def packages(self) -> set[str]:
        """The packages of others."""
        return {name.partition(".")[0] for name in self.loaded} - {"bot", "conversations", "storage", "_distutils_hack"}

    def of_ours(self, part: str) -> list[str]:
        return [name for name in self.loaded if name == part or name.startswith(f"{part}.")]


LIGHT = {
    "--help": 0,
    "consultation list": 0,
    "consultation check {root}/conversations/asking/consultation/bundled/advocacy.yaml": 0,
    "consultation open stable_homes --trial": 0,
    "consultation close nowhere": 1,
    "consultation codes stable_homes --group club": 0,
    "staff list": 0,
    "staff add Ada --role moderator": 0,
    "summary stable_homes": 1,  # it was not opened yet
    "export stable_homes": 1,
    "letter stable_homes": 1,
    "accuracy stable_homes": 0,
    "recall stable_homes": 0,
    "backup copy": 1,  # there is no database yet
    "restore copy": 1,
    "chat --help": 0,
    "hear --help": 0,
    "demo --help": 0,
    "doctor --help": 0,
}
"""Commands in an empty folder, and how each ends."""


@pytest.mark.parametrize("typed", LIGHT)
def test_a_command_that_hears_nothing_loads_nothing_that_is_slow(typed: str, tmp_path: Path) -> None:
    ran = Ran(tmp_path, *typed.format(root=ROOT).split())
    assert ran.code == LIGHT[typed], ran.err
    assert "a fault of ours" not in ran.err
    assert ran.packages <= MAY_LOAD
    assert [name for part in NEVER_OURS for name in ran.of_ours(part) if name not in VALUES_OF_DOORS] == []


def test_the_doctor_loads_what_hears_to_look_at_it_and_nothing_else_that_is_slow(tmp_path: Path) -> None:
    ran = Ran(tmp_path, "doctor", before=WITHOUT_HEARING.strip())
    assert "hearing has its encoder" in ran.out
    assert ran.packages <= MAY_LOAD
    assert ran.of_ours("bot.app") == []


def test_a_command_that_hears_still_finds_what_hears(tmp_path: Path) -> None:
    ran = Ran(tmp_path, "hear", "nothing.jsonl", "--out", "heard.jsonl")
    assert ran.code == 1
    assert ran.err.startswith("earshot: nothing.jsonl: cannot be read")
    assert ran.of_ours("bot.inference.open_hearing")
