"""Worries that screening or a person raised, for safeguarding leads."""

from starlette.responses import Response

from bot.desk.desk import Desk, Visit, go, number
from storage.flags import FlagVerdict

ON_A_PAGE = 25


async def flags(desk: Desk, visit: Visit) -> Response:
    held = await desk.store.consultations.get(visit.path("consultation"))
    closed = visit.request.query_params.get("view") == "closed"
    total, _ = await desk.store.flags.count(held.id, closed=closed)
    at = number(visit.request.query_params.get("at", ""))
    at = at - at % ON_A_PAGE if at < total else 0
    return desk.page(
        visit,
        "review/flags.html",
        held=held,
        closed=closed,
        flags=await desk.store.flags.raised(held.id, closed=closed, limit=ON_A_PAGE, offset=at),
        at=at,
        total=total,
        on_a_page=ON_A_PAGE,
        done=visit.request.query_params.get("did", ""),
    )


async def close_flag(desk: Desk, visit: Visit) -> Response:
    held = await desk.store.consultations.get(visit.path("consultation"))
    said = visit.form.get("verdict", "")
    if said not in list(FlagVerdict):
        return desk.problem(
            visit,
            400,
            "Say whether it was a worry",
            "Close the flag with one of its two buttons.",
            "It is still open.",
            again=f"/desk/c/{held.id}/flags",
            label="Back to the flags",
        )
    flag = int(visit.path("flag"))
    # Only a flag of this consultation: the address says which one its reader had open.
    is_here = await desk.store.flags.is_open(held.id, flag)
    closed = is_here and await desk.store.flags.close(flag, FlagVerdict(said), by=visit.name, at=desk.clock())
    return go(f"/desk/c/{held.id}/flags?did={'closed' if closed else 'gone'}", then=desk.adjust if closed else None)
