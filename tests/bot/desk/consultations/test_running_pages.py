"""A consultation from a copy to its poster to its end, as forms without JavaScript do it."""

from pathlib import Path

import pytest

from bot.desk.roles import Role
from conversations.asking.consultation.file import bundled_file
from tests.bot.desk.audit_rows import audited
from tests.bot.desk.conftest import REAL, TRIED, TestDesk
from tests.bot.desk.posting import as_read, form, press

DAYS = {"opens": "2026-05-03", "closes": "2026-06-30"}


async def test_from_a_copy_to_its_poster_to_its_end(desk: TestDesk, tmp_path: Path) -> None:
    sam = await desk.signed_in(Role.ADMINISTRATOR)
    page = await sam.post("/desk/new/copy", data={"name": "stable_homes"}, follow_redirects=True)
    assert "Kept as version 1" in as_read(page)
    copy = await desk.store.consultations.get("stable_homes_1")
    assert (copy.status, copy.latest.version) == ("draft", 1)
    assert (await sam.get("/desk/c/stable_homes_1/words")).status_code == 200
    big = bundled_file("stable_homes").replace("\n", "\r\n")
    assert "Fine." in as_read(await sam.post("/desk/new", data={"text": big, "do": "check"}))
    page = await sam.get("/desk/new")
    written = bundled_file("advocacy").replace("id: advocacy", "id: mine").replace("version: 2", "version: 1")
    page = await press(sam, page, "/desk/new", text=written, do="check")
    assert "Fine." in as_read(page)
    assert [held.id for held in await desk.store.consultations.all()] == [REAL, "stable_homes_1", TRIED]
    page = await press(sam, page, "/desk/new", text=written, do="keep")
    assert "Kept as version 1" in as_read(page)
    page = await press(sam, page, "/open", **DAYS, how="trial")
    assert "Opened." in as_read(page)
    held = await desk.store.consultations.get("mine")
    assert (held.status, held.trial, str(held.opens), str(held.closes)) == ("open", True, "2026-05-03", "2026-06-30")
    page = await sam.get("/desk/c/mine/share")
    assert "http://desk.test/c/mine" in as_read(page)
    assert "<svg" in page.text
    poster = await press(sam, page, "/poster", organisation="Two Rivers", contact="Ada")
    assert poster.content.startswith(b"%PDF")
    page = await press(sam, await sam.get("/desk/c/mine/running"), "/close", typed="mine")
    assert "mine is closed" in as_read(page)
    assert (await desk.store.consultations.get("mine")).status == "closed"
    rows = [(action, by) for action, by, _ in audited(tmp_path) if by == "Sam"]
    ours = ["consultation added"] * 2 + ["consultation opened", "poster made", "consultation closed"]
    assert [action for action, _ in rows if action in ours] == ours


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({**DAYS, "opens": "soon", "how": "trial"}, "Write both days"),
        (DAYS, "Choose whether"),
        ({"opens": "2026-06-30", "closes": "2026-05-03", "how": "real"}, "give a later last day"),
    ],
)
async def test_what_keeps_it_from_opening_is_said_and_what_was_typed_stays(
    desk: TestDesk, typed: dict[str, str], said: str
) -> None:
    sam = await desk.signed_in(Role.ADMINISTRATOR)
    await sam.post("/desk/new", data={"text": bundled_file("advocacy"), "do": "keep"})
    page = await sam.post("/desk/c/advocacy/open", data=typed)
    assert page.status_code >= 400
    assert said in as_read(page)
    assert form(page, "/open").fields["closes"] == typed["closes"]
    assert (await desk.store.consultations.get("advocacy")).status == "draft"


@pytest.mark.parametrize("typed", ["", "yes", TRIED.upper(), REAL])
async def test_it_stays_open_unless_its_id_is_typed(desk: TestDesk, typed: str) -> None:
    sam = await desk.signed_in(Role.ADMINISTRATOR)
    page = await sam.post(f"/desk/c/{TRIED}/close", data={"typed": typed})
    assert page.status_code == 400
    assert "It stays open" in as_read(page)
    assert "its answers, its receipt words" in as_read(page)
    assert (await desk.store.consultations.get(TRIED)).status == "open"


async def test_a_trial_is_not_made_real_with_its_answers(desk: TestDesk) -> None:
    sam = await desk.signed_in(Role.ADMINISTRATOR)
    page = await sam.post(f"/desk/c/{TRIED}/open", data={**DAYS, "how": "real"}, follow_redirects=True)
    assert "The days are changed" in as_read(page)
    assert (await desk.store.consultations.get(TRIED)).trial


