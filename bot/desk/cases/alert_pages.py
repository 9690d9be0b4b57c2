"""How a lead is told that something waits: by e-mail, and in a chat on Telegram."""

import asyncio
from datetime import datetime

from starlette.responses import Response

from bot.alerts.alert_words import TEST_SUBJECT, test_message
from bot.alerts.mail_server import looks_like_an_address
from bot.desk.desk import Desk, Visit, go
from storage.rules.alert_times import CODE_FOR
from storage.worries.alerts import AlertWay

_CODE_BYTES = 15


async def alerts(desk: Desk, visit: Visit) -> Response:
    return await _shown(desk, visit, did=visit.request.query_params.get("did", ""))


async def alerts_email(desk: Desk, visit: Visit) -> Response:
    """Keeps an address once a test message went there."""
    address = visit.form.get("address", "").strip()
    if desk.mail is None or visit.me is None:
        return await _shown(desk, visit, wrong="No mail server is set up: ask whoever runs this service.", status=409)
    if not looks_like_an_address(address):
        return await _shown(
            desk, visit, wrong="Write an e-mail address, as in lee@example.org.", typed=address, status=400
        )
    try:
        await asyncio.to_thread(desk.mail.send, address, TEST_SUBJECT, test_message(desk.web_address))
    except (OSError, ValueError):  # of smtplib, too
        wrong = "The test message was not taken, so nothing was changed. Is the address right? Else tell who runs this."
        return await _shown(desk, visit, wrong=wrong, typed=address, status=502)
    await desk.store.alerts.keep(visit.me.id, AlertWay.EMAIL, address, by=visit.name)
    return go("/desk/alerts?did=email")


async def alerts_telegram(desk: Desk, visit: Visit) -> Response:
    """Shows a code, once."""
    if not desk.telegram or visit.me is None:
        return await _shown(desk, visit, wrong="Telegram is not open here: ask whoever runs this service.", status=409)
    code, until = desk.chance(_CODE_BYTES).hex(), desk.clock() + CODE_FOR
    await desk.store.alerts.code(visit.me.id, code, until)
    return await _shown(desk, visit, code=code, until=until)


async def alerts_ended(desk: Desk, visit: Visit) -> Response:
    way = visit.form.get("way", "")
    if way not in list(AlertWay) or visit.me is None:
        return await _shown(desk, visit, wrong="Choose what is to end. Nothing was changed.", status=400)
    await desk.store.alerts.forget(visit.me.id, AlertWay(way), by=visit.name)
    return go("/desk/alerts?did=ended")


async def _shown(
    desk: Desk,
    visit: Visit,
    *,
    did: str = "",
    wrong: str = "",
    typed: str = "",
    code: str = "",
    until: datetime | None = None,
    status: int = 200,
) -> Response:
    held = await desk.store.alerts.of(visit.me.id) if visit.me else []
    return desk.page(
        visit,
        "cases/alerts.html",
        status,
        ways={one.way.value: one.address for one in held},
        mail=desk.mail is not None,
        telegram=desk.telegram,
        did=did,
        wrong=wrong,
        typed=typed,
        code=code,
        until=until,
        at_cases=True,
    )
