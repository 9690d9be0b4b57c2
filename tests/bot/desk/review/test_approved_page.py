"""Participation workers read and search what was approved, and decide nothing about it."""

import pytest

from bot.desk.roles import Role
from storage.reviewing import Verdict
from tests.bot.desk.conftest import TRIED, TestDesk
from tests.bot.desk.posting import as_read, press

APPROVED = f"/desk/c/{TRIED}/approved"


async def approve(desk: TestDesk, *texts: str, question: str = "HOME") -> None:
    for text in texts:
        await desk.wrote(text, question=question)
    for item in await desk.store.reviewing.queue(TRIED, limit=100):
        await desk.store.reviewing.decide(
            item.id, Verdict.APPROVE, reason="", seen=item.answer.text, by="Kim", at=desk.now
        )


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", {"My DOG barks", "a dog and a cat", "school"}),
        ("dog", {"My DOG barks", "a dog and a cat"}),
        ("cat dog", {"a dog and a cat"}),
        ("horse", set()),
    ],
)
async def test_words_are_found_whatever_their_case_and_never_in_the_address(
    desk: TestDesk, words: str, found: set[str]
) -> None:
    everything = {"My DOG barks", "a dog and a cat", "school"}
    await approve(desk, *everything)
    await desk.wrote("a dog that waits")
    worker = await desk.signed_in(Role.PARTICIPATION_WORKER)
    page = await press(worker, await worker.get(APPROVED), "/approved", words=words)
    assert {text for text in everything if text in as_read(page)} == found
    assert "that waits" not in page.text
    assert str(page.url).endswith("/approved")


async def test_one_question_and_page_by_page(desk: TestDesk) -> None:
    await approve(desk, *(f"answer {number}." for number in range(27)))
    await approve(desk, "another question", question="FIRST")
    worker = await desk.signed_in(Role.PARTICIPATION_WORKER)
    page = await press(worker, await worker.get(APPROVED), "/approved", question="FIRST")
    assert "1 to 1 of 1" in as_read(page)
    page = await press(worker, page, "/approved", question="HOME", at="25")
    assert "26 to 27 of 27" in as_read(page)
    page = await press(worker, page, "/approved", question="HOME", at="50")
    assert "1 to 25 of 27" in as_read(page)


async def test_nothing_is_decided_there(desk: TestDesk) -> None:
    await desk.wrote("words")
    address = await desk.only_waiting()
    worker = await desk.signed_in(Role.PARTICIPATION_WORKER)
    assert (await worker.get(address)).status_code == 403
    assert (await worker.post(f"{address}/approve")).status_code == 403
