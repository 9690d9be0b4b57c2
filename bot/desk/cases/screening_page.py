"""What screening caught and missed, against what people found: counts alone."""

from starlette.responses import Response

from bot.desk.cases.case_words import KINDS
from bot.desk.desk import Desk, Visit


async def screening_counts(desk: Desk, visit: Visit) -> Response:
    trial = visit.request.query_params.get("of") == "trial"
    counts = await desk.store.cases.screening(trial=trial)
    return desk.page(
        visit, "cases/screening.html", trial=trial, all=counts[0], counts=counts[1:], kinds=KINDS, at_cases=True
    )
