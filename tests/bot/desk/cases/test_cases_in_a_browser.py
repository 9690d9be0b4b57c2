"""Worries in a real browser: a whole case from its flag to its outcome, with the e-mail about it; by keys alone,
without JavaScript, on a phone and a wide screen, in the dark, and by axe."""

from datetime import UTC, datetime

import pytest
from playwright.async_api import Browser, Page, ViewportSize

from bot.alerts.lead_alerts import LeadAlerts
from bot.desk.cases.targets import TARGETS
from bot.desk.roles import Role
from conversations.hearing.values import Risk
from storage.worries.alerts import AlertWay
from storage.worries.cases import CaseState
from storage.worries.flags import FlagVerdict
from tests.bot.alerts.mailbox import Mailbox, mailbox
from tests.bot.desk.cases.conftest import SAID, worried_about
from tests.bot.desk.conftest import TRIED, TestDesk
from tests.bot.desk.test_desk_in_a_browser import PHONE, WIDE, Served, look, opened, served
from tests.bot.web.accessibility import violations

__all__ = ["mailbox", "opened", "served"]

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(desk: TestDesk) -> TestDesk:
    """With Telegram open."""
    desk.telegram = True
    return desk


async def as_lead(served: Served, opened: Browser, *, screen: ViewportSize = WIDE, script: bool = True) -> Page:
    served.desk.now = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)
    lee = await served.desk.signed_in(Role.SAFEGUARDING_LEAD, name="Lee")
    context = await opened.new_context(viewport=screen, java_script_enabled=script)
    await context.add_cookies([{"name": "desk", "value": lee.cookies["desk"], "url": served.address}])
    return await context.new_page()


async def stands(served: Served) -> tuple[CaseState, str]:
    found = await served.desk.store.cases.case(1)
    assert found is not None
    return found.standing.state, found.standing.owner


async def test_a_whole_case_from_the_email_to_its_outcome_without_javascript(
    served: Served, opened: Browser, mailbox: Mailbox
) -> None:
    desk = served.desk
    page = await as_lead(served, opened, screen=PHONE, script=False)
    alerts = LeadAlerts(desk.store, clock=desk.clock, targets=TARGETS, address=served.address, mail=mailbox.server)
    account = await desk.store.staff.named("Lee")
    assert account is not None
    await desk.store.alerts.keep(account.id, AlertWay.EMAIL, "lee@council.example", by="Lee")
    await worried_about(desk)
    assert await alerts.tell() == 1
    [words] = mailbox.words
    await page.goto(next(word for word in words.split() if word.startswith("http")))
    await page.get_by_role("link", name="Abuse").click()
    assert await page.locator("blockquote").inner_text() == SAID
    assert await page.locator("mark").inner_text() == "boyfriend hits me"
    await page.get_by_role("button", name="I have it in hand").click()
    await page.get_by_label("Note", exact=True).fill("Rang the duty team.")
    await page.get_by_label("Next step").fill("Ring again at four.")
    await page.get_by_role("button", name="Keep the note").click()
    await page.get_by_text("Close it").click()
    await page.get_by_label("Acted on").check()
    await page.get_by_role("button", name="Close the case").click()
    assert "Say what was done. It is still open." in await page.get_by_role("alert").inner_text()
    await page.get_by_role("link", name="Go to what you wrote").click()
    assert await page.get_by_label("Acted on").is_checked()
    await page.get_by_label("How, or why").fill("The home was visited.")
    await page.get_by_role("button", name="Close the case").click()
    assert "Closed: acted on" in await page.locator(".stands").inner_text()
    assert "The home was visited." in await page.locator(".moves").inner_text()
    assert await stands(served) == (CaseState.CLOSED, "Lee")
    [flag] = await desk.store.flags.raised(TRIED, closed=True)
    assert flag.verdict is FlagVerdict.RIGHT


async def test_a_case_by_keys_alone(served: Served, opened: Browser) -> None:
    await worried_about(served.desk)
    await worried_about(served.desk, "less urgent", level=Risk.CONCERN)
    page = await as_lead(served, opened)
    await page.goto(f"{served.address}/desk/cases")
    for key in ("j", "j", "k"):
        await page.keyboard.press(key)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/cases/1")
    await page.keyboard.press("t")
    await page.wait_for_url("**did=taken")
    await page.keyboard.press("c")
    # From the first outcome to the last, to how or why, to the button.
    for key in ("ArrowDown", "ArrowDown", "Tab", "Tab"):
        await page.keyboard.press(key)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**did=closed")
    assert await stands(served) == (CaseState.CLOSED, "Lee")
    await page.keyboard.press("u")
    await page.wait_for_url("**did=undone")
    assert await stands(served) == (CaseState.IN_HAND, "Lee")
    await page.get_by_label("Note", exact=True).press_sequentially("a note on tu")
    assert await page.get_by_label("Note", exact=True).input_value() == "a note on tu"
    await page.keyboard.press("Escape")
    await page.get_by_role("heading", level=1).click()
    await page.keyboard.press("n")
    await page.wait_for_url("**/cases/2")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
async def test_every_page_of_worries_fits_can_be_read_and_has_no_fault_that_axe_finds(
    served: Served, opened: Browser, screen: ViewportSize, scheme: str
) -> None:
    worry = await worried_about(served.desk)
    await worry.more("There is no food in the house of [name].", "no food")
    await worried_about(served.desk, "less urgent", level=Risk.CONCERN)
    page = await as_lead(served, opened, screen=screen)
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    served.desk.wait(hours=3)

    async def see(name: str, path: str = "") -> None:
        if path:
            await page.goto(served.address + path)
        await look(page, f"{name}_{screen['width']}_{scheme}")
        assert await violations(page) == []

    await see("worries", "/desk/cases")
    await see("worries_none", "/desk/cases?view=closed")
    await see("worry", "/desk/cases/1")
    await page.get_by_text("Hand over, change level").click()
    await page.get_by_text("Close it").click()
    await see("worry_opened")
    await page.get_by_label("No action needed").check()
    await page.get_by_role("button", name="Close the case").click()
    await see("worry_wrong")
    await page.get_by_label("How, or why").fill("Known already.")
    await page.get_by_role("button", name="Close the case").click()
    await see("worry_closed")
    await see("alerts", "/desk/alerts")
    await page.get_by_role("button", name="Make a code").click()
    await see("alerts_code")
    await see("screening", "/desk/screening")
