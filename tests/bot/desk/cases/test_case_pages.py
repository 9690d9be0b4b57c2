"""A case at the desk: what a lead sees of it, and what they can do with it."""

import asyncio
from pathlib import Path

import httpx
import pytest

from bot.desk.roles import Role
from conversations.hearing.values import TOGETHER, Risk
from storage.worries.cases import CaseFilter, CaseState
from storage.worries.flags import FlagVerdict
from tests.bot.desk.audit_rows import audited
from tests.bot.desk.cases.conftest import SAID, WORDS, Worry, worried_about
from tests.bot.desk.conftest import REAL, TRIED, TestDesk
from tests.bot.desk.posting import as_read, form, press

CASE = "/desk/cases/1"


async def lead(desk: TestDesk, name: str = "Lee") -> httpx.AsyncClient:
    return await desk.signed_in(Role.SAFEGUARDING_LEAD, name=name)


async def stands(desk: TestDesk, case: int = 1) -> tuple[CaseState, str, Risk]:
    found = await desk.store.cases.case(case)
    assert found is not None
    return found.standing.state, found.standing.owner, found.standing.level


async def test_a_case_shows_the_whole_answer_marked_with_its_question_age_and_what_raised_it(
    desk: TestDesk, worry: Worry
) -> None:
    page = await (await lead(desk)).get(CASE)
    assert f"My carers <mark>{WORDS}</mark> when he is drunk. Then I go to my room." in page.text
    assert "I like it here." in page.text
    words = as_read(page)
    assert "What makes a place feel like home?" in words
    assert "Age 13-15" in words
    assert "Raised by: words, learned." in words
    assert "0a1b2c3d4e5f" not in page.text
    assert "Abuse" in words


async def test_flags_of_one_person_are_one_case_that_shows_each_answer(desk: TestDesk, worry: Worry) -> None:
    await worry.more("There is no food in the house.", "no food")
    await worried_about(desk, "someone else is hit")
    page = await (await lead(desk)).get(CASE)
    assert f"<mark>{WORDS}</mark>" in page.text
    assert "There is <mark>no food</mark> in the house." in page.text
    assert "What should change first?" in as_read(page)
    assert "someone else" not in page.text
    assert await desk.store.cases.count(CaseFilter()) == 2


async def test_other_answers_of_the_same_person_are_there_and_folded(desk: TestDesk, worry: Worry) -> None:
    await desk.wrote("More buses please.", question="FIRST", response=worry.response)
    page = await (await lead(desk)).get(CASE)
    assert "One more answer by the same person" in as_read(page)
    assert page.text.index("<details") < page.text.index("More buses please.")


async def test_answers_that_were_read_together_are_all_shown(desk: TestDesk) -> None:
    response = await desk.wrote("my boyfriend is great")
    await desk.wrote("hes 28", question="FIRST", response=response, risk=Risk.URGENT)
    raised_by = ("phrase:exploitation/older_partner", TOGETHER)
    await desk.worried("hes 28", Risk.URGENT, ["exploitation"], raised_by, response=response, question="FIRST")
    page = await (await lead(desk)).get(CASE)
    assert "Raised by: words, answers read together." in as_read(page)
    assert '<details class="others" open>' in page.text
    assert "my boyfriend is great" in page.text


async def test_what_was_taken_back_leaves_the_question_and_the_sentences(desk: TestDesk, worry: Worry) -> None:
    await desk.withdrew(worry.response)
    page = await (await lead(desk)).get(CASE)
    assert "What makes a place feel like home?" in as_read(page)
    assert f"My carers <mark>{WORDS}</mark> when he is drunk." in page.text
    assert "Then I go to my room" not in page.text
    assert "Age" not in as_read(page)
    assert "taken back since" in as_read(page)


async def test_after_the_consultation_closed_its_words_find_the_answer(desk: TestDesk) -> None:
    await worried_about(desk, of=REAL)
    await desk.wrote("A dog.", of=REAL)
    await desk.store.consultations.close(REAL, by="test", at=desk.now)
    page = await (await lead(desk)).get(CASE)
    assert "Then I go to my room." in page.text
    assert "A dog." not in page.text
    assert "in the hour from" in as_read(page)
    [row] = await desk.store._database.rows("SELECT link, sealed FROM flag_case")
    assert row == (None, None)


