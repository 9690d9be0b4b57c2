"""Worries at the desk: shown, closed with what was found, and raised by hand about an answer."""

from pathlib import Path

import httpx
import pytest

from bot.desk.roles import Role
from conversations.hearing.values import Risk
from storage.worries.flags import FlagVerdict
from tests.bot.desk.audit_rows import audited
from tests.bot.desk.conftest import REAL, TRIED, TestDesk
from tests.bot.desk.posting import as_read, form, forms, press

FLAGS = "/desk/c/trying/flags"
CLOSED = f"{FLAGS}?view=closed"


def in_one_line(page: httpx.Response) -> str:
    return " ".join(page.text.split())


@pytest.mark.parametrize(
    ("verdict", "label", "said"),
    [
        (FlagVerdict.RIGHT, "Close: it was a worry", "closed by Sam: it was a worry"),
        (FlagVerdict.FALSE_ALARM, "Close: it was a false alarm", "closed by Sam: it was a false alarm"),
    ],
)
async def test_a_flag_is_closed_with_what_was_found(
    desk: TestDesk, tmp_path: Path, verdict: FlagVerdict, label: str, said: str
) -> None:
    await desk.worried("I want to disappear")
    sam = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    page = await sam.get(FLAGS)
    assert "Was it a worry?" in page.text
    assert f'<button name="verdict" value="{verdict.value}">{label}</button>' in page.text
    page = await press(sam, page, "/close", verdict=verdict.value)
    assert "Closed. It is kept" in page.text
    assert said in in_one_line(await sam.get(CLOSED))
    [flag] = await desk.store.flags.raised("trying", closed=True)
    assert flag.verdict is verdict
    assert audited(tmp_path, "flag%") == [("flag closed", "Sam", f"{flag.id}: {verdict.value.replace('_', ' ')}")]
    assert desk.adjusted == 1


@pytest.mark.parametrize("sent", [{}, {"verdict": ""}, {"verdict": "maybe"}])
async def test_a_flag_is_not_closed_without_a_word_of_what_was_found(desk: TestDesk, sent: dict[str, str]) -> None:
    await desk.worried("I want to disappear")
    [flag] = await desk.store.flags.raised("trying")
    sam = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    page = await sam.post(f"{FLAGS}/{flag.id}/close", data=sent)
    assert page.status_code == 400
    assert "It is still open." in page.text
    assert len(await desk.store.flags.raised("trying")) == 1
    assert desk.adjusted == 0


async def test_a_flag_that_was_closed_already_teaches_nothing_again(desk: TestDesk) -> None:
    await desk.worried("I want to disappear")
    sam = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    page = await sam.get(FLAGS)
    await press(sam, page, "/close", verdict="right")
    again = await press(sam, page, "/close", verdict="false_alarm")
    assert "closed already" in again.text
    [flag] = await desk.store.flags.raised("trying", closed=True)
    assert flag.verdict is FlagVerdict.RIGHT
    assert desk.adjusted == 1


async def test_the_page_says_what_closing_teaches_and_that_a_trial_teaches_nothing(desk: TestDesk) -> None:
    sam = await desk.signed_in(Role.SAFEGUARDING_LEAD, Role.MODERATOR)
    await desk.worried("I want to disappear")
    assert "In a trial it teaches screening nothing." in (await sam.get(FLAGS)).text
    await desk.wrote("a calm day", of=REAL)
    address = await desk.only_waiting(REAL)
    await press(sam, await sam.get(address), "/worry", level="concern")
    assert "teaches screening a little" in (await sam.get(f"/desk/c/{REAL}/flags")).text