async def test_mistakes_stand_beside_their_lines_as_the_command_says_them(desk: TestDesk) -> None:
    sam = await desk.signed_in(Role.ADMINISTRATOR)
    wrong = bundled_file("advocacy").replace("type: choice", "type: chose", 1)
    page = await sam.post("/desk/new", data={"text": wrong, "do": "keep"})
    line = wrong.split("\n").index("    type: chose") + 1
    assert page.status_code == 400
    assert f'<li value="{line}"><code>    type: chose</code>' in page.text
    assert f"Line {line}:" in as_read(page)
    assert "type: chose" in page.text.split("<textarea")[-1]
    assert "advocacy" not in [held.id for held in await desk.store.consultations.all()]


async def test_the_same_version_with_other_words_is_not_kept(desk: TestDesk) -> None:
    sam = await desk.signed_in(Role.ADMINISTRATOR)
    await sam.post("/desk/new", data={"text": bundled_file("advocacy"), "do": "keep"})
    other = bundled_file("advocacy").replace("title: Someone", "title: Anyone")
    page = await sam.post("/desk/new", data={"text": other, "do": "keep"})
    assert page.status_code == 409
    assert "the next version number" in as_read(page)


async def test_changed_words_are_a_new_version(desk: TestDesk) -> None:
    sam = await desk.signed_in(Role.ADMINISTRATOR)
    page = await sam.get(f"/desk/c/{TRIED}/words")
    new = {"HOME.text": "What makes it home?", "SAY.option.b": "A bit"}
    page = await sam.post(f"/desk/c/{TRIED}/words", data={"version": "1", **new}, follow_redirects=True)
    assert "as version 2" in as_read(page)
    held = await desk.store.consultations.get(TRIED)
    assert held.latest.question("HOME").text == "What makes it home?"
    assert [one.text for one in held.latest.question("SAY").options] == ["A lot", "A bit", "None"]
    assert held.text(1).question("HOME").text == "What makes a place feel like home?"
    assert "What makes it home?" in as_read(await sam.get(f"/desk/c/{TRIED}/preview"))


@pytest.mark.parametrize(
    ("typed", "marked", "said"),
    [
        ({"version": "1", "HOME.text": "  "}, 'id="w-HOME.text"', "Write some words here"),
        ({"version": "1", "SAY.option.a": "x" * 301}, 'id="w-SAY.option.a"', "no more than 300"),
        ({"version": "1", "SAY.option.a": "some"}, "", "is there twice"),
        ({"version": "1"}, "", "No word is changed"),
        ({"version": "0", "HOME.text": "Mine"}, ">Mine<", "Somebody else changed"),
    ],
)
async def test_words_that_cannot_be_kept(desk: TestDesk, typed: dict[str, str], marked: str, said: str) -> None:
    sam = await desk.signed_in(Role.ADMINISTRATOR)
    page = await sam.post(f"/desk/c/{TRIED}/words", data=typed)
    assert page.status_code >= 400
    assert said in as_read(page)
    assert marked in page.text
    assert (await desk.store.consultations.get(TRIED)).latest.version == 1


async def test_a_code_for_a_group_and_its_sheet(desk: TestDesk) -> None:
    sam = await desk.signed_in(Role.ADMINISTRATOR)
    page = await press(sam, await sam.get(f"/desk/c/{TRIED}/running"), "/codes", group="Tuesday club")
    [code] = (await desk.store.consultations.get(TRIED)).group_codes
    assert code in as_read(page)
    sheet = await press(sam, page, "/codes/sheet")
    assert sheet.content.startswith(b"%PDF")
    for made in (f"/desk/c/{REAL}/codes/sheet", f"/desk/c/{TRIED}/share"):
        page = await (sam.post(made, data={"group": "x", "code": code}) if "sheet" in made else sam.get(made))
        assert not page.content.startswith(b"%PDF")
        assert code not in page.text


@pytest.mark.parametrize(("name", "said"), [("", "name of your organisation"), ("x" * 121, "no more than 120")])
async def test_a_poster_says_who_asks(desk: TestDesk, name: str, said: str) -> None:
    sam = await desk.signed_in(Role.PARTICIPATION_WORKER)
    page = await sam.post(f"/desk/c/{REAL}/poster", data={"organisation": name, "contact": "Ada"})
    assert page.status_code == 400
    assert said in as_read(page)
    assert form(page, "/poster").fields["contact"] == "Ada"


@pytest.mark.parametrize("page", ["running", "preview", "share"])
async def test_a_participation_worker_looks_and_changes_nothing(desk: TestDesk, page: str) -> None:
    kim = await desk.signed_in(Role.PARTICIPATION_WORKER)
    seen = await kim.get(f"/desk/c/{REAL}/{page}")
    assert seen.status_code == 200
    assert "/close" not in seen.text
    assert "/words" not in seen.text