async def test_after_the_consultation_closed_all_that_one_person_said_tells_their_answer_from_others(
    desk: TestDesk,
) -> None:
    await worried_about(desk, "He hits me. The home is far away.", of=REAL)
    worry = await worried_about(desk, "He hits me. I want to die. I live at the sea.", of=REAL)
    for words in ("hits me", "want to die"):
        await desk.worried(
            words,
            Risk.URGENT,
            ["abuse"],
            response=worry.response,
            question="HOME",
            sentences="He hits me." if words == "hits me" else "I want to die.",
            of=REAL,
        )
    await desk.store.consultations.close(REAL, by="test", at=desk.now)
    page = await (await lead(desk)).get("/desk/cases/2")
    assert "I live at the sea" in page.text
    assert "The home is far away" not in page.text


async def test_what_was_closed_of_a_closed_consultation_came_on_a_day(desk: TestDesk) -> None:
    await worried_about(desk, of=REAL)
    lee = await lead(desk)
    await press(lee, await lee.get(CASE), "/close", outcome="false_alarm")
    await desk.store.consultations.close(REAL, by="test", at=desk.now)
    words = as_read(await lee.get(CASE))
    assert "Came 3 May 2026" in words
    assert "00:00" not in words


async def test_the_first_look_opens_it_and_each_person_leaves_one_row_a_day(
    desk: TestDesk, worry: Worry, tmp_path: Path
) -> None:
    lee = await lead(desk)
    for _ in range(2):
        assert as_read(await lee.get(CASE)).count("Opened, Lee") == 1
    await (await lead(desk, "Mia")).get(CASE)
    assert await stands(desk) == (CaseState.OPENED, "", Risk.URGENT)
    assert audited(tmp_path, "flag case%") == [
        ("flag case looked at", "Lee", "1"),
        ("flag case looked at", "Mia", "1"),
    ]


async def test_a_whole_case_from_waiting_to_its_outcome(desk: TestDesk, worry: Worry, tmp_path: Path) -> None:
    lee = await lead(desk)
    await lead(desk, "Mia")
    page = await press(lee, await lee.get(CASE), "/take")
    assert "It is in your hands." in as_read(page)
    assert await stands(desk) == (CaseState.IN_HAND, "Lee", Risk.URGENT)
    page = await press(lee, page, "/note", words="Rang the duty team.", next="Ring again at four.")
    assert "Rang the duty team." in page.text
    assert "Ring again at four." in page.text
    assert "Next: Ring again at four." in as_read(await lee.get("/desk/cases"))
    page = await press(lee, page, "/level", level="concern")
    assert await stands(desk) == (CaseState.IN_HAND, "Lee", Risk.CONCERN)
    page = await press(lee, page, "/hand-over", to="Mia", words="They know it already.")
    assert await stands(desk) == (CaseState.IN_HAND, "Mia", Risk.CONCERN)
    page = await press(lee, page, "/close", outcome="acted_on", words="The home was visited.")
    assert await stands(desk) == (CaseState.CLOSED, "Mia", Risk.CONCERN)
    assert "Closed: Acted on, Lee" in as_read(page)
    assert "The home was visited." in page.text
    [flag] = await desk.store.flags.raised(TRIED, closed=True)
    assert (flag.verdict, flag.closed_by) == (FlagVerdict.RIGHT, "Lee")
    assert desk.adjusted == 1
    assert [action for action, by, detail in audited(tmp_path, "flag case%")][1:] == [
        "flag case taken",
        "flag case noted",
        "flag case level",
        "flag case handed over",
        "flag case closed",
    ]
    assert not [row for row in audited(tmp_path) if "visited" in row[2] or "duty" in row[2]]
    times = await desk.store._database.rows("SELECT at FROM case_move UNION SELECT since FROM flag_case")
    assert {len(at) for (at,) in times} == {len("2026-05-03T09")}


@pytest.mark.parametrize(
    ("outcome", "verdict"), [("no_action", FlagVerdict.RIGHT), ("false_alarm", FlagVerdict.FALSE_ALARM)]
)
async def test_an_outcome_says_of_every_flag_whether_it_was_a_worry(
    desk: TestDesk, worry: Worry, outcome: str, verdict: FlagVerdict
) -> None:
    await worry.more("There is no food.", "no food")
    lee = await lead(desk)
    await press(lee, await lee.get(CASE), "/close", outcome=outcome, words="Looked into.")
    assert [flag.verdict for flag in await desk.store.flags.raised(TRIED, closed=True)] == [verdict] * 2


