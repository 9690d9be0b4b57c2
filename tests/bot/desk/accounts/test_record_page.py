"""The record: administrators read who did what, fifty rows a page, by who, what and day."""

import re
from urllib.parse import urlencode

import httpx
import pytest

from bot.desk.accounts.record_page import A_PAGE
from bot.desk.roles import Role
from storage.audit import AuditFilter
from tests.bot.desk.conftest import TestDesk
from tests.bot.desk.posting import as_read


def rows(page: httpx.Response) -> list[list[str]]:
    """Each row's cells: when, who, what, about, number."""
    found = re.findall(r"<tr><td>.*?</tr>", page.text, re.DOTALL)
    return [[re.sub("<[^>]*>", "", cell) for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)] for row in found]


async def test_what_was_done_is_there_with_who_and_when(desk: TestDesk) -> None:
    sam = await desk.signed_in(Role.ADMINISTRATOR)
    await desk.store.audit.note("letter", by="Bo", detail="trying md")
    page = await sam.get("/desk/record")
    assert page.status_code == 200
    when, *rest, number = rows(page)[0]
    assert rest == ["Bo", "letter", "trying md"]
    assert re.fullmatch(r"\d{1,2} \w+ \d{4}, \d\d:\d0", when), "in steps of ten minutes"
    assert int(number) == len(rows(page))
    assert ["Sam", "signed in", ""] in [row[1:4] for row in rows(page)]


async def test_what_names_an_answer_has_a_day_only(desk: TestDesk) -> None:
    await desk.wrote("a kitchen that smells of toast")
    sam = await desk.signed_in(Role.ADMINISTRATOR)
    [item] = await desk.store.reviewing.queue("trying")
    await desk.store.audit.note("answer approved", by="Bo", detail=item.id.hex())
    page = await sam.get("/desk/record")
    assert re.fullmatch(r"\d{1,2} \w+ \d{4}", rows(page)[0][0])
    assert "toast" not in page.text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"who": "Bo"}, {("Bo", "letter"), ("Bo", "data")}),
        ({"what": "letter"}, {("Bo", "letter"), ("Cy", "letter")}),
        ({"who": "Bo", "what": "letter"}, {("Bo", "letter")}),
        ({"who": "nobody"}, set()),
        ({"what": "letter", "to": "2020-01-01"}, set()),
        ({"what": "letter", "from": "2020-01-01", "to": "2099-01-01"}, {("Bo", "letter"), ("Cy", "letter")}),
    ],
)
async def test_it_is_filtered(desk: TestDesk, asked: dict[str, str], found: set[tuple[str, str]]) -> None:
    sam = await desk.signed_in(Role.ADMINISTRATOR)
    for who, what in (("Bo", "letter"), ("Bo", "data"), ("Cy", "letter")):
        await desk.store.audit.note(what, by=who)
    page = await sam.get(f"/desk/record?{urlencode(asked)}")
    assert {(row[1], row[2]) for row in rows(page)} == found
    assert found or "Nothing on record is like this." in as_read(page)


async def test_the_day_that_is_asked_for_is_in_it(desk: TestDesk) -> None:
    sam = await desk.signed_in(Role.ADMINISTRATOR)
    await desk.store.audit.note("letter", by="Bo")
    [row] = await desk.store.audit.rows(AuditFilter(action="letter"), skip=0, most=9)
    day = row.at[:10]
    page = await sam.get(f"/desk/record?what=letter&from={day}&to={day}")
    assert len(rows(page)) == 1


@pytest.mark.parametrize(
    ("asked", "words"),
    [("from=yesterday", "Write a day as in"), ("from=2026-03-31&to=2026-03-01", "The first day is after the last")],
)
async def test_a_day_that_is_none_is_said_and_the_rest_stays_chosen(desk: TestDesk, asked: str, words: str) -> None:
    sam = await desk.signed_in(Role.ADMINISTRATOR)
    page = await sam.get(f"/desk/record?who=Sam&{asked}")
    assert page.status_code == 400
    assert words in page.text
    assert "<option selected>Sam</option>" in page.text


async def test_fifty_stand_on_a_page_and_the_next_goes_on_with_the_same_filter(desk: TestDesk) -> None:
    sam = await desk.signed_in(Role.ADMINISTRATOR)
    for number in range(A_PAGE + 3):
        await desk.store.audit.note("letter", by="Bo & Co", detail=str(number))
    page = await sam.get("/desk/record?who=Bo+%26+Co")
    assert [row[3] for row in rows(page)] == [str(number) for number in range(A_PAGE + 2, 2, -1)]
    [older] = re.findall(r'rel="next" href="([^"]*)"', page.text)
    page = await sam.get(older.replace("&amp;", "&"))
    assert [row[3] for row in rows(page)] == ["2", "1", "0"]
    for beyond in ("99", "0", "-1", "x"):
        assert rows(await sam.get(f"/desk/record?page={beyond}"))


async def test_whoever_else_is_signed_in_may_not_read_it(desk: TestDesk) -> None:
    sam = await desk.signed_in(*(set(Role) - {Role.ADMINISTRATOR}))
    assert (await sam.get("/desk/record")).status_code == 403
    assert "/desk/record" not in (await sam.get("/desk")).text
