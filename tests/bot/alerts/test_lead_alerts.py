"""Leads are told that something waits: of what is new, not too often, and never what was written."""

from pathlib import Path

import pytest

from bot.alerts.lead_alerts import LeadAlerts
from bot.desk.cases.targets import TARGETS
from bot.desk.roles import Role
from storage.worries.alerts import AlertWay
from storage.worries.cases import CaseMove, Move
from tests.bot.alerts.mailbox import Mailbox
from tests.bot.desk.audit_rows import audited
from tests.bot.desk.cases.conftest import WORDS, worried_about
from tests.bot.desk.conftest import ADDRESS, TestDesk
from tests.bot.desk.posting import as_read, press

WORK = "lee@council.example"


@pytest.fixture
def alerts(desk: TestDesk, mailbox: Mailbox) -> LeadAlerts:
    desk.mail = mailbox.server
    return LeadAlerts(desk.store, clock=desk.clock, targets=TARGETS, address=ADDRESS, mail=mailbox.server)


async def lee(desk: TestDesk, *roles: Role) -> int:
    account = await desk.store.staff.add("Lee", roles or (Role.SAFEGUARDING_LEAD,), by="test")
    await desk.store.alerts.keep(account.id, AlertWay.EMAIL, WORK, by="Lee")
    return account.id


async def test_an_email_says_that_something_waits_and_not_what(
    desk: TestDesk, alerts: LeadAlerts, mailbox: Mailbox
) -> None:
    await lee(desk)
    assert await alerts.tell() == 0
    await worried_about(desk)
    assert await alerts.tell() == 1
    [message], [words] = mailbox.came, mailbox.words
    assert (message["To"], message["Subject"]) == (WORK, "Earshot: a worry waits")
    assert "1 worry waits at the desk: 1 urgent." in words
    assert f"{ADDRESS}/desk/cases" in words
    assert WORDS not in str(message)


async def test_nobody_is_told_of_the_same_twice_or_twice_in_a_quarter_of_an_hour(
    desk: TestDesk, alerts: LeadAlerts
) -> None:
    await lee(desk)
    await worried_about(desk)
    assert [await alerts.tell(), await alerts.tell()] == [1, 0]
    await worried_about(desk, "more")
    desk.wait(minutes=14)
    assert await alerts.tell() == 0
    desk.wait(minutes=1)
    assert await alerts.tell() == 1
    desk.wait(hours=1)
    assert await alerts.tell() == 0


async def test_what_is_overdue_is_told_once_and_not_once_somebody_has_it_in_hand(
    desk: TestDesk, alerts: LeadAlerts, mailbox: Mailbox
) -> None:
    await lee(desk)
    desk.wait(days=1)  # to a Monday
    await worried_about(desk)
    await alerts.tell()
    desk.wait(hours=1, minutes=1)
    assert [await alerts.tell(), await alerts.tell()] == [1, 0]
    assert mailbox.came[-1]["Subject"] == "Earshot: a worry is overdue"
    await worried_about(desk, "another")
    await desk.store.cases.move(2, CaseMove(Move.TAKEN, "Lee", desk.now, goes_to="Lee"))
    desk.wait(hours=5)
    assert await alerts.tell() == 0


async def test_what_could_not_be_sent_is_sent_a_minute_later(
    desk: TestDesk, alerts: LeadAlerts, mailbox: Mailbox
) -> None:
    await lee(desk)
    await worried_about(desk)
    mailbox.refuses = True
    assert await alerts.tell() == 0
    mailbox.refuses = False
    assert await alerts.tell() == 0
    desk.wait(minutes=1)
    assert await alerts.tell() == 1


async def test_only_leads_whose_account_is_good_are_told(desk: TestDesk, alerts: LeadAlerts) -> None:
    await lee(desk, Role.MODERATOR)
    await worried_about(desk)
    assert await alerts.tell() == 0
    mia = await desk.store.staff.add("Mia", (Role.SAFEGUARDING_LEAD,), by="test")
    await desk.store.alerts.keep(mia.id, AlertWay.EMAIL, WORK, by="Mia")
    await desk.store.staff.disable(mia.id, by="test")
    assert await alerts.tell() == 0


async def test_an_address_is_sealed_and_in_no_audit_row(desk: TestDesk, alerts: LeadAlerts, tmp_path: Path) -> None:
    account = await lee(desk)
    assert [one.address for one in await desk.store.alerts.of(account)] == [WORK]
    assert audited(tmp_path, "alerts%") == [("alerts begun", "Lee", "email")]
    for file in (tmp_path / "data").iterdir():
        assert WORK.encode() not in file.read_bytes()


async def test_a_lead_sets_an_address_that_a_test_message_reaches_and_ends_it(
    desk: TestDesk, alerts: LeadAlerts, mailbox: Mailbox
) -> None:
    sam = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    page = await press(sam, await sam.get("/desk/alerts"), "/email", address=WORK)
    assert f"To {WORK}." in as_read(page)
    assert [one["To"] for one in mailbox.came] == [WORK]
    page = await press(sam, page, "/end")
    assert WORK not in page.text
    assert "the address is erased" in as_read(page)
    await worried_about(desk)
    assert await alerts.tell() == 0


@pytest.mark.parametrize("address", ["", "lee", "lee@", "a@b, c@d", "lee@council.example\nBcc: a@b.example"])
async def test_what_is_no_address_is_not_kept(
    desk: TestDesk, alerts: LeadAlerts, mailbox: Mailbox, address: str
) -> None:
    sam = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    page = await press(sam, await sam.get("/desk/alerts"), "/email", address=address)
    assert page.status_code == 400
    assert "Write an e-mail address" in as_read(page)
    assert mailbox.came == []


async def test_an_address_is_not_kept_that_no_test_message_went_to(
    desk: TestDesk, alerts: LeadAlerts, mailbox: Mailbox
) -> None:
    mailbox.refuses = True
    sam = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    page = await press(sam, await sam.get("/desk/alerts"), "/email", address=WORK)
    assert page.status_code == 502
    assert f'value="{WORK}"' in page.text
    assert "Stop this" not in page.text


async def test_a_chat_is_linked_by_a_code_that_works_once_and_is_told_through_the_outbox(
    desk: TestDesk, alerts: LeadAlerts, tmp_path: Path
) -> None:
    desk.telegram = True
    sam = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    page = await press(sam, await sam.get("/desk/alerts"), "/telegram")
    code = as_read(page).split("/staff ")[1].split()[0]
    assert not await desk.store.alerts.use_code("0" * 30, "4001", desk.now)
    assert await desk.store.alerts.use_code(code, "4001", desk.now)
    assert not await desk.store.alerts.use_code(code, "4002", desk.now)
    assert "A chat is linked." in as_read(await sam.get("/desk/alerts"))
    await worried_about(desk)
    await alerts.tell()
    [waiting] = await desk.store.outbox.waiting("telegram", desk.now)
    assert waiting.address == "4001"
    assert "1 worry waits at the desk" in waiting.reply.text
    assert WORDS not in waiting.reply.text


async def test_a_code_ends_after_half_an_hour_and_with_the_next(desk: TestDesk) -> None:
    desk.telegram = True
    sam = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    first, second = [
        as_read(await press(sam, await sam.get("/desk/alerts"), "/telegram")).split("/staff ")[1].split()[0]
        for _ in range(2)
    ]
    assert not await desk.store.alerts.use_code(first, "4001", desk.now)
    desk.wait(minutes=30)
    assert not await desk.store.alerts.use_code(second, "4001", desk.now)