async def test_closing_is_undone_and_what_was_closed_is_opened_again(desk: TestDesk, worry: Worry) -> None:
    lee = await lead(desk)
    page = await press(lee, await lee.get(CASE), "/take")
    page = await press(lee, page, "/close", outcome="false_alarm")
    page = await press(lee, page, "/undo")
    assert await stands(desk) == (CaseState.IN_HAND, "Lee", Risk.URGENT)
    [flag] = await desk.store.flags.raised(TRIED)
    assert (flag.verdict, flag.closed_by) == (None, "")
    assert desk.adjusted == 2
    page = await press(lee, page, "/undo")
    assert (await stands(desk))[:2] == (CaseState.OPENED, "")
    assert "/undo" not in page.text


async def test_a_closed_case_is_opened_again(desk: TestDesk, worry: Worry) -> None:
    lee = await lead(desk)
    page = await press(lee, await lee.get(CASE), "/close", outcome="false_alarm")
    await press(lee, page, "/reopen")
    assert await stands(desk) == (CaseState.IN_HAND, "Lee", Risk.URGENT)
    assert len(await desk.store.flags.raised(TRIED)) == 1


@pytest.mark.parametrize(
    ("way", "sent", "said"),
    [
        ("/close", {"words": "my words", "closing": "1", "outcome": ""}, "Choose an outcome. It is still open."),
        ("/close", {"words": "my words", "closing": "1", "outcome": "worry"}, "Choose an outcome."),
        ("/close", {"words": " ", "closing": "1", "outcome": "acted_on"}, "Say what was done. It is still open."),
        ("/close", {"words": "", "closing": "1", "outcome": "no_action"}, "Say why nothing had to be done."),
        ("/note", {"words": " ", "next": ""}, "Write a note, a next step, or both."),
        ("/note", {"words": "x" * 2001, "next": ""}, "Shorten it to 2000 characters."),
        ("/hand-over", {"to": "Nobody", "words": "my words"}, "Choose who it goes to."),
        ("/level", {"level": "7"}, "Choose one of the levels."),
    ],
)
async def test_what_cannot_be_done_says_why_and_keeps_what_was_typed(
    desk: TestDesk, worry: Worry, way: str, sent: dict[str, str], said: str
) -> None:
    lee = await lead(desk)
    page = await press(lee, await lee.get(CASE), way, **sent)
    assert page.status_code == 400
    assert said in as_read(page)
    if sent.get("words", "").strip():
        assert f">{sent['words']}</textarea>" in page.text
    assert await stands(desk) == (CaseState.OPENED, "", Risk.URGENT)


async def test_who_was_slower_changes_nothing_and_loses_nothing(desk: TestDesk, worry: Worry) -> None:
    lee, mia = await lead(desk), await lead(desk, "Mia")
    seen = await lee.get(CASE)
    await press(mia, await mia.get(CASE), "/take")
    page = await press(lee, seen, "/note", words="I rang them.", next="")
    assert page.status_code == 409
    assert "somebody else changed this case" in as_read(page)
    assert ">I rang them.</textarea>" in page.text
    assert await stands(desk) == (CaseState.IN_HAND, "Mia", Risk.URGENT)
    page = await press(lee, page, "/note", words="I rang them.", next="")
    assert "The note is kept." in as_read(page)


async def test_what_is_typed_is_kept_with_taking_it_in_hand(desk: TestDesk, worry: Worry) -> None:
    lee = await lead(desk)
    page = await press(lee, await lee.get(CASE), "/take", words="Rang the duty team.", next="Ring again at four.")
    assert await stands(desk) == (CaseState.IN_HAND, "Lee", Risk.URGENT)
    assert "Taken in hand, Lee Rang the duty team. Next: Ring again at four." in as_read(page)
    assert "Rang the duty team.</textarea>" not in page.text


@pytest.mark.parametrize(
    ("way", "sent"),
    [("/take", {}), ("/hand-over", {"to": "Lee", "words": "Ring them."}), ("/level", {"level": "low"})],
)
async def test_of_two_who_press_at_once_one_is_told(
    desk: TestDesk, worry: Worry, way: str, sent: dict[str, str]
) -> None:
    lee, mia = await lead(desk), await lead(desk, "Mia")
    seen = await lee.get(CASE)
    pressed = await asyncio.gather(press(lee, seen, way, **sent), press(mia, seen, way, **sent))
    assert sorted(page.status_code for page in pressed) == [200, 409]