@pytest.mark.parametrize(
    ("level", "risk", "pill"), [("urgent", Risk.URGENT, "Urgent"), ("concern", Risk.CONCERN, "Concern")]
)
async def test_a_moderator_raises_a_worry_that_screening_missed(
    desk: TestDesk, tmp_path: Path, level: str, risk: Risk, pill: str
) -> None:
    await desk.wrote("the <blue> bag of [name] is under my bed")
    moderator = await desk.signed_in(Role.MODERATOR, name="Mo")
    address = await desk.only_waiting()
    page = await press(moderator, await moderator.get(f"{address}?at=0"), "/worry", level=level)
    assert "Raised: the safeguarding leads have it before them now." in page.text
    assert f"Flagged: {level}" in page.text
    assert (await desk.only_waiting()) == address, "what becomes of the answer is still to be decided"
    lead = await desk.signed_in(Role.SAFEGUARDING_LEAD, name="Lee")
    page = await lead.get(FLAGS)
    assert "the &lt;blue&gt; bag of" in page.text
    assert "Raised by Mo, by hand." in in_one_line(page)
    assert f">{pill}</span>" in page.text
    [flag] = await desk.store.flags.raised("trying")
    assert (flag.level, flag.raised_by) == (risk, ("person:Mo",))
    assert audited(tmp_path, "flag%") == [("flag raised", "Mo", f"{flag.id}: {level}")]
    assert desk.adjusted == 1


async def test_kinds_may_be_named_and_only_those_that_there_are(desk: TestDesk) -> None:
    await desk.wrote("the bag is under my bed")
    sam = await desk.signed_in(Role.MODERATOR)
    page = await sam.get(await desk.only_waiting())
    raising = form(page, "/worry")
    assert "k-exploitation" in raising.fields
    assert raising.buttons == [("level", "urgent"), ("level", "concern")]
    sent = {"read": raising.fields["read"], "level": "urgent", "k-exploitation": "1", "k-self_harm": "1", "k-rain": "1"}
    await sam.post(raising.action, data=sent)
    [flag] = await desk.store.flags.raised("trying")
    assert flag.kinds == ("self_harm", "exploitation")


async def test_a_worry_is_raised_from_the_queue_and_about_a_decided_answer_too(desk: TestDesk) -> None:
    await desk.wrote("the bag is under my bed")
    sam = await desk.signed_in(Role.MODERATOR)
    page = await sam.get("/desk/c/trying/answers")
    address = await desk.only_waiting()
    assert form(page, "/worry").action == f"{address}/worry"
    await press(sam, page, "/approve")
    page = await press(sam, await sam.get(address), "/worry", level="concern")
    assert "Approved" in page.text
    assert len(await desk.store.flags.raised("trying")) == 1


async def test_a_worry_without_a_level_is_not_raised(desk: TestDesk) -> None:
    await desk.wrote("the bag is under my bed")
    sam = await desk.signed_in(Role.MODERATOR)
    for level in ("", "none", "2"):
        page = await press(sam, await sam.get(await desk.only_waiting()), "/worry", level=level)
        assert page.status_code == 400
        assert "Nothing was raised yet." in page.text
    assert await desk.store.flags.raised("trying") == []


async def test_a_worry_is_not_raised_about_words_that_changed_or_went(desk: TestDesk) -> None:
    response = await desk.wrote("the bag is under my bed", who="w")
    sam = await desk.signed_in(Role.MODERATOR)
    page = await sam.get(await desk.only_waiting())
    await desk.wrote("other words", who="w", response=response)
    changed = await press(sam, page, "/worry", level="urgent")
    assert "nothing was raised" in changed.text
    await desk.withdrew(response)
    gone = await press(sam, page, "/worry", level="urgent")
    assert gone.status_code == 404
    assert await desk.store.flags.raised("trying") == []
    assert desk.adjusted == 0


async def test_a_worry_is_raised_only_from_its_own_consultation(desk: TestDesk) -> None:
    await desk.wrote("the bag is under my bed")
    sam = await desk.signed_in(Role.MODERATOR)
    page = await sam.get(await desk.only_waiting())
    raising = form(page, "/worry")
    sent = {"read": raising.fields["read"], "level": "urgent"}
    assert (await sam.post(raising.action.replace("/trying/", f"/{REAL}/"), data=sent)).status_code == 404
    assert await desk.store.flags.raised("trying") == []
    assert await desk.store.flags.raised(REAL) == []


