"""The first page, flags, results, and files to take away."""

import re
import sqlite3
from datetime import date
from pathlib import Path

import httpx
import pytest

from bot.desk.roles import Role
from conversations.hearing.values import Risk
from conversations.telling.responses import Review
from tests.bot.desk.conftest import REAL, TRIED, TestDesk, consultation
from tests.bot.desk.posting import forms, press
from tests.conversations.telling.formats import a_new_format


def audited(tmp_path: Path) -> list[tuple[str, str, str]]:
    """Action, who, detail."""
    with sqlite3.connect(tmp_path / "data" / "earshot.db") as db:
        rows = db.execute("SELECT action, done_by, detail FROM audit ORDER BY id").fetchall()
    db.close()
    return [(str(action), str(by), str(detail)) for action, by, detail in rows]


def as_read(page: httpx.Response) -> str:
    """A page's words."""
    return " ".join(re.sub("<[^>]*>", " ", page.text).split())


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
    assert "Not open yet" in page
    assert "/desk/c/later/" not in page


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


async def test_flags_show_level_kinds_words_and_when(desk: TestDesk) -> None:
    await desk.worried("I feel <low> since [name] left", Risk.CONCERN, ["low_mood"])
    await desk.worried("I want to disappear", Risk.URGENT, ["self_harm", "running_away"])
    sam = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    page = (await sam.get("/desk/c/trying/flags")).text
    assert page.index("I want to disappear") < page.index("I feel &lt;low&gt;")
    assert "self harm, running away" in page
    assert "Urgent" in page
    assert "3 May 2026, 09:30 UTC" in page
    assert "no flag never means safe" in page


async def test_a_closed_flag_keeps_who_closed_it(desk: TestDesk, tmp_path: Path) -> None:
    await desk.worried("I want to disappear")
    sam = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    page = await sam.get("/desk/c/trying/flags")
    closing = next(one for one in forms(page) if one.action.endswith("/close"))
    page = await press(sam, page, "/close", verdict="right")
    assert "No open flags." in page.text
    closed = (await sam.get("/desk/c/trying/flags?view=closed")).text
    assert "I want to disappear" in closed
    assert "closed by Sam" in closed
    assert any(action == "flag closed" and by == "Sam" for action, by, _ in audited(tmp_path))
    again = await sam.post(closing.action, data={"verdict": "right"}, follow_redirects=True)
    assert "closed already" in again.text


async def test_a_flag_is_closed_only_from_its_own_consultation(desk: TestDesk) -> None:
    await desk.worried("I want to disappear")
    [flag] = await desk.store.flags.raised("trying")
    sam = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    await sam.post(f"/desk/c/{REAL}/flags/{flag.id}/close", data={"verdict": "right"})
    assert len(await desk.store.flags.raised("trying")) == 1
    assert (
        await sam.post("/desk/c/trying/flags/999999999999999999999999/close", data={"verdict": "right"})
    ).status_code in (303, 404)


async def test_no_flags_is_said_calmly(desk: TestDesk) -> None:
    sam = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    assert "No open flags." in (await sam.get("/desk/c/trying/flags")).text
    assert "No flag was closed yet." in (await sam.get("/desk/c/trying/flags?view=closed")).text


async def test_results_show_no_small_number(desk: TestDesk) -> None:
    for number in range(7):
        await desk.wrote(f"words {number}")
    sam = await desk.signed_in(Role.PARTICIPATION_WORKER)
    page = (await sam.get("/desk/c/trying/results")).text
    assert "Fewer than 10 people took part" in page
    assert ">7<" not in page


async def test_results_show_rounded_figures_with_their_key(desk: TestDesk) -> None:
    for place, count in (("a", 31), ("b", 22), ("c", 3)):
        for _ in range(count):
            await desk.ticked("SAY", place)
    sam = await desk.signed_in(Role.PARTICIPATION_WORKER)
    page = as_read(await sam.get("/desk/c/trying/results"))
    assert "About 55 people took part" in page
    assert "A lot 30 55%" in page
    assert "Some c c None c c" in page
    assert "Rounded to the nearest 5" in page
    assert " 3 " not in page


async def test_results_say_what_waits_and_what_was_left_out(desk: TestDesk) -> None:
    sam = await desk.signed_in(*Role)
    assert "No answer was left out" in (await sam.get("/desk/c/trying/results")).text
    for number in range(11):
        await desk.wrote(f"words {number}")
    page = await sam.get("/desk/c/trying/answers")
    for _ in range(10):
        page = await press(sam, page, "/leave-out", reason="test_or_copy")
    page = await sam.get("/desk/c/trying/results")
    assert "1 answer still waits" in page.text
    assert "It is a test, or copied" in page.text