async def test_undoing_does_not_undo_what_the_same_person_said_since(desk: TestDesk) -> None:
    worry = await worried_about(desk, level=Risk.CONCERN)
    lee = await lead(desk)
    await press(lee, await lee.get(CASE), "/take")
    await worry.more("I want to die.", "want to die", level=Risk.URGENT)
    await press(lee, await lee.get(CASE), "/undo")
    assert await stands(desk) == (CaseState.OPENED, "", Risk.URGENT)
    [listed] = await desk.store.cases.listed(CaseFilter())
    assert listed.level is Risk.URGENT


async def test_undoing_a_reopening_closes_nothing_that_came_since(desk: TestDesk, worry: Worry) -> None:
    lee = await lead(desk)
    page = await press(lee, await lee.get(CASE), "/close", outcome="false_alarm")
    await press(lee, page, "/reopen")
    await worry.more("I want to die.", "want to die", level=Risk.URGENT)
    page = await press(lee, await lee.get(CASE), "/undo")
    assert (await stands(desk))[0] is CaseState.OPENED
    assert len(await desk.store.flags.raised(TRIED)) == 2


async def test_notes_are_redacted_before_they_are_kept(desk: TestDesk, worry: Worry, tmp_path: Path) -> None:
    lee = await lead(desk)
    page = await press(lee, await lee.get(CASE), "/note", words="Ring 07700 900123 at once.", next="a@b.example")
    assert "07700 900123" not in page.text
    assert "[contact]" in as_read(page)
    assert "2 things were hidden" in as_read(page)
    for file in (tmp_path / "data").iterdir():
        assert b"900123" not in file.read_bytes()


async def test_more_that_was_said_since_is_shown_and_its_clock_begins(desk: TestDesk, worry: Worry) -> None:
    lee = await lead(desk)
    await press(lee, await lee.get(CASE), "/take")
    desk.wait(hours=2)
    await worry.more("There is no food.", "no food")
    [listed] = await desk.store.cases.listed(CaseFilter())
    assert (listed.state, listed.fresh, listed.flags) == (CaseState.IN_HAND, True, 2)
    assert "More was said since" in as_read(await lee.get("/desk/cases"))
    [listed] = await desk.store.cases.listed(CaseFilter())
    assert listed.since == desk.now
    await lee.get(CASE)
    [listed] = await desk.store.cases.listed(CaseFilter())
    assert not listed.fresh


@pytest.mark.parametrize("case", ["2", "99999999999999999999999999"])
async def test_no_such_case_is_said(desk: TestDesk, worry: Worry, case: str) -> None:
    page = await (await lead(desk)).get(f"/desk/cases/{case}")
    assert page.status_code == 404
    assert "There is no such worry here" in as_read(page)


async def test_a_case_goes_with_its_flags(desk: TestDesk, worry: Worry) -> None:
    lee = await lead(desk)
    await press(lee, await lee.get(CASE), "/close", outcome="false_alarm")
    desk.wait(days=800)
    await desk.store.maintenance.forget_old(desk.now)
    assert await desk.store._database.rows("SELECT id FROM flag_case UNION SELECT id FROM case_move") == []


async def test_a_flag_that_a_moderator_raises_goes_to_the_case_of_its_answer(desk: TestDesk, worry: Worry) -> None:
    moderator = await desk.signed_in(Role.MODERATOR, name="Mo")
    address = await desk.only_waiting()
    await press(moderator, await moderator.get(address), "/worry", level="urgent")
    page = await (await lead(desk)).get(CASE)
    assert "Raised by: Mo, by hand." in as_read(page)
    assert f"<mark>{SAID.splitlines()[0]}" in page.text
    assert await desk.store.cases.count(CaseFilter()) == 1


async def test_the_last_flag_that_is_closed_by_itself_closes_its_case(desk: TestDesk, worry: Worry) -> None:
    await worry.more("There is no food.", "no food")
    lee = await lead(desk)
    flags = await desk.store.flags.raised(TRIED)
    for flag, state in zip(flags, (CaseState.WAITING, CaseState.CLOSED), strict=True):
        await desk.store.flags.close(flag.id, FlagVerdict.RIGHT, by="Lee", at=desk.now)
        assert (await stands(desk))[0] is state
    assert "It was a worry" in as_read(await lee.get(CASE))


async def test_the_database_alone_says_not_whose_answer_a_case_is_about(desk: TestDesk, worry: Worry) -> None:
    rows = await desk.store._database.rows("SELECT link, sealed FROM flag_case")
    assert rows[0][0] is not None
    assert worry.response not in rows[0][0] + rows[0][1]
    assert form(await (await lead(desk)).get(CASE), "/take").fields == {"seen": "1"}
