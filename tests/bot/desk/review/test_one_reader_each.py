"""An answer is with one moderator at a time, and comes free by itself."""

import asyncio
import re

import httpx
import pytest

from bot.desk.roles import Role
from conversations.telling.responses import Review
from storage.reviewing import Mark
from tests.bot.desk.conftest import TRIED, TestDesk
from tests.bot.desk.posting import as_read, press

QUEUE = f"/desk/c/{TRIED}/answers"


def shown(page: httpx.Response) -> str:
    return str(re.findall("answer number [0-9]+", page.text)[0])


async def test_two_at_one_queue_get_no_answer_twice(desk: TestDesk) -> None:
    for number in range(40):
        await desk.wrote(f"answer number {number}")
    read: list[str] = []

    async def reads(name: str) -> None:
        who = await desk.signed_in(Role.MODERATOR, name=name)
        page = await who.get(QUEUE)
        while "answer number" in page.text:
            read.append(shown(page))
            page = await press(who, page, "/approve")

    await asyncio.gather(reads("Sam"), reads("Kim"))
    assert len(read) == len(set(read)) == 40
    assert await desk.texts(Review.WAITING) == []


async def test_what_another_has_is_shown_but_not_decided_until_it_comes_free(desk: TestDesk) -> None:
    await desk.wrote("the only answer")
    address = await desk.only_waiting()
    sam = await desk.signed_in(Role.MODERATOR)
    kim = await desk.signed_in(Role.MODERATOR, name="Kim")
    page = await sam.get(QUEUE)
    assert "Other moderators have all that waits" in as_read(await kim.get(QUEUE))
    assert "Sam has this answer before them" in as_read(await kim.get(address))
    fields = {"read": page.text.split('name="read" value="')[1].split('"')[0]}
    refused = await kim.post(f"{address}/approve", data=fields, follow_redirects=True)
    assert "nothing was decided" in as_read(refused)
    desk.wait(minutes=4)
    assert (await sam.post(f"{address}/mine")).status_code == 204
    assert (await kim.post(f"{address}/mine")).status_code == 409
    desk.wait(minutes=4)
    assert "Sam has this answer" in as_read(await kim.get(address))
    desk.wait(minutes=6)
    assert "Approved." in as_read(await press(kim, await kim.get(QUEUE), "/approve"))
    assert "decided already" in as_read(await sam.post(f"{address}/approve", data=fields, follow_redirects=True))


@pytest.mark.parametrize("mark", [Mark.COUNTS_ONLY, Mark.SINGLES_OUT])
async def test_a_marked_answer_counts_and_is_never_quoted(desk: TestDesk, mark: Mark) -> None:
    await desk.wrote("words that show somebody")
    address = await desk.only_waiting()
    sam = await desk.signed_in(Role.MODERATOR)
    await press(sam, await sam.get(QUEUE), "/approve")
    page = await press(sam, await sam.get(address), "/mark", mark=mark.value)
    assert "never quoted" in as_read(page)
    [response] = await desk.store.gathering.responses(TRIED)
    assert (response.answers["HOME"].review, response.answers["HOME"].quotable) == (Review.APPROVED, False)
    page = await press(sam, page, "/mark", mark="")
    assert "Taken back" in as_read(page)
    [response] = await desk.store.gathering.responses(TRIED)
    assert response.answers["HOME"].quotable


async def test_a_mark_that_is_none_is_refused(desk: TestDesk) -> None:
    await desk.wrote("words")
    sam = await desk.signed_in(Role.MODERATOR)
    page = await sam.post(f"{await desk.only_waiting()}/mark", data={"mark": "loud"})
    assert page.status_code == 400


@pytest.mark.parametrize(("mark", "age"), [(Mark.NONE, "13-15"), (Mark.SINGLES_OUT, "")])
async def test_a_case_of_somebody_singled_out_has_no_age(desk: TestDesk, mark: Mark, age: str) -> None:
    response = await desk.wrote("he hits me")
    await desk.worried("he hits me", response=response, question="HOME", sentences="he hits me")
    [item] = await desk.store.reviewing.queue(TRIED)
    assert await desk.store.reviewing.mark(item.id, mark, seen="he hits me", by="Sam", at=desk.now)
    found = await desk.store.cases.case(1)
    assert found is not None
    assert found.age_band == age
