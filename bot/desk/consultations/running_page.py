"""One consultation as it is run: how it stands, what comes next, its days, its end."""

from datetime import date

from starlette.responses import Response

from bot.consultations.closing_words import after_closing, before_closing
from bot.consultations.opening import LASTS, open_between
from bot.desk.desk import Desk, Visit, go
from bot.plain_errors import StartError
from storage.consultations import HeldConsultation
from storage.errors import HeldUpError, StoreError, UnknownConsultationError


async def running(desk: Desk, visit: Visit) -> Response:
    held = await desk.store.consultations.get(visit.path("consultation"))
    return await shown(desk, visit, held, did=visit.request.query_params.get("did", ""))


async def shown(
    desk: Desk,
    visit: Visit,
    held: HeldConsultation,
    status: int = 200,
    *,
    did: str = "",
    wrong: str = "",
    at: str = "",
    said: tuple[str, ...] = (),
    code: tuple[str, str] = ("", ""),
) -> Response:
    """The page. `wrong`: what kept it from being done, beside the form called `at`; `said`: what was done; `code`: a
    group's name with its new code."""
    unread = 0 if held.trial or held.status != "open" else await desk.store.reviewing.unread(held.id)
    return desk.page(
        visit,
        "running/running.html",
        status,
        held=held,
        today=desk.today,
        did=did,
        wrong=wrong,
        at=at,
        said=said,
        code=code,
        first=visit.form.get("opens") or str(desk.today if _new(held) else held.opens),
        last=visit.form.get("closes") or str(desk.today + LASTS if _new(held) or not held.closes else held.closes),
        group=visit.form.get("group", ""),
        goes=before_closing(held, desk.today, desk.retention, unread) if held.status == "open" else [],
    )


def _new(held: HeldConsultation) -> bool:
    """Whether its days are still to be chosen."""
    return held.opens is None or held.status != "open"


async def opened(desk: Desk, visit: Visit) -> Response:
    """Opens it, or changes the days of what is open."""
    held = await desk.store.consultations.get(visit.path("consultation"))
    first, last = _day(visit.form.get("opens", "")), _day(visit.form.get("closes", ""))
    if first is None or last is None:
        wrong = "Write both days, as in 2027-03-31. Nothing was changed."
        return await shown(desk, visit, held, 400, wrong=wrong, at="open")
    how = visit.form.get("how", "")
    if held.status != "open" and how not in ("trial", "real"):
        wrong = "Choose whether it is a trial or for real. Nothing was changed."
        return await shown(desk, visit, held, 400, wrong=wrong, at="open")
    trial = held.trial if held.status == "open" else how == "trial"
    try:
        await open_between(desk.store, held.id, first, last, today=desk.today, trial=trial, by=visit.name)
    except UnknownConsultationError:
        raise
    except (StartError, StoreError) as error:
        wrong = f"Nothing was changed: {error}."
        return await shown(desk, visit, held, 409, wrong=wrong, at="open")
    did = "days" if held.status == "open" else "opened"
    return go(f"/desk/c/{held.id}/running?did={did}")


async def closed(desk: Desk, visit: Visit) -> Response:
    """Closes it once its id was typed."""
    held = await desk.store.consultations.get(visit.path("consultation"))
    if held.status != "open":
        return await shown(desk, visit, held, 409, wrong="It is not open, so there is nothing to close.", at="close")
    if visit.form.get("typed", "").strip() != held.id:
        wrong = f"It stays open: that was not its id. To close it, type {held.id}"
        return await shown(desk, visit, held, 400, wrong=wrong, at="close")
    lost = 0 if held.trial else await desk.store.reviewing.unread(held.id)
    try:
        await desk.store.consultations.close(held.id, by=visit.name, at=desk.clock())
    except HeldUpError:
        said: tuple[str, ...] = ("It is closed. What is left to be overwritten is overwritten within minutes.",)
    except StoreError as error:
        return await shown(desk, visit, held, 409, wrong=f"It may still be open: {error}.", at="close")
    else:
        flags, _ = await desk.store.flags.count(held.id)
        said = tuple(after_closing(held.id, flags=flags, lost=lost))
    return await shown(desk, visit, await desk.store.consultations.get(held.id), said=said)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
