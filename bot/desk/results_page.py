"""What came out: figures as they may be published, what was left out, and files to take away."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.responses import Response

from bot.desk.desk import Desk, File, Visit
from bot.telling.findings import find
from bot.telling.telling_error import TellingError
from conversations.telling.counts import SYMBOL, UNIT
from conversations.telling.formats.registry import EXPORTS, LETTERS, Formats
from conversations.telling.shares.told_shares import PER_CENT_FROM
from conversations.telling.tables import share

Make = Callable[[str, str, str], Awaitable[File]]
"""Makes a file: of which consultation, in which format, and for whom."""


async def results(desk: Desk, visit: Visit) -> Response:
    held = await desk.store.consultations.get(visit.path("consultation"))
    if held.status == "draft":
        return _not_begun(desk, visit)
    found = await find(desk.store, held.id, desk.today, desk.door_rows)
    return desk.page(
        visit,
        "results.html",
        held=held,
        figures=found.figures,
        as_of=found.as_of,
        waiting=await desk.store.reviewing.queue_length(held.id),
        symbol=SYMBOL,
        unit=UNIT,
        share=share,
        per_cent_from=PER_CENT_FROM,
        letters=LETTERS,
        exports=EXPORTS,
        accuracy=found.accuracy,
        recall=await desk.store.files.to_recall(held.id),
    )


def _not_begun(desk: Desk, visit: Visit) -> Response:
    return desk.problem(visit, 404, "Not open yet", "Nobody was asked yet, so there are no results and no letter.")


async def letter(desk: Desk, visit: Visit) -> Response:
    return await _file(desk, visit, "letter", LETTERS, desk.downloads.letter)


async def data(desk: Desk, visit: Visit) -> Response:
    return await _file(desk, visit, "data", EXPORTS, desk.downloads.data)


async def _file(desk: Desk, visit: Visit, what: str, formats: Formats[Any], make: Make) -> Response:
    held = await desk.store.consultations.get(visit.path("consultation"))
    if held.status == "draft":
        return _not_begun(desk, visit)
    form = visit.form.get("format", "")
    if form not in formats:
        return desk.problem(
            visit, 400, "Choose a format", "Press one of the buttons.", again=f"/desk/c/{held.id}/results", label="Back"
        )
    try:
        name, media_type, content = await make(held.id, form, visit.name)
    except TellingError as error:
        again = f"/desk/c/{held.id}/results"
        return desk.problem(visit, 409, "Nothing was made", str(error), again=again, label="Back to the results")
    # The row comes first: a file that leaves without one is worse than a row for a file that did not arrive.
    await desk.store.audit.note(f"download {what}", by=visit.name, detail=f"{held.id} {form}")
    return Response(
        content,
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{_plain(name)}"'},
    )


def _plain(name: str) -> str:
    return "".join(one if one.isascii() and (one.isalnum() or one in "-_. ") else "-" for one in name)
