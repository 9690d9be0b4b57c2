"""The list of worries: its order, its filters, its clock, and what stands at the head of the desk."""

from datetime import UTC, datetime

import pytest

from bot.desk.roles import Role
from conversations.hearing.values import Risk
from storage.worries.cases import CaseMove, Move, Outcome
from tests.bot.desk.cases.conftest import SENTENCE, worried_about
from tests.bot.desk.conftest import REAL, TRIED, TestDesk
from tests.bot.desk.posting import as_read, form

CASES = "/desk/cases"


@pytest.fixture(autouse=True)
def a_monday_morning(desk: TestDesk) -> None:
    desk.now = datetime(2026, 5, 4, 8, 30, tzinfo=UTC)  # 09:30 in London


async def listed(desk: TestDesk, query: str = "", name: str = "Lee") -> str:
    lee = await desk.store.staff.named(name)
    if lee is None:
        return as_read(await (await desk.signed_in(Role.SAFEGUARDING_LEAD, name=name)).get(f"{CASES}?{query}"))
    raise AssertionError("one look a name")


async def test_urgent_ones_come_first_then_those_that_wait_longest(desk: TestDesk) -> None:
    for text, level in (("one", Risk.CONCERN), ("two", Risk.URGENT), ("three", Risk.URGENT), ("four", Risk.CONCERN)):
        await worried_about(desk, f"number {text}", level=level)
        desk.wait(minutes=1)
    page = await listed(desk)
    places = [page.index(f"number {text}") for text in ("two", "three", "one", "four")]
    assert places == sorted(places)


async def test_a_flag_is_listed_in_its_sentence_where_that_is_short(desk: TestDesk) -> None:
    await worried_about(desk)
    await desk.worried("hits me", Risk.URGENT, ["abuse"], sentences="He hits me " + "and then he goes away " * 10)
    page = await listed(desk)
    assert SENTENCE in page
    assert "Abuse hits me" in page
    assert "goes away" not in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", "tried urgent, real concern, in hand"),
        (f"consultation={REAL}", "real concern"),
        ("consultation=nowhere", "tried urgent, real concern, in hand"),
        ("level=urgent", "tried urgent"),
        ("level=concern", "real concern, in hand"),
        ("kind=abuse", "tried urgent, real concern, in hand"),
        ("kind=online", ""),
        ("mine=1", "in hand"),
        ("view=closed", "was closed"),
        ("view=closed&mine=1", ""),
        ("late=1", "tried urgent"),
        ("kind=abuse&level=urgent&late=1", "tried urgent"),
    ],
)
async def test_filters(desk: TestDesk, query: str, shown: str) -> None:
    await worried_about(desk, "tried urgent")
    await worried_about(desk, "real concern", of=REAL, level=Risk.CONCERN)
    await worried_about(desk, "in hand", level=Risk.CONCERN)
    await desk.store.cases.move(3, CaseMove(Move.TAKEN, "Lee", desk.now, goes_to="Lee"))
    await worried_about(desk, "was closed")
    await desk.store.cases.move(4, CaseMove(Move.CLOSED, "Mia", desk.now, outcome=Outcome.FALSE_ALARM))
    desk.wait(hours=1)
    page = await listed(desk, query)
    for text in ("tried urgent", "real concern", "in hand", "was closed"):
        assert (f"Abuse {text}" in page) is (text in shown.split(", ")), text


async def test_25_a_page(desk: TestDesk) -> None:
    for number in range(30):
        await worried_about(desk, f"worry {number:02}", level=Risk.CONCERN)
        desk.wait(seconds=1)
    lee = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    page = await lee.get(f"{CASES}?kind=abuse")
    assert page.text.count('class="to-case"') == 25
    assert 'href="/desk/cases?kind=abuse&amp;at=25"' in page.text
    page = await lee.get(f"{CASES}?kind=abuse&at=25")
    assert page.text.count('class="to-case"') == 5
    assert "26 to 30 of 30" in page.text


async def test_the_clock_runs_in_staffed_hours_and_times_are_local(desk: TestDesk) -> None:
    desk.now = datetime(2026, 5, 1, 15, 30, tzinfo=UTC)  # a Friday, 16:30 in London
    await worried_about(desk)
    await worried_about(desk, "a concern", level=Risk.CONCERN)
    page = await listed(desk)
    assert "4 May, 09:30 came today, 16:30" in page
    assert "4 May, 16:30 came today, 16:30" in page


@pytest.mark.parametrize(
    ("role", "said"),
    [
        (Role.SAFEGUARDING_LEAD, "1 worry is overdue. Look at it now"),
        (Role.ADMINISTRATOR, "1 worry is overdue. Ask a safeguarding lead to look now."),
        (Role.MODERATOR, ""),
        (Role.PARTICIPATION_WORKER, ""),
    ],
)
async def test_what_is_overdue_stands_at_the_head_for_those_who_see_to_it(
    desk: TestDesk, role: Role, said: str
) -> None:
    await worried_about(desk)
    sam = await desk.signed_in(role)
    assert "overdue" not in as_read(await sam.get("/desk"))
    desk.wait(hours=1)
    page = as_read(await sam.get("/desk"))
    assert said in page
    assert bool(said) is ("overdue" in page)
    assert "boyfriend" not in page
    await desk.store.cases.move(1, CaseMove(Move.TAKEN, "Lee", desk.now, goes_to="Lee"))
    assert "overdue" not in as_read(await sam.get("/desk"))


async def test_an_empty_list_says_that_no_flag_never_means_safe(desk: TestDesk) -> None:
    assert "no flag never means safe" in await listed(desk)
    assert "No worry is like that." in await listed(desk, "level=low", name="Mia")


async def test_what_screening_caught_and_missed_is_counted(desk: TestDesk) -> None:
    for number, outcome in enumerate((Outcome.ACTED_ON, Outcome.NO_ACTION, Outcome.FALSE_ALARM, None), start=1):
        await worried_about(desk, f"worry {number}", of=REAL)
        if outcome:
            await desk.store.cases.move(number, CaseMove(Move.CLOSED, "Lee", desk.now, outcome=outcome))
    await worried_about(desk, "in the trial", of=TRIED)
    await desk.wrote("the blue bag", of=REAL)
    mo = await desk.signed_in(Role.MODERATOR, name="Mo")
    for item in await desk.store.reviewing.queue(REAL):
        if item.answer.text in ("the blue bag", "worry 4"):
            raising = form(await mo.get(f"/desk/c/{REAL}/answers/{item.id.hex()}"), "/worry")
            sent = {"read": raising.fields["read"], "level": "urgent", "k-neglect": "1"}
            await mo.post(raising.action, data=sent)
    counts = await desk.store.cases.screening(trial=False)
    found = {one.kind: (one.right, one.false_alarms, one.missed, one.open) for one in counts}
    assert found[""] == (2, 1, 1, 1)
    assert found["abuse"] == (2, 1, 0, 1)
    assert found["neglect"] == (0, 0, 1, 0)
    [of_trials, *_] = await desk.store.cases.screening(trial=True)
    assert (of_trials.right, of_trials.open) == (0, 1)
    admin = await desk.signed_in(Role.ADMINISTRATOR)
    assert "All worries 2 1 1 1" in as_read(await admin.get("/desk/screening"))
