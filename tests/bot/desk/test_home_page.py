"""The first page: the consultations, and how much waits in each."""

from datetime import date

import pytest

from bot.desk.roles import Role
from conversations.hearing.values import Risk
from tests.bot.desk.conftest import REAL, TestDesk, consultation


async def test_the_first_page_shows_what_waits(desk: TestDesk) -> None:
    await desk.store.consultations.add(consultation("later", "Not begun"))
    await desk.wrote("words")
    await desk.wrote("words two")
    await desk.worried("I want to disappear")
    await desk.worried("I feel low", Risk.CONCERN)
    sam = await desk.signed_in(*Role)
    page = " ".join((await sam.get("/desk")).text.split())
    assert '<span class="figure">2</span> answers wait' in page
    assert '<span class="figure">2</span> open flags, 1 urgent' in page
    assert "1 May to 31 July 2026" in page
    assert page.count(">TRIAL<") == 1
    assert "Look at it and open it" in page
    assert "/desk/c/later/running" in page
    assert "/desk/c/later/answers" not in page


async def test_one_answer_waits_and_one_flag_is_open(desk: TestDesk) -> None:
    await desk.wrote("words")
    await desk.worried("I want to disappear")
    sam = await desk.signed_in(*Role)
    page = " ".join((await sam.get("/desk")).text.split())
    assert '<span class="figure">1</span> answer waits' in page
    assert '<span class="figure">1</span> open flag, 1 urgent' in page


@pytest.mark.parametrize(
    ("opens", "closes", "said"),
    [
        (date(2026, 6, 1), date(2026, 7, 1), "It has not begun yet"),
        (date(2026, 4, 1), date(2026, 5, 2), "Its last day has passed"),
    ],
)
async def test_the_first_page_says_when_an_open_one_takes_no_answers(
    desk: TestDesk, opens: date, closes: date, said: str
) -> None:
    await desk.store.consultations.open(REAL, opens, closes, trial=False, by="test")
    sam = await desk.signed_in(Role.MODERATOR)
    assert said in (await sam.get("/desk")).text


async def test_both_ways_to_write_the_address_work(desk: TestDesk) -> None:
    sam = await desk.signed_in(Role.MODERATOR)
    assert (await sam.get("/desk")).text == (await sam.get("/desk/")).text
