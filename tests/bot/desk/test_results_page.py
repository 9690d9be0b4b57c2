"""Results: figures as they may be published, files to take away, and files that are called back."""

from datetime import timedelta
from itertools import count as numbered
from pathlib import Path

import pytest

from bot.desk.roles import Role
from storage.files import MadeFile
from tests.bot.desk.audit_rows import audited
from tests.bot.desk.conftest import REAL, TRIED, TestDesk, consultation
from tests.bot.desk.posting import as_read, forms, press
from tests.bot.desk.themes.by_hand import many
from tests.conversations.telling.formats import a_new_format

LETTER = "TRIAL-trying-letter-2026-05-03.docx"


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
    assert "A lot 30 about half" in page
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


async def test_what_was_never_open_has_no_results_and_no_letter(desk: TestDesk) -> None:
    await desk.store.consultations.add(consultation("later", "Not begun"))
    sam = await desk.signed_in(Role.PARTICIPATION_WORKER)
    page = await sam.get("/desk/c/later/results")
    assert page.status_code == 404
    assert "Not open yet" in page.text
    assert (await sam.post("/desk/c/later/letter", data={"format": "docx"})).status_code == 404


async def test_results_show_themes_and_feelings_without_a_small_number(desk: TestDesk) -> None:
    await many(desk, "a dog", 31)
    await many(desk, "toast is not", 14)
    await many(desk, "money", 3)
    for _ in range(40):
        await desk.ticked("SAY", "a")
    sam = await desk.signed_in(Role.PARTICIPATION_WORKER)
    page = as_read(await sam.get("/desk/c/trying/results"))
    assert "Pets 30 about two thirds" in page
    assert "Food 15 about a third" in page
    assert "Something else c c" in page
    assert "Sounds glad 35 half or more" in page
    assert "How well the written answers were sorted: not measured yet." in page
    assert " 31 " not in page
    assert " 3 " not in page


async def made(desk: TestDesk, *responses: bytes) -> None:
    file = MadeFile(LETTER, "letter", "docx", desk.now.date(), "Ada")
    await desk.store.files.note(TRIED, file, counted=responses, quoted=[(responses[0], "HOME")])


async def test_the_results_page_lists_files_that_hold_what_was_taken_back(desk: TestDesk) -> None:
    first, second = await desk.wrote("my own key"), await desk.wrote("a lock")
    await made(desk, first, second)
    worker = await desk.signed_in(Role.PARTICIPATION_WORKER)
    assert LETTER not in (await worker.get(f"/desk/c/{TRIED}/results")).text
    await desk.withdrew(first)
    shown = (await worker.get(f"/desk/c/{TRIED}/results")).text
    assert LETTER in shown
    assert "made on 3 May 2026, by Ada" in shown
    assert "has words of 1 person" in shown
    assert "ask everyone who has it to delete it" in shown


async def test_the_desk_says_who_a_file_was_made_for(desk: TestDesk) -> None:
    said: list[str] = []

    async def letter(consultation: str, form: str, by: str) -> tuple[str, str, bytes]:
        said.append(by)
        return f"{consultation}.{form}", "text/plain", b""

    desk.files.letter = letter  # type: ignore[method-assign]
    worker = await desk.signed_in(Role.PARTICIPATION_WORKER, name="Ada")
    await worker.post(f"/desk/c/{TRIED}/letter", data={"format": "md"})
    assert said == ["Ada"]


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


async def test_that_everybody_came_through_one_door_does_not_say_that_nobody_came_through_another(
    desk: TestDesk,
) -> None:
    for number in range(12):
        await desk.wrote(f"words {number}")
    worker = await desk.signed_in(Role.PARTICIPATION_WORKER)
    page = (await worker.get(f"/desk/c/{TRIED}/results")).text
    ways = page.split('id="t-door"')[1].split("</section>")[0]
    assert "No number can be shown here without showing a small one" in ways


async def test_two_looks_at_the_results_in_earnest_do_not_show_what_one_who_came_between_them_said(
    desk: TestDesk,
) -> None:
    async def look() -> str:
        worker = await desk.signed_in(Role.PARTICIPATION_WORKER, name=f"Sam {desk.now.day} {next(visits)}")
        page = (await worker.get(f"/desk/c/{REAL}/results")).text
        return page.split("Figures that may be published")[1]

    visits = numbered()
    for place, people in (("a", 31), ("b", 22)):
        for _ in range(people):
            await desk.ticked("SAY", place, of=REAL)
    before = await look()
    assert "About 55 people took part" in before
    assert "as they stood on 3 May 2026" in before
    desk.now += timedelta(days=1)
    for _ in range(9):
        await desk.ticked("SAY", "b", of=REAL)
        assert await look() == before
    await desk.ticked("SAY", "b", of=REAL)
    assert "as they stood on 4 May 2026" in await look()
