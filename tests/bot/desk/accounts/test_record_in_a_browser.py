"""The record in a real browser: a wide screen, a phone, the dark; without a script."""

import pytest
from playwright.async_api import Browser

from bot.desk.roles import Role
from tests.bot.desk.test_desk_in_a_browser import PHONE, WIDE, Served, look, opened, served
from tests.bot.web.accessibility import violations

__all__ = ["opened", "served"]

pytestmark = pytest.mark.browser


async def test_an_administrator_reads_the_record(served: Served, opened: Browser) -> None:
    sam = await served.desk.signed_in(Role.ADMINISTRATOR)
    for number in range(60):
        await served.desk.store.audit.note("letter", by="Bo Adeyemi", detail=f"trying md {number}")
    await served.desk.store.audit.note("answer approved", by="Cy", detail="0123456789abcdef" * 2)
    context = await opened.new_context(java_script_enabled=True, viewport=WIDE)
    await context.add_cookies([{"name": "desk", "value": sam.cookies["desk"], "url": served.address}])
    page = await context.new_page()
    await page.goto(f"{served.address}/desk")
    await page.get_by_role("link", name="Record").click()
    await look(page, "record")
    assert await violations(page) == []
    await page.get_by_role("link", name="Older").click()
    await page.get_by_label("What").select_option("answer approved")
    await page.get_by_role("button", name="Show").click()
    assert await page.locator("tbody tr").count() == 1
    await page.set_viewport_size(PHONE)
    await page.emulate_media(color_scheme="dark")
    await look(page, "record_phone_dark")
    assert await violations(page) == []
    await page.goto(f"{served.address}/desk/record?from=soon")
    await look(page, "record_problem")
