"""A new consultation, or new words for one: from a file's text, checked line by line before it is kept."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from bot.desk.desk import Desk, Visit, go
from conversations.asking.consultation.file import (
    BUNDLED,
    ConsultationFileError,
    Problem,
    bundled,
    read_consultation,
)
from storage.errors import StoreError

NAME = "your text"
LONGEST_SHOWN = 4000
"""Lines; no consultation has as many."""


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A line of a file with what is wrong in it."""

    number: int
    text: str
    problems: tuple[Problem, ...]


async def new_consultation(desk: Desk, visit: Visit) -> Response:
    return desk.page(visit, "running/new.html", **_values(""))


async def copied(desk: Desk, visit: Visit) -> Response:
    """Keeps a copy of a bundled consultation as a draft of its own, whose words can then be changed."""
    name = visit.form.get("name", "")
    if name not in BUNDLED:
        wrong = "Choose one of those that are ready. Nothing was kept."
        return desk.page(visit, "running/new.html", 400, **_values("", wrong=wrong))
    taken = {held.id for held in await desk.store.consultations.all()}
    text = next(one for one in bundled() if one.id == name)
    free = next(one for number in range(1, len(taken) + 2) if (one := f"{text.id}_{number}") not in taken)
    await desk.store.consultations.add(text.model_copy(update={"id": free, "version": 1}))
    await desk.store.audit.note("consultation added", by=visit.name, detail=f"{free} version 1")
    return go(f"/desk/c/{free}/running?did=kept")


async def new_checked(desk: Desk, visit: Visit) -> Response:
    """Says what is wrong, or shows what would be kept; keeps it where that was pressed and nothing is wrong."""
    text = visit.form.get("text", "").replace("\r\n", "\n")
    try:
        read = read_consultation(text, NAME)
    except ConsultationFileError as error:
        return desk.page(visit, "running/new.html", 400, **_values(text, problems=error.problems))
    if visit.form.get("do") != "keep":
        return desk.page(visit, "running/new.html", **_values(text, read=read))
    held = {one.id: one for one in await desk.store.consultations.all()}.get(read.id)
    if held and held.latest == read:
        return go(f"/desk/c/{read.id}/running?did=kept")
    if held and held.status not in ("draft", "open"):
        wrong = f"{read.id} is closed. To ask again, give this one an id of its own, in the line that begins with id:"
        return desk.page(visit, "running/new.html", 409, **_values(text, wrong=wrong))
    try:
        await desk.store.consultations.add(read)
    except StoreError as error:
        return desk.page(visit, "running/new.html", 409, **_values(text, wrong=f"Nothing was kept: {error}."))
    await desk.store.audit.note("consultation added", by=visit.name, detail=f"{read.id} version {read.version}")
    return go(f"/desk/c/{read.id}/running?did=kept")


def _values(text: str, problems: tuple[Problem, ...] = (), **more: object) -> dict[str, Any]:
    return {
        "text": text,
        "lines": _beside(text, problems) if problems else [],
        "problems": problems,
        "read": None,
        "wrong": "",
        "ready": list(BUNDLED),
        **more,
    }


def _beside(text: str, problems: tuple[Problem, ...]) -> list[CheckedLine]:
    """The lines of the text that have a problem, each with one line before and after it."""
    lines = text.split("\n")[:LONGEST_SHOWN]
    near = sorted({at for one in problems for at in range(one.line - 1, one.line + 2) if 1 <= at <= len(lines)})
    return [CheckedLine(at, lines[at - 1], tuple(one for one in problems if one.line == at)) for at in near]
