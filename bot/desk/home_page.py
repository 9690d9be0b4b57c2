"""The first page: the consultations, and how much waits in each."""

from dataclasses import dataclass

from starlette.responses import Response

from bot.desk.desk import Desk, Visit
from bot.desk.roles import may
from storage.consultations import HeldConsultation


@dataclass(frozen=True, slots=True)
class WhatWaits:
    """One consultation with what waits; None where the reader's roles do not need the figure."""

    held: HeldConsultation
    waiting: int | None
    flags: int | None
    urgent: int = 0


async def home(desk: Desk, visit: Visit) -> Response:
    roles = visit.me.roles if visit.me else frozenset()
    standings = []
    for held in await desk.store.consultations.all():
        begun = held.status != "draft"
        waiting = await desk.store.reviewing.queue_length(held.id) if begun and may(roles, "answers") else None
        flags, urgent = await desk.store.flags.count(held.id) if begun and may(roles, "flags") else (None, 0)
        standings.append(WhatWaits(held, waiting, flags, urgent))
    standings.sort(key=lambda one: (_ORDER[one.held.status], one.held.latest.title))
    return desk.page(visit, "consultations.html", standings=standings, today=desk.today)


_ORDER = {"open": 0, "closed": 1, "draft": 2, "published": 3}
