"""Transcripts: whole conversations as text that anybody can read, in folders by what they are about.

A transcript begins with lines of `# ` (what it shows) and `key: value` (door, consultation, opens, closes, trial), and
then has what the respondent does, a line each, and what comes back, indented:

    you: tap 16 to 17
        Thank you. Here is what this is.
        [Next] (Back) (Help) (Stop)

Options stand in square brackets, controls in round ones; `*` marks what is picked. What a respondent can do:

    start                     opens the chat
    tap LABEL                 presses a button of the newest question
    tap old LABEL             presses a button of an earlier question
    pick A; B; C              ticks options, then presses Done
    say WORDS                 sends a message; \\n is a line break
    form WORDS                writes and presses Done in one go, as a page does
    edit N WORDS              changes their Nth message
    forward WORDS             passes on somebody else's message
    send voice                sends something that is no text
    words                     sends the six receipt words
    words delete              sends them with "delete" before them
    look                      opens the page again
    twice                     the last thing arrives again (a double press)
    restart                   the service is stopped and started
    wait 3 weeks              time passes (minutes, hours, days, weeks)
    forget                    the device is cleared: a new session begins

At the end, `kept:` and what was kept of it.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "transcripts"


@dataclass(frozen=True)
class Step:
    """One thing that the respondent does, and the lines that came back."""

    line: int
    does: str
    back: tuple[str, ...]

    @property
    def verb(self) -> str:
        return self.does.partition(" ")[0]

    @property
    def rest(self) -> str:
        return self.does.partition(" ")[2].replace("\\n", "\n")


@dataclass(frozen=True)
class Transcript:
    name: str
    about: tuple[str, ...]
    settings: dict[str, str]
    steps: tuple[Step, ...]
    kept: tuple[str, ...]

    def text(self) -> str:
        lines = [f"# {line}" for line in self.about]
        lines += [f"{key}: {value}" for key, value in self.settings.items()]
        for step in self.steps:
            lines += ["", f"you: {step.does}", *(f"    {line}".rstrip() for line in step.back)]
        lines += ["", "kept:", *(f"    {line}" for line in self.kept)]
        return "\n".join(lines) + "\n"


def names() -> list[str]:
    """Each has a name of its own, whatever folder it stands in."""
    return sorted(path.stem for path in FOLDER.rglob("*.txt"))


def _path(name: str) -> Path:
    """Where it stands. Raises ValueError where there is none, or more than one."""
    (path,) = FOLDER.rglob(f"{name}.txt")
    return path


def read(name: str) -> Transcript:
    """Reads a transcript. Raises ValueError for a line that is none of what is described above."""
    about: list[str] = []
    settings: dict[str, str] = {}
    steps: list[tuple[int, str, list[str]]] = []
    kept: list[str] | None = None
    for number, line in enumerate(_path(name).read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("# "):
            about.append(line[2:])
        elif line.startswith("you: "):
            steps.append((number, line[5:], []))
        elif line == "kept:":
            kept = []
        elif line.startswith("    ") or not line:
            into = kept if kept is not None else steps[-1][2] if steps else None
            if into is not None:
                into.append(line[4:])
        elif ": " in line and not steps:
            key, _, value = line.partition(": ")
            settings[key] = value
        else:
            raise ValueError(f"{name}.txt:{number}: not a line of a transcript")
    return Transcript(
        name,
        tuple(about),
        settings,
        tuple(Step(number, does, _trimmed(back)) for number, does, back in steps),
        _trimmed(kept or []),
    )


def _trimmed(lines: list[str]) -> tuple[str, ...]:
    while lines and not lines[-1]:
        lines = lines[:-1]
    return tuple(lines)


def write(transcript: Transcript) -> None:
    _path(transcript.name).write_text(transcript.text(), encoding="utf-8")
