"""The record: who did what, and when, for administrators to read and filter."""

from datetime import date, datetime
from urllib.parse import urlencode

from starlette.responses import Response

from bot.desk.desk import Desk, Visit, number
from conversations.asking.locales.dates import plain_day
from storage.audit import AuditFilter

A_PAGE = 50


async def record(desk: Desk, visit: Visit) -> Response:
    asked = visit.request.query_params
    first, first_bad = _day(asked.get("from", ""))
    last, last_bad = _day(asked.get("to", ""))
    who, what = await desk.store.audit.names()
    wanted = AuditFilter(asked.get("who", ""), asked.get("what", ""), first, last)
    count = await desk.store.audit.count(wanted)
    pages = max(1, -(-count // A_PAGE))
    page = min(max(1, number(asked.get("page", "1"))), pages)
    rows = await desk.store.audit.rows(wanted, skip=(page - 1) * A_PAGE, most=A_PAGE)
    kept = {name: asked.get(name, "") for name in ("who", "what", "from", "to")}
    chosen = {name: value for name, value in kept.items() if value}
    problem = ""
    if first_bad or last_bad:
        problem = "Write a day as in 2026-03-31. All days are shown."
    elif first and last and first > last:
        problem = "The first day is after the last: change one of them."
    return desk.page(
        visit,
        "accounts/record.html",
        400 if problem else 200,
        rows=[(row, _when(row.at)) for row in rows],
        count=count,
        page=page,
        pages=pages,
        who=who,
        what=what,
        kept=kept,
        chosen=chosen,
        problem=problem,
        address=lambda to: f"/desk/record?{urlencode({**chosen, 'page': to})}",
    )


def _day(text: str) -> tuple[date | None, bool]:
    """The day that was asked for, and whether what was asked for is none."""
    try:
        return (date.fromisoformat(text) if text else None), False
    except ValueError:
        return None, True


def _when(at: str) -> str:
    """As exactly as it was kept: a day alone, or with hours and minutes in UTC."""
    day = plain_day(date.fromisoformat(at[:10]))
    return f"{day}, {datetime.fromisoformat(at):%H:%M}" if len(at) > len("2026-03-31") else day
