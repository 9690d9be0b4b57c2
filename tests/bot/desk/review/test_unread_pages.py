"""Answers in another language at the desk: no machine has read them, until a person writes what they say."""

from pathlib import Path

import pytest

from bot.desk.roles import Role
from conversations.asking.answer import Answer
from conversations.asking.records import AnswerKept, QuotingSaid, Record, ResponseBegun
from conversations.hearing.text.language_names import NOT_READ
from conversations.hearing.values import Risk
from conversations.telling.responses import Review
from tests.bot.desk.audit_rows import audited
from tests.bot.desk.conftest import TRIED, TestDesk
from tests.bot.desk.posting import as_read, press

QUEUE = "/desk/c/trying/answers"
WRITTEN = "wujek mnie bije jak mama jest w pracy"


async def wrote_in_polish(desk: TestDesk, language: str = "pl") -> None:
    response, day = desk.chance(16), desk.now.date()
    answer = Answer(text=WRITTEN, language=language)
    begun = ResponseBegun(response, 1, "16-17", "web", day)
    records: list[Record] = [begun, AnswerKept(response, "HOME", answer, day), QuotingSaid(response, True)]
    await desk._turn(TRIED, response.hex(), response, records)


async def test_it_comes_right_behind_urgent_and_says_that_no_machine_has_read_it(desk: TestDesk) -> None:
    await desk.wrote("urgent words", risk=Risk.URGENT)
    await desk.wrote("worrying words", risk=Risk.CONCERN)
    await wrote_in_polish(desk)
    sam = await desk.signed_in(Role.MODERATOR)
    page = await press(sam, await sam.get(QUEUE), "/approve")
    assert WRITTEN in page.text
    assert "Another language (Polish?): no machine has read this" in as_read(page)
    assert "Sounds" not in page.text
    assert '/approve"' not in page.text


async def test_what_hearing_failed_on_comes_right_behind_urgent_and_is_never_as_if_all_was_well(desk: TestDesk) -> None:
    await desk.wrote("urgent words", risk=Risk.URGENT)
    await desk.wrote("worrying words", risk=Risk.CONCERN)
    await wrote_in_polish(desk, NOT_READ)
    sam = await desk.signed_in(Role.MODERATOR)
    page = await press(sam, await sam.get(QUEUE), "/approve")
    assert WRITTEN in page.text
    assert "No machine has read this" in as_read(page)
    assert "nothing of them is hidden yet" in as_read(page)
    assert "nother language" not in as_read(page)
    assert '/approve"' not in page.text
    page = await press(sam, page, "/unread-worry", level="urgent", about="")
    [flag] = await desk.store.flags.raised(TRIED)
    assert flag.words.startswith("An answer that no machine could read")


async def test_a_language_that_nobody_can_tell_is_not_guessed(desk: TestDesk) -> None:
    await wrote_in_polish(desk, "und")
    sam = await desk.signed_in(Role.MODERATOR)
    assert "Another language: no machine has read this" in as_read(await sam.get(QUEUE))


async def test_what_a_person_writes_is_screened_and_waits_for_review(desk: TestDesk, tmp_path: Path) -> None:
    await wrote_in_polish(desk)
    sam = await desk.signed_in(Role.MODERATOR)
    page = await press(sam, await sam.get(QUEUE), "/read", redacted="my uncle hits me\r\nwhen my mum is at work")
    assert "It is an answer as any other now" in page.text
    assert WRITTEN not in page.text
    assert await desk.texts(Review.WAITING) == ["my uncle hits me\nwhen my mum is at work"]
    [flag] = await desk.store.flags.raised(TRIED)
    assert flag.kinds == ("abuse",)
    page = await press(sam, page, "/approve")
    assert await desk.texts(Review.APPROVED) == ["my uncle hits me\nwhen my mum is at work"]
    assert ("answer redacted by hand", "Sam") in [row[:2] for row in audited(tmp_path)]


async def test_nothing_written_changes_nothing(desk: TestDesk) -> None:
    await wrote_in_polish(desk)
    sam = await desk.signed_in(Role.MODERATOR)
    page = await press(sam, await sam.get(QUEUE), "/read", redacted="  \r\n ")
    assert page.status_code == 400
    assert await desk.texts(Review.WAITING) == [WRITTEN]


async def test_words_that_changed_meanwhile_are_read_again_first(desk: TestDesk) -> None:
    await wrote_in_polish(desk)
    sam = await desk.signed_in(Role.MODERATOR)
    page = await press(sam, await sam.get(QUEUE), "/read", redacted="my uncle", read="another")
    assert "changed while you were reading it" in page.text
    assert await desk.texts(Review.WAITING) == [WRITTEN]


@pytest.mark.parametrize(
    ("about", "says"),
    [
        ("an uncle hits them", "an uncle hits them"),
        ("", "An answer in another language (Polish?)"),
        (WRITTEN, "An answer"),
    ],
)
async def test_a_worry_says_what_the_moderator_says_and_never_the_words(desk: TestDesk, about: str, says: str) -> None:
    await wrote_in_polish(desk)
    sam = await desk.signed_in(Role.MODERATOR)
    page = await press(sam, await sam.get(QUEUE), "/unread-worry", level="urgent", about=about)
    assert "the safeguarding leads have it" in page.text
    [flag] = await desk.store.flags.raised(TRIED)
    assert flag.words.startswith(says)
    assert flag.level is Risk.URGENT
    assert WRITTEN in page.text  # it still waits for somebody who redacts it
    assert desk.adjusted == 1


async def test_a_worry_needs_a_level(desk: TestDesk) -> None:
    await wrote_in_polish(desk)
    sam = await desk.signed_in(Role.MODERATOR)
    page = await press(sam, await sam.get(QUEUE), "/unread-worry", about="an uncle", level="")
    assert page.status_code == 400
    assert not await desk.store.flags.raised(TRIED)


@pytest.mark.parametrize("role", [Role.SAFEGUARDING_LEAD, Role.PARTICIPATION_WORKER, Role.ADMINISTRATOR])
async def test_only_moderators_read_it(desk: TestDesk, role: Role) -> None:
    await wrote_in_polish(desk)
    sam = await desk.signed_in(role)
    assert (await sam.get(QUEUE)).status_code == 403
