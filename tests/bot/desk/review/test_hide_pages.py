"""A moderator hides words of an answer: it stays, the same is offered elsewhere, and for a day it can come back."""

from pathlib import Path

import httpx
import pytest

from bot.desk.roles import Role
from conversations.hearing.values import Kind, Risk
from conversations.telling.responses import Review
from tests.bot.desk.audit_rows import audited
from tests.bot.desk.conftest import TRIED, TestDesk
from tests.bot.desk.posting import as_read, form, press

SAID = "me and Brogan go to\nthe park. brogan's dog, too"


async def asked(sam: httpx.AsyncClient, address: str, **filled: str) -> httpx.Response:
    """Fills the form with these alone: a browser sends no box that is not ticked."""
    read = form(await sam.get(f"{address}/hide"), "/hide").fields["read"]
    return await sam.post(f"{address}/hide", data={"read": read, **filled})


async def hid(sam: httpx.AsyncClient, address: str, **filled: str) -> httpx.Response:
    page = await asked(sam, address, kind=Kind.PERSON.value, **filled)
    return await press(sam, page, "/hide/keep")


async def test_ticked_words_are_hidden_and_the_answer_still_waits(desk: TestDesk) -> None:
    await desk.wrote(SAID)
    sam = await desk.signed_in(Role.MODERATOR)
    address = await desk.only_waiting()
    page = await asked(sam, address, kind="PERSON", **{"w-2": "1"})
    assert "me and [name] go to" in as_read(page)
    assert await desk.texts(Review.WAITING) == [SAID], "a preview keeps nothing"
    page = await press(sam, page, "/hide/keep")
    assert "Hidden." in as_read(page)
    [item] = await desk.store.reviewing.queue(TRIED)
    assert item.answer.text == "me and [name] go to\nthe park. brogan's dog, too"
    assert item.answer.hidden == (Kind.PERSON,)


async def test_typed_words_are_hidden_wherever_they_stand(desk: TestDesk) -> None:
    await desk.wrote(SAID)
    sam = await desk.signed_in(Role.MODERATOR)
    await hid(sam, await desk.only_waiting(), typed="Brogan")
    assert await desk.texts(Review.WAITING) == ["me and [name] go to\nthe park. [name] dog, too"]


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ({"kind": "PERSON"}, "Tick the words to hide"),
        ({"kind": "PERSON", "typed": "Morgan"}, "do not stand in this answer"),
        ({"w-2": "1"}, "Choose what it is"),
        ({"w-2": "1", "kind": "dog"}, "Choose what it is"),
    ],
)
async def test_what_is_missing_is_said_and_nothing_is_lost(desk: TestDesk, filled: dict[str, str], said: str) -> None:
    await desk.wrote(SAID)
    sam = await desk.signed_in(Role.MODERATOR)
    page = await asked(sam, await desk.only_waiting(), **filled)
    assert page.status_code == 400
    assert said in as_read(page)
    assert f'value="{filled.get("typed", "")}"' in page.text
    assert ('name="w-2" value="1" checked' in page.text) == ("w-2" in filled)


async def test_the_same_in_other_answers_is_offered_and_hidden_at_one_press(desk: TestDesk) -> None:
    for text in ("my friend BROGAN", "brogans are shoes", SAID, "Brogan's room"):
        await desk.wrote(text)
    await desk.wrote("Brogan of another consultation", of="real")
    [item] = [one for one in await desk.store.reviewing.queue(TRIED) if one.answer.text == SAID]
    sam = await desk.signed_in(Role.MODERATOR)
    page = await hid(sam, f"/desk/c/{TRIED}/answers/{item.id.hex()}", typed="brogan")
    assert "The same stands in 2 other answers" in as_read(page)
    await press(sam, page, "/hide/others")
    assert sorted(await desk.texts(Review.WAITING)) == [
        "[name] room",
        "brogans are shoes",
        "me and [name] go to\nthe park. [name] dog, too",
        "my friend [name]",
    ]
    assert await desk.texts(Review.WAITING, "real") == ["Brogan of another consultation"]


