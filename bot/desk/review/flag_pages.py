"""Worries that screening or a person raised, for safeguarding leads."""

from starlette.responses import Response

from bot.desk.desk import Desk, Visit, go
from storage.flags import FlagVerdict


async def flags(desk: Desk, visit: Visit) -> Response:
    held = await desk.store.consultations.get(visit.path("consultation"))
    closed = visit.request.query_params.get("view") == "closed"
    return desk.page(
        visit,
        "review/flags.html",
        held=held,
        closed=closed,
        flags=await desk.store.flags.raised(held.id, closed=closed),
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
    is_here = any(one.id == flag for one in await desk.store.flags.raised(held.id))
    closed = is_here and await desk.store.flags.close(flag, FlagVerdict(said), by=visit.name, at=desk.clock())
    return go(f"/desk/c/{held.id}/flags?did={'closed' if closed else 'gone'}", then=desk.adjust if closed else None)
