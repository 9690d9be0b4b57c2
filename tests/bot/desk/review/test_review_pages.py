"""Reviewing: the queue, decisions, and taking them back."""

from pathlib import Path

import pytest

from bot.desk.review.review_pages import ON_A_PAGE
from bot.desk.roles import Role
from conversations.asking.left_out import LeaveOutReason
from conversations.hearing.values import Kind, Risk
from conversations.telling.responses import Review
from tests.bot.desk.audit_rows import audited
from tests.bot.desk.conftest import REAL, TestDesk
from tests.bot.desk.posting import form, press

QUEUE = "/desk/c/trying/answers"


async def test_the_queue_shows_what_a_moderator_needs(desk: TestDesk) -> None:
    await desk.wrote(
        "I miss [name] and [name] from [place] <b>so</b>",
        hidden=(Kind.PERSON, Kind.PERSON, Kind.LOCATION),
        sent_again=True,
        risk=Risk.CONCERN,
        quoting=False,
    )
    sam = await desk.signed_in(Role.MODERATOR)
    page = (await sam.get(QUEUE)).text
    assert "What makes a place feel like home?" in page
    assert '<span class="hidden-word">[name]</span>' in page
    assert "&lt;b&gt;so&lt;/b&gt;" in page
    assert "Hidden: 2 names, 1 place" in page
    assert "sent a hidden word again" in page
    assert "Flagged: concern" in page
    assert "Not to be quoted" in page
    assert "Sounds mixed" in page
    assert "1 of 1 waiting" in page


async def test_flagged_answers_come_first_and_urgent_before_concern(desk: TestDesk) -> None:
    await desk.wrote("calm words")
    await desk.wrote("worrying words", risk=Risk.CONCERN)
    await desk.wrote("urgent words", risk=Risk.URGENT)
    sam = await desk.signed_in(Role.MODERATOR)
    seen = []
    page = await sam.get(QUEUE)
    for _ in range(3):
        seen.append(next(words for words in ("calm", "worrying", "urgent") if f"{words} words" in page.text))
        page = await press(sam, page, "/approve")
    assert seen == ["urgent", "worrying", "calm"]


async def test_one_press_approves_and_brings_the_next(desk: TestDesk) -> None:
    await desk.wrote("first words", risk=Risk.URGENT)
    await desk.wrote("next words")
    sam = await desk.signed_in(Role.MODERATOR)
    page = await press(sam, await sam.get(QUEUE), "/approve")
    assert "Approved." in page.text
    assert "next words" in page.text
    assert await desk.texts(Review.APPROVED) == ["first words"]


async def test_an_answer_is_left_out_with_a_reason(desk: TestDesk) -> None:
    await desk.wrote("words that name a school")
    sam = await desk.signed_in(Role.MODERATOR)
    page = await sam.get(QUEUE)
    assert [value for _, value in form(page, "/leave-out").buttons] == list(LeaveOutReason)
    page = await press(sam, page, "/leave-out", reason=LeaveOutReason.SHOWS_WHO)
    assert "Left out." in page.text
    assert "No answer waits." in page.text
    listed = (await sam.get(f"{QUEUE}?view=left-out")).text
    assert "It could show who someone is" in listed
    assert "words that name a school" in listed


async def test_an_answer_is_left_out_with_the_moderators_own_reason(desk: TestDesk) -> None:
    await desk.wrote("words")
    sam = await desk.signed_in(Role.MODERATOR)
    await press(sam, await sam.get(QUEUE), "/leave-out", own="  sent twice\n by one group ", reason="")
    [item] = await desk.store.reviewing.queue("trying", review=Review.REJECTED)
    assert item.reason == "sent twice by one group"


@pytest.mark.parametrize("own", ["", "   ", "x" * 201])
async def test_leaving_out_needs_a_reason(desk: TestDesk, own: str) -> None:
    await desk.wrote("words")
    sam = await desk.signed_in(Role.MODERATOR)
    page = await press(sam, await sam.get(QUEUE), "/leave-out", own=own)
    assert page.status_code == 400
    assert "Say why it is left out" in page.text
    assert await desk.texts(Review.WAITING) == ["words"]