@pytest.mark.parametrize("form", ["docx", "html", "md"])
async def test_a_letter_is_taken_away_as_a_file_and_noted(desk: TestDesk, tmp_path: Path, form: str) -> None:
    sam = await desk.signed_in(Role.PARTICIPATION_WORKER)
    page = await press(sam, await sam.get("/desk/c/trying/results"), "/letter", format=form)
    assert page.content == b"a letter"
    assert page.headers["content-disposition"] == f'attachment; filename="TRIAL trying--.{form}"'
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["cache-control"] == "no-store"
    assert audited(tmp_path)[-1] == ("download letter", "Sam", f"trying {form}")


@pytest.mark.parametrize("form", ["csv", "json"])
async def test_data_is_taken_away_as_a_file_and_noted(desk: TestDesk, tmp_path: Path, form: str) -> None:
    sam = await desk.signed_in(Role.PARTICIPATION_WORKER)
    page = await press(sam, await sam.get("/desk/c/trying/results"), "/data", format=form)
    assert page.content == b"[1]"
    assert audited(tmp_path)[-1] == ("download data", "Sam", f"trying {form}")


async def test_every_format_offered_is_one_that_is_made(desk: TestDesk) -> None:
    sam = await desk.signed_in(Role.PARTICIPATION_WORKER)
    page = await sam.get("/desk/c/trying/results")
    offered = [(one.action.rsplit("/", 1)[1], form) for one in forms(page) for name, form in one.buttons if name]
    assert len(offered) == 5
    for what, form in offered:
        assert (await sam.post(f"/desk/c/trying/{what}", data={"format": form})).status_code == 200
    for what, form in (("letter", "csv"), ("data", "docx"), ("letter", ""), ("data", "../x")):
        assert (await sam.post(f"/desk/c/trying/{what}", data={"format": form})).status_code == 400


async def test_a_file_that_cannot_be_made_is_a_plain_page_and_no_row(desk: TestDesk, tmp_path: Path) -> None:
    desk.files.broken = True
    sam = await desk.signed_in(Role.PARTICIPATION_WORKER)
    page = await sam.post("/desk/c/trying/letter", data={"format": "docx"})
    assert page.status_code == 503
    assert not any(action.startswith("download") for action, _, _ in audited(tmp_path))


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


async def test_what_was_never_open_has_no_results_and_no_letter(desk: TestDesk) -> None:
    await desk.store.consultations.add(consultation("later", "Not begun"))
    sam = await desk.signed_in(Role.PARTICIPATION_WORKER)
    page = await sam.get("/desk/c/later/results")
    assert page.status_code == 404
    assert "Not open yet" in page.text
    assert (await sam.post("/desk/c/later/letter", data={"format": "docx"})).status_code == 404


async def test_a_flag_says_what_raised_it(desk: TestDesk) -> None:
    await desk.worried("I want to disappear", raised_by=["phrase:suicide/not_here", "seed:self_harm", "learned:0a1b"])
    await desk.worried("from before that was kept")
    lead = await desk.signed_in(Role.SAFEGUARDING_LEAD)
    page = as_read(await lead.get(f"/desk/c/{TRIED}/flags"))
    assert "Raised by the phrase suicide/not here, likeness to the seeds of self harm, what was learned (0a1b)." in page
    assert page.count("Raised by") == 1


async def test_every_page_says_that_only_rules_are_reading_and_whom_to_tell(desk: TestDesk) -> None:
    sam = await desk.signed_in(*Role)
    assert "Only simple rules" not in (await sam.get("/desk")).text
    desk.trouble = "the encoder has not been built: run make setup"
    for page in ("/desk", f"/desk/c/{TRIED}/answers", f"/desk/c/{TRIED}/results"):
        shown = as_read(await sam.get(page))
        assert "Only simple rules are reading what comes in." in shown
        assert "run make setup" in shown
    assert "make setup" not in (await desk.visitor().get("/desk/sign-in")).text


@pytest.mark.parametrize("ending", ["/letter", "/data"])
async def test_a_format_that_is_added_to_the_registry_is_offered_and_made(
    desk: TestDesk, tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sam = await desk.signed_in(Role.PARTICIPATION_WORKER)
    refused = await press(sam, await sam.get("/desk/c/trying/results"), ending, format=a_new_format.NAME)
    assert refused.status_code == 400
    a_new_format.add(monkeypatch)
    page = await sam.get("/desk/c/trying/results")
    [offered] = [one.buttons for one in forms(page) if one.action.endswith(ending)]
    assert offered[-1] == ("format", a_new_format.NAME)
    assert a_new_format.LABEL in page.text
    assert (await press(sam, page, ending, format=a_new_format.NAME)).status_code == 200
    assert audited(tmp_path)[-1] == (f"download {ending[1:]}", "Sam", f"trying {a_new_format.NAME}")
