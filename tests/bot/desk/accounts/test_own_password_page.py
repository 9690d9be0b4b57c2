"""Whoever is signed in changes their own password, with the one that they have."""

import httpx
import pytest

from bot.desk.accounts.password_tries import FREE
from bot.desk.accounts.passwords import Passwords
from bot.desk.roles import Role
from tests.bot.desk.conftest import PASSWORD, TestDesk
from tests.bot.desk.posting import as_read, press

NEW = "tulip gravel orbit sock"


async def kim(desk: TestDesk) -> httpx.AsyncClient:
    visitor = desk.visitor()
    await visitor.post("/desk/sign-in", data={"name": "Kim", "password": PASSWORD})
    return visitor


async def change(visitor: httpx.AsyncClient, current: str, new: str, again: str | None = None) -> httpx.Response:
    page = await visitor.get("/desk/password")
    return await press(visitor, page, "/password", current=current, password=new, again=new if again is None else again)


async def kept(desk: TestDesk, password: str) -> bool:
    account = await desk.store.staff.named("Kim")
    assert account is not None
    return await Passwords().matches(password, account.password)


async def test_the_accounts_name_leads_there_and_the_form_changes_it(desk: TestDesk) -> None:
    await desk.account("Kim", Role.SAFEGUARDING_LEAD)
    visitor = await kim(desk)
    assert 'href="/desk/password"' in (await visitor.get("/desk")).text
    page = await change(visitor, PASSWORD, NEW)
    assert "Your new password is set." in as_read(page)
    assert (await visitor.get("/desk")).status_code == 200
    assert await kept(desk, NEW)


async def test_every_sign_in_from_before_ends(desk: TestDesk) -> None:
    await desk.account("Kim", Role.MODERATOR)
    here, elsewhere = await kim(desk), await kim(desk)
    before = here.cookies["desk"]
    await change(here, PASSWORD, NEW)
    assert (await elsewhere.get("/desk")).status_code == 303
    assert here.cookies["desk"] != before
    async with desk.visitor() as visitor:
        visitor.cookies.set("desk", before)
        assert (await visitor.get("/desk")).status_code == 303


@pytest.mark.parametrize(
    ("current", "new", "again", "said"),
    [
        ("wrong", NEW, NEW, "not your password of now"),
        ("", NEW, NEW, "not your password of now"),
        (PASSWORD, "short", "short", "at least 15 characters"),
        (PASSWORD, "password12345678", "password12345678", "too easy"),
        (PASSWORD, "kim kim kim kim 1", "kim kim kim kim 1", "too easy"),
        (PASSWORD, NEW, "another", "not the same"),
        (PASSWORD, PASSWORD, PASSWORD, "Choose another"),
    ],
)
async def test_what_will_not_do_is_explained_and_changes_nothing(
    desk: TestDesk, current: str, new: str, again: str, said: str
) -> None:
    await desk.account("Kim", Role.MODERATOR)
    visitor = await kim(desk)
    page = await change(visitor, current, new, again)
    assert said in as_read(page)
    assert "Your password has not changed." in as_read(page)
    assert page.status_code in (400, 403)
    assert await kept(desk, PASSWORD)
    assert (await visitor.get("/desk")).status_code == 200


async def test_guessing_the_current_one_at_an_open_desk_gets_slower(desk: TestDesk) -> None:
    await desk.account("Kim", Role.MODERATOR)
    visitor = await kim(desk)
    for _ in range(FREE):
        assert (await change(visitor, "wrong", NEW)).status_code == 403
    page = await change(visitor, PASSWORD, NEW)
    assert page.status_code == 429
    assert page.headers["retry-after"] == "5"
    assert await kept(desk, PASSWORD)