@pytest.mark.parametrize(("hours", "back"), [(23, True), (25, False)])
async def test_it_is_brought_back_within_a_day_only(desk: TestDesk, hours: int, back: bool) -> None:
    await desk.wrote(SAID)
    sam = await desk.signed_in(Role.MODERATOR)
    address = await desk.only_waiting()
    await hid(sam, address, typed="Brogan")
    desk.now = desk.now.replace(day=4)
    desk.wait(hours=hours - 24)
    sam = await desk.signed_in(Role.MODERATOR, name="Kim")
    page = await sam.post(f"{address}/hide/undo", follow_redirects=True)
    assert ("Brought back" in as_read(page)) == back
    assert (await desk.texts(Review.WAITING) == [SAID]) == back


async def test_after_a_day_nothing_of_it_is_kept(desk: TestDesk) -> None:
    await desk.wrote(SAID)
    sam = await desk.signed_in(Role.MODERATOR)
    await hid(sam, await desk.only_waiting(), typed="Brogan")
    count = "SELECT count(*) FROM hidden_by_hand"
    desk.wait(hours=23)
    await desk.store.maintenance.forget_old(desk.now)
    assert await desk.store._database.row(count) == (1,)
    desk.wait(hours=2)
    await desk.store.maintenance.forget_old(desk.now)
    assert await desk.store._database.row(count) == (0,)


async def test_what_its_author_changed_meanwhile_is_not_overwritten(desk: TestDesk) -> None:
    response = await desk.wrote(SAID)
    sam = await desk.signed_in(Role.MODERATOR)
    address = await desk.only_waiting()
    await hid(sam, address, typed="Brogan")
    await desk.wrote("another answer", response=response, who=response.hex())
    page = await sam.post(f"{address}/hide/undo", follow_redirects=True)
    assert "Nothing was brought back" in as_read(page)
    assert await desk.texts(Review.WAITING) == ["another answer"]


async def test_what_changed_since_the_preview_is_not_hidden(desk: TestDesk) -> None:
    response = await desk.wrote(SAID)
    sam = await desk.signed_in(Role.MODERATOR)
    page = await asked(sam, await desk.only_waiting(), kind="PERSON", typed="Brogan")
    await desk.wrote("Brogan and more", response=response, who=response.hex())
    assert "nothing was hidden" in as_read(await press(sam, page, "/hide/keep"))
    assert await desk.texts(Review.WAITING) == ["Brogan and more"]


async def test_a_flag_of_the_answer_hides_it_too_and_goes_on_keeping_it_out_of_print(desk: TestDesk) -> None:
    response = await desk.wrote("Brogan hits me", risk=Risk.URGENT)
    await desk.worried("Brogan hits me", response=response, question="HOME", sentences="Brogan hits me")
    sam = await desk.signed_in(Role.MODERATOR)
    address = await desk.only_waiting()
    await hid(sam, address, typed="Brogan")
    assert await desk.store._database.row("SELECT words, sentences FROM flag") == ("[name] hits me",) * 2
    [item] = await desk.store.reviewing.queue(TRIED)
    assert item.kept_out
    await sam.post(f"{address}/hide/undo")
    assert await desk.store._database.row("SELECT words, sentences FROM flag") == ("Brogan hits me",) * 2


async def test_it_is_on_record_without_words(desk: TestDesk, tmp_path: Path) -> None:
    await desk.wrote(SAID)
    sam = await desk.signed_in(Role.MODERATOR)
    address = await desk.only_waiting()
    await hid(sam, address, typed="Brogan")
    await sam.post(f"{address}/hide/undo")
    rows = audited(tmp_path, "answer %")
    assert [row[0] for row in rows] == ["answer has more hidden", "answer shows again what was hidden"]
    assert all(row[1] == "Sam" for row in rows)
    assert "rogan" not in str(rows)