async def test_a_decision_can_be_undone_at_once_and_later(desk: TestDesk) -> None:
    await desk.wrote("words")
    sam = await desk.signed_in(Role.MODERATOR)
    page = await press(sam, await sam.get(QUEUE), "/approve")
    page = await press(sam, page, "/undo")
    assert "Taken back" in page.text
    assert "words" in page.text
    page = await press(sam, page, "/leave-out", reason=LeaveOutReason.OFF_QUESTION)
    page = await press(sam, await sam.get(f"{QUEUE}?view=left-out"), "/undo")
    assert await desk.texts(Review.WAITING) == ["words"]
    page = await sam.post(f"{await desk.only_waiting()}/undo", follow_redirects=True)
    assert "nothing to take back" in page.text


async def test_words_that_changed_since_they_were_read_are_not_decided(desk: TestDesk) -> None:
    response = await desk.wrote("the words that were read")
    sam = await desk.signed_in(Role.MODERATOR)
    page = await sam.get(QUEUE)
    await desk.wrote("other words now", response=response, who=response.hex())
    for ending, filled in (("/approve", {}), ("/leave-out", {"reason": LeaveOutReason.SHOWS_WHO})):
        said = await press(sam, page, ending, **filled)
        assert "changed while you were reading it" in said.text
        assert "other words now" in said.text
        assert await desk.texts(Review.WAITING) == ["other words now"]
    assert "Approved." in (await press(sam, said, "/approve")).text


async def test_an_answer_that_was_taken_back_is_gone_kindly(desk: TestDesk) -> None:
    response = await desk.wrote("words")
    sam = await desk.signed_in(Role.MODERATOR)
    page = await sam.get(QUEUE)
    await desk.withdrew(response)
    said = await press(sam, page, "/approve")
    assert said.status_code == 404
    assert "nothing that you need to do" in said.text


async def test_the_second_of_two_moderators_is_told(desk: TestDesk) -> None:
    await desk.wrote("words")
    sam = await desk.signed_in(Role.MODERATOR)
    kim = await desk.signed_in(Role.MODERATOR, name="Kim")
    page = await kim.get(QUEUE)
    desk.wait(minutes=6)  # and it comes free
    await press(sam, await sam.get(QUEUE), "/approve")
    said = await press(kim, page, "/leave-out", reason=LeaveOutReason.SHOWS_WHO)
    assert "decided already" in said.text
    assert await desk.texts(Review.APPROVED) == ["words"]


async def test_later_moves_on_and_comes_round_again(desk: TestDesk) -> None:
    await desk.wrote("urgent words", risk=Risk.URGENT)
    await desk.wrote("calm words")
    sam = await desk.signed_in(Role.MODERATOR)
    assert f"{QUEUE}?at=1" in (await sam.get(QUEUE)).text
    page = await sam.get(f"{QUEUE}?at=1")
    assert "calm words" in page.text
    assert f"{QUEUE}?at=0" in page.text
    assert "urgent words" in (await press(sam, page, "/approve")).text


@pytest.mark.parametrize("said", ["at=999", "at=-1", "at=x", "view=other", "did=approved&last=%3Cscript%3E", "at=²"])
async def test_an_address_that_makes_no_sense_shows_the_queue(desk: TestDesk, said: str) -> None:
    await desk.wrote("words")
    sam = await desk.signed_in(Role.MODERATOR)
    page = await sam.get(f"{QUEUE}?{said}")
    assert page.status_code == 200
    assert "1 of 1 waiting" in page.text
    assert "<script>" not in page.text


