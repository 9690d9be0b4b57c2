"""`python bot.py hear IN --out OUT`: hears a file of answers and stores nothing."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

from bot.hearing.opening import Opened

NEEDED = ("id", "question", "text")


class HearError(Exception):
    """The file cannot be heard; says which line and what to do, never what it says."""


def hear_file(source: Path, target: Path, opened: Opened) -> None:
    """Hears one JSON object a line, {"id", "consultation", "question", "text"}, and writes one a line to `target`.

    Written: {"id", "redacted", "spans": [{"start", "end", "kind"}], "risk", "sentiment", "themes"}. Spans count
    characters of the text as it came in, end not included. Progress goes to stderr, and so does why `opened` hears by
    rules alone, if it does. Where a line is wrong, nothing is written. Uses all cores.

    Raises HearError where a file cannot be read or written, or a line is not what it should be.
    """
    try:
        lines = source.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise HearError(
            f"{source}: cannot be read ({error.strerror}). Give a file with one JSON object a line."
        ) from None
    except UnicodeDecodeError:
        raise HearError(f"{source}: is not UTF-8 text. Save it as UTF-8 and try again.") from None
    if target.exists() and target.samefile(source):
        raise HearError(f"{target}: is the file that was read. Choose another place with --out.")
    rows = [_row(source, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    console = Console(stderr=True)
    if opened.trouble:
        console.print(f"Hearing by rules alone: {opened.trouble}", markup=False, soft_wrap=True)
    # The encoder lets other threads go on while it works, and most of the time is its.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        done = pool.map(lambda row: json.dumps(_heard(row, opened), ensure_ascii=False), rows)
        heard = list(track(done, "Hearing", total=len(rows), console=console, transient=True))
    try:
        target.write_text("".join(f"{line}\n" for line in heard), encoding="utf-8")
    except OSError as error:
        raise HearError(f"{target}: cannot be written ({error.strerror}). Choose another place with --out.") from None


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


def _heard(row: dict[str, Any], opened: Opened) -> dict[str, Any]:
    whole = opened.hearing.whole(row["text"], row["question"])
    return {
        "id": row["id"],
        "redacted": whole.heard.redacted,
        "spans": [{"start": span.start, "end": span.end, "kind": span.kind.value} for span in whole.heard.spans],
        "risk": whole.heard.risk.name.lower(),
        "sentiment": whole.felt.feeling.value,
        "themes": list(whole.coding.codes),
    }
