"""What young people and workers are given: the link, a QR code, a poster, and codes for groups with their sheets."""

import asyncio

from markupsafe import Markup
from starlette.responses import Response

from bot.consultations.printed import chat_address, group_sheet, poster, qr_code
from bot.desk.consultations.running_page import shown
from bot.desk.desk import Desk, Visit
from conversations.asking.consultation.group_codes import new_group_code
from conversations.hearing.text.nothing_to_see import nothing_to_see
from storage.consultations import HeldConsultation
from storage.errors import StoreError

LONGEST = 120
"""Characters of an organisation's name and of whom to ask, so that they fit on the poster."""


async def share(desk: Desk, visit: Visit) -> Response:
    held = await desk.store.consultations.get(visit.path("consultation"))
    return _share(desk, visit, held)


def _share(desk: Desk, visit: Visit, held: HeldConsultation, status: int = 200, wrong: str = "") -> Response:
    address = chat_address(desk.web_address, held.id)
    return desk.page(
        visit,
        "running/share.html",
        status,
        held=held,
        address=address,
        qr=Markup(qr_code(address)),  # noqa: S704  drawn by us, from an address of our own
        here_only="//127." in address or "//localhost" in address,
        wrong=wrong,
        organisation=visit.form.get("organisation", ""),
        contact=visit.form.get("contact", ""),
    )


async def poster_made(desk: Desk, visit: Visit) -> Response:
    held = await desk.store.consultations.get(visit.path("consultation"))
    who = {name: " ".join(visit.form.get(name, "").split()) for name in ("organisation", "contact")}
    if nothing_to_see(who["organisation"]):
        return _share(
            desk, visit, held, 400, "Write the name of your organisation: young people want to know who asks."
        )
    if max(map(len, who.values())) > LONGEST:
        return _share(desk, visit, held, 400, f"Use no more than {LONGEST} letters in each box, so that it fits.")
    made = await asyncio.to_thread(poster, held, desk.web_address, **who)
    await desk.store.audit.note("poster made", by=visit.name, detail=held.id)
    return _pdf(made, f"poster {held.id}")


async def group_code_made(desk: Desk, visit: Visit) -> Response:
    held = await desk.store.consultations.get(visit.path("consultation"))
    group = " ".join(visit.form.get("group", "").split())[:60]
    if held.status != "open" or nothing_to_see(group):
        wrong = "Write the group's name, as in Tuesday club." if held.status == "open" else "Open it first."
        return await shown(desk, visit, held, 400, wrong=wrong, at="group")
    code = new_group_code(desk.chance, held.group_codes)
    try:
        await desk.store.consultations.add_group_code(held.id, code, group, by=visit.name)
    except StoreError as error:
        return await shown(desk, visit, held, 409, wrong=f"No code was made: {error}.", at="group")
    return await shown(desk, visit, await desk.store.consultations.get(held.id), code=(group, code))


async def group_sheet_made(desk: Desk, visit: Visit) -> Response:
    held = await desk.store.consultations.get(visit.path("consultation"))
    code, group = visit.form.get("code", ""), " ".join(visit.form.get("group", "").split())[:60]
    if code not in held.group_codes:
        return await shown(desk, visit, held, 404, wrong="There is no such code here. Make a new one.", at="group")
    made = await asyncio.to_thread(group_sheet, held, desk.web_address, group=group, code=code)
    await desk.store.audit.note("group sheet made", by=visit.name, detail=held.id)
    return _pdf(made, f"for the worker {held.id}")


def _pdf(made: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return Response(made, media_type="application/pdf", headers=headers)
