"""The list of worries over all consultations, the most urgent first, with filters."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from starlette.responses import Response

from bot.desk.cases.case_words import KINDS, LEVEL_NAMES, LEVELS, OUTCOMES, STATES
from bot.desk.desk import Desk, Visit, number
from storage.consultations import HeldConsultation
from storage.worries.cases import CaseFilter, ListedCase

ON_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Row:
    """A case as the list shows it: until when it is to be taken in hand, None where its clock has stopped."""

    case: ListedCase
    held: HeldConsultation | None
    due: datetime | None
    late: bool

    @property
    def question(self) -> str:
        """How it was put last; empty where it is not known."""
        return (
            self.held.wording(self.held.latest.version, self.case.question) if self.held and self.case.question else ""
        )


async def cases(desk: Desk, visit: Visit) -> Response:
    said = visit.request.query_params
    held = {one.id: one for one in await desk.store.consultations.all() if one.status != "draft"}
    asked = {
        "consultation": said.get("consultation", "") if said.get("consultation", "") in held else "",
        "level": said.get("level", "") if said.get("level", "") in LEVEL_NAMES else "",
        "kind": said.get("kind", "") if said.get("kind", "") in KINDS else "",
        "mine": "1" if said.get("mine") else "",
        "late": "1" if said.get("late") else "",
        "view": "closed" if said.get("view") == "closed" else "",
    }
    now = desk.clock()
    which = CaseFilter(
        closed=bool(asked["view"]),
        consultation=asked["consultation"],
        level=LEVEL_NAMES.get(asked["level"]),
        kind=asked["kind"],
        owner=visit.name if asked["mine"] else "",
        late=desk.targets.late_from(now) if asked["late"] and not asked["view"] else None,
    )
    total = await desk.store.cases.count(which)
    at = number(said.get("at", ""))
    at = at - at % ON_A_PAGE if at < total else 0
    found = await desk.store.cases.listed(which, limit=ON_A_PAGE, offset=at)
    rows = []
    for one in found:
        until = desk.targets.due(one.level, one.since) if one.clock_runs else None
        rows.append(Row(one, held.get(one.consultation), until, until is not None and until <= now))
    kept = {name: value for name, value in asked.items() if value}
    return desk.page(
        visit,
        "cases/cases.html",
        rows=rows,
        asked=asked,
        filtered=bool(set(kept) - {"view"}),
        held=held.values(),
        total=total,
        at=at,
        on_a_page=ON_A_PAGE,
        way=f"/desk/cases?{urlencode(kept)}{'&' if kept else ''}at=",
        levels=LEVELS,
        level_names=LEVEL_NAMES,
        kinds=KINDS,
        states=STATES,
        outcomes=OUTCOMES,
        staffed=desk.targets.hours.staffed(now),
        at_cases=True,
    )