async def test_who_looks_after_flags_alone_raises_none(desk: TestDesk) -> None:
    await desk.wrote("the bag is under my bed")
    address = await desk.only_waiting()
    sam = await desk.signed_in(*(set(Role) - {Role.MODERATOR}))
    assert (await sam.post(f"{address}/worry", data={"level": "urgent"})).status_code == 403
    assert await desk.store.flags.raised("trying") == []


async def test_flags_show_level_kinds_words_and_when(desk: TestDesk) -> None:
    await desk.worried("I feel <low> since [name] left", Risk.CONCERN, ["low_mood"])
    await desk.worried("I want to disappear", Risk.URGENT, ["self_harm", "running_away"])
    sam = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    page = (await sam.get("/desk/c/trying/flags")).text
    assert page.index("I want to disappear") < page.index("I feel &lt;low&gt;")
    assert "self harm, running away" in page
    assert "Urgent" in page
    assert "3 May 2026, 09:30 UTC" in page
    assert "no flag never means safe" in page


async def test_a_closed_flag_keeps_who_closed_it(desk: TestDesk, tmp_path: Path) -> None:
    await desk.worried("I want to disappear")
    sam = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    page = await sam.get("/desk/c/trying/flags")
    closing = next(one for one in forms(page) if one.action.endswith("/close"))
    page = await press(sam, page, "/close", verdict="right")
    assert "No open flags." in page.text
    closed = (await sam.get("/desk/c/trying/flags?view=closed")).text
    assert "I want to disappear" in closed
    assert "closed by Sam" in closed
    assert any(action == "flag closed" and by == "Sam" for action, by, _ in audited(tmp_path))
    again = await sam.post(closing.action, data={"verdict": "right"}, follow_redirects=True)
    assert "closed already" in again.text


async def test_a_flag_is_closed_only_from_its_own_consultation(desk: TestDesk) -> None:
    await desk.worried("I want to disappear")
    [flag] = await desk.store.flags.raised("trying")
    sam = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    await sam.post(f"/desk/c/{REAL}/flags/{flag.id}/close", data={"verdict": "right"})
    assert len(await desk.store.flags.raised("trying")) == 1
    assert (
        await sam.post("/desk/c/trying/flags/999999999999999999999999/close", data={"verdict": "right"})
    ).status_code in (303, 404)


async def test_no_flags_is_said_calmly(desk: TestDesk) -> None:
    sam = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    assert "No open flags." in (await sam.get("/desk/c/trying/flags")).text
    assert "No flag was closed yet." in (await sam.get("/desk/c/trying/flags?view=closed")).text


async def test_a_flag_says_what_raised_it(desk: TestDesk) -> None:
    await desk.worried("I want to disappear", raised_by=["phrase:suicide/not_here", "seed:self_harm", "learned:0a1b"])
    await desk.worried("from before that was kept")
    lead = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    page = as_read(await lead.get(f"/desk/c/{TRIED}/flags"))
    assert "Raised by the phrase suicide/not here, likeness to the seeds of self harm, what was learned (0a1b)." in page
    assert page.count("Raised by") == 1


async def test_flags_come_in_pages_of_25_urgent_first(desk: TestDesk) -> None:
    for number in range(60):
        await desk.worried(f"worry number {number} of many")
    sam = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    shown = []
    page = await sam.get(FLAGS)
    for count in (25, 25, 10):
        assert page.text.count("<article") == count
        shown += [number for number in range(60) if f"worry number {number} of many" in page.text]
        if "Next</a>" in page.text:
            address = page.text.split('">Next</a>')[0].rpartition('href="')[2].replace("&amp;", "&")
            page = await sam.get(address)
    assert sorted(shown) == list(range(60))
    assert "51 to 60 of 60" in page.text
    assert (await sam.get(f"{FLAGS}?at=99999")).text.count("<article") == 25
    assert (await sam.get(f"{FLAGS}?at=x")).text.count("<article") == 25


async def test_one_flag_says_how_often_it_came_and_that_it_may_be_several_people(desk: TestDesk) -> None:
    for _ in range(3):
        await desk.worried("I want to disappear")
    sam = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    page = await sam.get(FLAGS)
    assert page.text.count("<article") == 1
    assert "Came 3 times within minutes without a session: perhaps several people." in page.text
