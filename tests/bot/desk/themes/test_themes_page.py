"""The first page of themes: what there is to do about each question."""

from tests.bot.desk.conftest import REAL, TestDesk
from tests.bot.desk.posting import as_read
from tests.bot.desk.themes.by_hand import many, moderator


async def test_the_first_page_of_themes_says_what_there_is_to_do(desk: TestDesk) -> None:
    await many(desk, "a dog", 3)
    await desk.wrote("money")
    await desk.coded()
    sam = await moderator(desk)
    page = as_read(await sam.get("/desk/c/trying/themes"))
    assert "What makes a place feel like home? 4 answers Needs a person 1 Not looked at 4" in page
    assert "not measured yet" in page
    assert "No answer to read yet." in page
    assert "Themes" in as_read(await sam.get("/desk/c/trying/answers"))


async def test_answers_of_today_are_not_there_yet_where_it_is_no_trial(desk: TestDesk) -> None:
    await desk.wrote("a dog", of=REAL)
    await desk.coded()
    sam = await moderator(desk)
    page = await sam.get(f"/desk/c/{REAL}/themes")
    assert "Answers of today come tomorrow" in page.text
    assert "No answer to read yet." in page.text
    [one] = await desk.store.codings.coded(REAL)
    assert (await sam.get(f"/desk/c/{REAL}/themes/HOME/code/{one.id.hex()}")).status_code == 404
    desk.wait(days=1)
    await desk.coded()
    assert (await sam.get(f"/desk/c/{REAL}/themes/HOME/code/{one.id.hex()}")).status_code in (200, 303)
