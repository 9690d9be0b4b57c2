"""CPU seconds that a command takes from its start to its end, each in a fresh process:  make startup

The median of seven rounds, in which all take turns, beside a bare `python -c pass` of the same rounds: what else this
machine does raises both. Fails where a command that hears nothing takes more than MOST.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 7
MOST = 0.6
"""CPU seconds."""

BARE = "python -c pass"
SET_UP = ("consultation open stable_homes --trial", "staff add Ada --role moderator")
COMMANDS = (
    "--help",
    "consultation list",
    "consultation check advocacy.yaml",
    "staff list",
    "summary stable_homes",
    "export stable_homes --out figures.csv",
    "letter stable_homes --format md --out letter.md",
    "accuracy stable_homes",
    "recall stable_homes",
    "backup copy --again",
    "chat --help",
)
DOCX = "letter stable_homes --format docx --out letter.docx"
"""Measured and not judged: to make a Word file takes longer than to start."""
DOCTOR = "doctor"
"""Measured to its first line: then it loads what hears, to say whether that is well."""


def measured() -> dict[str, list[float]]:
    """The CPU seconds of each command, a figure a round."""
    found: dict[str, list[float]] = {name: [] for name in (BARE, *COMMANDS, DOCX, DOCTOR)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bundled = ROOT / "conversations" / "asking" / "consultation" / "bundled"
        (folder / "advocacy.yaml").write_bytes((bundled / "advocacy.yaml").read_bytes())
        environment = {key: value for key, value in os.environ.items() if not key.startswith("EARSHOT_")}
        environment |= {"EARSHOT_DATA_DIR": str(folder / "data"), "EARSHOT_KEYS_DIR": str(folder / "keys")}
        # As everywhere but in some containers, Python keeps what it has compiled: here for these rounds alone, of which
        # the first, in which it compiles, does not count.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
        for command in SET_UP:
            _whole(["bot.py", *command.split()], folder, environment)
        for _ in range(1 + ROUNDS):
            found[BARE].append(_whole(["-c", "pass"], folder, environment))
            for command in (*COMMANDS, DOCX):
                found[command].append(_whole(["bot.py", *command.split()], folder, environment))
            (folder / "copy").unlink()
            (folder / "copy.sha256").unlink()
            found[DOCTOR].append(_to_its_first_line(["bot.py", DOCTOR], folder, environment))
    return {name: each[1:] for name, each in found.items()}


def _started(arguments: list[str], folder: Path, environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    [program, *rest] = arguments
    first = str(ROOT / program) if program == "bot.py" else program
    return subprocess.Popen(
        [sys.executable, first, *rest],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if arguments[-1] == DOCTOR else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _whole(arguments: list[str], folder: Path, environment: Mapping[str, str]) -> float:
    process = _started(arguments, folder, environment)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: exit code {process.returncode}")
    return used.ru_utime + used.ru_stime


def _to_its_first_line(arguments: list[str], folder: Path, environment: Mapping[str, str]) -> float:
    with _started(arguments, folder, environment) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
        finally:
            process.kill()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Prints a line a command. 1 where one takes too long."""
    found = {command: statistics.median(each) for command, each in measured().items()}
    for command, seconds in found.items():
        told = f"{command}, to its first line" if command == DOCTOR else command
        print(f"{seconds:6.2f} s CPU  {told}{'' if seconds <= MOST or command == DOCX else f'   more than {MOST}'}")
    return int(any(seconds > MOST for command, seconds in found.items() if command != DOCX))


if __name__ == "__main__":
    sys.exit(main())
