"""`python bot.py hear IN --out OUT`: hears a file of answers and stores nothing."""

import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from bot.inference.hear_many import hear_many
from bot.inference.open_hearing import Opened
from bot.plain_errors import PlainError
from bot.written_files import target, write
from conversations.hearing.pipeline import Whole

NEEDED = ("id", "question", "text")


class HearError(PlainError):
    """The file cannot be heard; says which line and what to do, never what it says."""


def hear_file(source: Path, out: Path, open_: Callable[[], Opened], own: Collection[Path] = ()) -> None:
    """Hears one JSON object a line, {"id", "consultation", "question", "text"}, and writes one a line to `out`.

    Written: {"id", "redacted", "spans": [{"start", "end", "kind"}], "risk", "sentiment", "themes"}. Spans count
    characters of the text as it came in, end not included. Of what is in another language no risk is told (it is
    "not_understood"), no feeling (null) and no theme, but its "language". What rules alone raised no flag for is
    "not_read": that is no sign that all is well.

    `open_` makes what hears; `own`: see written_files. Progress goes to stderr, and so does why it hears by rules
    alone, if it does. Where a line is wrong, nothing is written. Uses all cores.

    Raises HearError where a file cannot be read, or a line is not what it should be, and WriteError.
    """
    try:
        lines = source.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise HearError(
            f"{source}: cannot be read ({error.strerror}). Give a file with one JSON object a line."
        ) from None
    except UnicodeDecodeError:
        raise HearError(f"{source}: is not UTF-8 text. Save it as UTF-8 and try again.") from None
    if out.exists() and out.samefile(source):
        raise HearError(f"{out}: is the file that was read. Choose another place with --out.")
    to = target(out, own)
    rows = [_row(source, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    console = Console(stderr=True)
    opened = open_()
    if opened.trouble:
        console.print(f"Hearing by rules alone: {opened.trouble}", markup=False, soft_wrap=True)
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Hearing", total=len(rows))
        wholes = hear_many(
            opened,
            open_,
            [(row["text"], row["question"]) for row in rows],
            lambda done: progress.advance(task, done),
        )
    heard = [json.dumps(_heard(row, whole), ensure_ascii=False) for row, whole in zip(rows, wholes, strict=True)]
    write(to, "".join(f"{line}\n" for line in heard).encode())


def _row(source: Path, number: int, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError:
        raise HearError(
            f"{source}, line {number}: is not JSON. Each line has to be one object in curly brackets."
        ) from None
    if not isinstance(row, dict):
        raise HearError(f"{source}, line {number}: is not an object. Each line has to be one object in curly brackets.")
    for name in NEEDED:
        if not isinstance(row.get(name), str):
            raise HearError(f'{source}, line {number}: has no "{name}" with text in quotes. Add it and try again.')
    return row


def _heard(row: dict[str, Any], whole: Whole) -> dict[str, Any]:
    return {
        "id": row["id"],
        "redacted": whole.heard.redacted,
        "spans": [{"start": span.start, "end": span.end, "kind": span.kind.value} for span in whole.heard.spans],
        "risk": whole.heard.risk.name.lower(),
        "sentiment": whole.sentiment.feeling.value if whole.sentiment else None,
        "themes": list(whole.coding.codes) if whole.coding else [],
        **({"language": whole.heard.language} if whole.heard.language else {}),
    }
