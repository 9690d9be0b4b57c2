"""Worries that screening or a person raised, for safeguarding leads: what was found, and whether such words may be
quoted."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from bot.desk.desk import Desk, Visit, go, number
from bot.desk.read_mark import read_mark
from storage.consultations import HeldConsultation
from storage.worries.flags import FlaggedAnswer, FlagVerdict, Raised

LOOKED = "shows-nobody"
"""The box that says that a lead has looked at who could be known."""


@dataclass(frozen=True, slots=True)
class Flagged:
    """An answer as the page of closed flags shows it, with its question. `read` stands for its text in the form."""

    item: FlaggedAnswer
    question: str
    read: str


ON_A_PAGE = 25


async def flags(desk: Desk, visit: Visit) -> Response:
    held = await desk.store.consultations.get(visit.path("consultation"))
    closed = visit.request.query_params.get("view") == "closed"
    total, _ = await desk.store.flags.count(held.id, closed=closed)
    at = number(visit.request.query_params.get("at", ""))
    at = at - at % ON_A_PAGE if at < total else 0
    raised = await desk.store.flags.raised(held.id, closed=closed, limit=ON_A_PAGE, offset=at)
    answers = await _flagged(desk, held) if closed else []
    return desk.page(
        visit,
        "review/flags.html",
        held=held,
        closed=closed,
        flags=raised,
        at=at,
        total=total,
        on_a_page=ON_A_PAGE,
        answers={flag.id: _about(flag, answers) for flag in raised},
        # Its flag went with its time, or its words were changed since: it is still for a lead to decide.
        others=[one for one in answers if not one.item.standing.flags] if not at else [],
        done=visit.request.query_params.get("did", ""),
        looked=LOOKED,
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


async def let_through(desk: Desk, visit: Visit) -> Response:
    """A lead looked at who flagged words show, and found that they show nobody: they may be quoted."""
    held = await desk.store.consultations.get(visit.path("consultation"))
    if not visit.form.get(LOOKED):
        return desk.problem(
            visit,
            400,
            "Say that you looked at who it shows",
            "Read all of it, and tick the box if it shows nobody.",
            "It is still kept out of every quote.",
            again=f"/desk/c/{held.id}/flags?view=closed",
            label="Back to the closed flags",
        )
    one = await _asked_for(desk, visit, held)
    done = (
        one is not None
        and visit.form.get("read", "") == one.read
        and await desk.store.flags.let_through(one.item.id, seen=one.item.text, by=visit.name, at=desk.clock())
    )
    return _back(held, "quote" if done else "not-decided")


async def keep_out_again(desk: Desk, visit: Visit) -> Response:
    """A lead takes that back."""
    held = await desk.store.consultations.get(visit.path("consultation"))
    one = await _asked_for(desk, visit, held)
    done = one is not None and await desk.store.flags.keep_out_again(one.item.id, by=visit.name, at=desk.clock())
    return _back(held, "out-again" if done else "not-decided")


async def _flagged(desk: Desk, held: HeldConsultation) -> list[Flagged]:
    return [
        Flagged(one, held.wording(one.version, one.question), read_mark(one.text))
        for one in await desk.store.flags.flagged(held.id)
    ]


def _about(flag: Raised, answers: Sequence[Flagged]) -> list[Flagged]:
    """What a flag may keep out of print: none, if it was a false alarm."""
    if flag.verdict is FlagVerdict.FALSE_ALARM:
        return []
    return [one for one in answers if flag in one.item.standing.flags]


async def _asked_for(desk: Desk, visit: Visit, held: HeldConsultation) -> Flagged | None:
    return next((one for one in await _flagged(desk, held) if one.item.id.hex() == visit.path("answer")), None)


def _back(held: HeldConsultation, did: str) -> Response:
    return go(f"/desk/c/{held.id}/flags?view=closed&did={did}")