async def test_an_answer_of_another_consultation_is_not_here(desk: TestDesk) -> None:
    await desk.wrote("words", of=REAL)
    sam = await desk.signed_in(Role.MODERATOR)
    address = (await desk.only_waiting(REAL)).replace(REAL, "trying")
    assert (await sam.get(address)).status_code == 404
    assert (await sam.post(f"{address}/approve")).status_code == 404
    assert (await sam.post(f"{address}/undo")).status_code == 404


@pytest.mark.parametrize("answer", ["zz", "00" * 16, "0" * 200])
async def test_an_unknown_answer_is_not_here(desk: TestDesk, answer: str) -> None:
    sam = await desk.signed_in(Role.MODERATOR)
    assert (await sam.get(f"{QUEUE}/{answer}")).status_code == 404


async def test_an_unknown_consultation_is_a_clear_page(desk: TestDesk) -> None:
    sam = await desk.signed_in(*Role)
    for part in ("answers", "flags", "results"):
        page = await sam.get(f"/desk/c/nothing/{part}")
        assert page.status_code == 404
        assert "no such consultation" in page.text


async def test_long_lists_are_cut_into_pages(desk: TestDesk) -> None:
    sam = await desk.signed_in(Role.MODERATOR)
    for number in range(ON_A_PAGE + 2):
        await desk.wrote(f"words {number}")
    page = await sam.get(QUEUE)
    for _ in range(ON_A_PAGE + 2):
        page = await press(sam, page, "/approve")
    first = (await sam.get(f"{QUEUE}?view=approved")).text
    second = (await sam.get(f"{QUEUE}?view=approved&at={ON_A_PAGE}")).text
    assert first.count('class="said"') == ON_A_PAGE
    assert second.count('class="said"') == 2
    assert f"26 to 27 of {ON_A_PAGE + 2}" in second
    assert ">Next<" in first
    assert ">Before<" in second


async def test_empty_views_say_so(desk: TestDesk) -> None:
    sam = await desk.signed_in(Role.MODERATOR)
    assert "Nobody has written anything yet" in (await sam.get(QUEUE)).text
    assert "Nothing is approved yet" in (await sam.get(f"{QUEUE}?view=approved")).text
    assert "Nothing is left out" in (await sam.get(f"{QUEUE}?view=left-out")).text
    await desk.wrote("words")
    assert "has been read" in (await press(sam, await sam.get(QUEUE), "/approve")).text


async def test_the_banner_is_on_every_page_of_a_trial_and_on_no_other(desk: TestDesk) -> None:
    await desk.wrote("words")
    await desk.wrote("words", of=REAL)
    sam = await desk.signed_in(*Role)
    for of in ("trying", REAL):
        for part in ("answers", "answers?view=approved", "answers?view=left-out", "flags", "results"):
            page = await sam.get(f"/desk/c/{of}/{part}")
            assert ('class="trial"' in page.text) is (of == "trying"), part
        assert ('class="trial"' in (await sam.get(await desk.only_waiting(of))).text) is (of == "trying")


async def test_no_words_stand_in_an_address(desk: TestDesk) -> None:
    await desk.wrote("toast")
    sam = await desk.signed_in(Role.MODERATOR)
    page = await press(sam, await sam.get(QUEUE), "/leave-out", own="burnt")
    for seen in (page, *page.history):
        assert "toast" not in str(seen.url)
        assert "burnt" not in str(seen.url)


async def test_decisions_and_sign_ins_leave_rows_without_words(desk: TestDesk, tmp_path: Path) -> None:
    await desk.wrote("a very particular sentence")
    sam = await desk.signed_in(*Role)
    page = await press(sam, await sam.get("/desk/c/trying/answers"), "/approve")
    await press(sam, page, "/undo")
    rows = audited(tmp_path)
    assert [action for action, by, _ in rows if by == "Sam"][-3:] == [
        "signed in",
        "answer approved",
        "decision taken back",
    ]
    assert "particular" not in str(rows)
    assert await desk.texts(Review.WAITING) == ["a very particular sentence"]
