"""Coding answers by hand, one at a time."""

from tests.bot.desk.conftest import REAL, TRIED, TestDesk
from tests.bot.desk.posting import as_read, form
from tests.bot.desk.themes.by_hand import HOME, answers, many, moderator, of, tick
from tests.by_words import Learner


async def test_the_machines_guess_is_ticked_and_a_person_has_the_last_word(desk: TestDesk) -> None:
    await many(desk, "a dog", 20)
    sam = await moderator(desk)
    [one, *_] = await answers(desk, for_two=False)
    page = await sam.get(of(one))
    assert 'name="t-pets" value="1" checked' in page.text
    assert 'name="t-food" value="1" checked' not in page.text
    assert "90% sure, says the machine" in as_read(page)
    page = await tick(sam, of(one), "food")
    assert "Kept." in page.text
    assert "Coded by Sam" in page.text
    await desk.coded()
    [coded] = [each for each in await answers(desk) if each.first]
    assert coded.first is not None
    assert (coded.first.codes, coded.first.by) == (("food",), "Sam")


async def test_an_answer_that_fits_no_theme_is_coded_with_one_press(desk: TestDesk) -> None:
    await many(desk, "money", 20)
    sam = await moderator(desk)
    page = await sam.get(f"{HOME}/code?view=needs")
    assert "1 of 20" in page.text
    [one, *_] = await answers(desk, for_two=False)
    await tick(sam, of(one), "pets", alone="no_change")
    [coded] = [each for each in await answers(desk) if each.first]
    assert coded.first is not None
    assert coded.first.codes == ("no_change",), "a press for none of them is for none of them"
    assert "1 of 19" in (await sam.get(f"{HOME}/code?view=needs")).text


async def test_nothing_is_kept_where_nothing_is_ticked_or_it_changed(desk: TestDesk) -> None:
    response = await desk.wrote("a dog")
    await desk.coded()
    sam = await moderator(desk)
    [one] = await answers(desk)
    assert (await tick(sam, of(one))).status_code == 400
    page = await sam.get(of(one))
    fields = {**form(page, one.id.hex()).fields, "t-pets": "1"}
    await desk.wrote("a cow", response=response, who=response.hex())
    page = await sam.post(of(one), data=fields, follow_redirects=True)
    assert "This answer is not here any more" in page.text, "it waits to be coded again"
    await desk.coded()
    page = await sam.post(of(one), data=fields, follow_redirects=True)
    assert "nothing was kept" in as_read(page)
    assert not [each for each in await answers(desk) if each.first]


async def test_what_two_people_code_is_shown_to_each_without_what_others_said(desk: TestDesk) -> None:
    desk.learns_with(Learner(), share=50)
    await many(desk, "a dog", 40)
    sam, bo, cy = await moderator(desk), await moderator(desk, "Bo"), await moderator(desk, "Cy")
    [one, *_] = await answers(desk, for_two=True)
    for client, codes in ((sam, ("food",)), (bo, ("pets", "food"))):
        page = await client.get(of(one))
        assert "checked" not in page.text
        assert "sure, says the machine" not in page.text
        assert "Coded by Sam" not in page.text
        await tick(client, of(one), *codes)
        if client is sam:
            listed = (await bo.get(f"{HOME}/code?view=done")).text
            assert "Kept closed until a second person has coded it" in listed
            assert "Food" not in listed.partition("<tbody>")[2]
            assert "1 of 1" in (await bo.get(f"{HOME}/code?view=second")).text
            assert "Nothing waits for a second look from you" in (await sam.get(f"{HOME}/code?view=second")).text
    [coded] = [each for each in await answers(desk) if each.second]
    assert coded.first is not None
    assert coded.second is not None
    assert (coded.first.codes, coded.second.codes) == (("food",), ("pets", "food"))
    assert "It stays as they left it" in (await cy.get(of(one))).text
    posted = await cy.post(of(one), data={"t-pets": "1"}, follow_redirects=True)
    assert "Two people have coded this answer already" in posted.text


async def test_what_is_not_there_is_a_plain_page(desk: TestDesk) -> None:
    await many(desk, "a dog", 1)
    sam = await moderator(desk)
    for path, status in (
        ("/desk/c/trying/themes/NOWHERE", 404),
        ("/desk/c/trying/themes/SAY", 404),
        ("/desk/c/nowhere/themes", 404),
        (f"{HOME}/code/zz", 404),
        (f"{HOME}/code/{'00' * 16}", 404),
        (f"{HOME}/theme/gone", 400),
        (f"{HOME}/code?view=zz&at=x", 200),
    ):
        assert (await sam.get(path)).status_code == status, path


async def test_an_answer_of_another_question_or_consultation_is_not_reached(desk: TestDesk) -> None:
    await desk.wrote("a dog", of=REAL)
    await desk.wrote("a dog", question="FIRST")
    desk.wait(days=1)
    await desk.coded()
    sam = await moderator(desk)
    for one in (*(await desk.store.codings.coded(REAL)), *(await desk.store.codings.coded(TRIED, "FIRST"))):
        assert (await sam.get(of(one))).status_code == 404
        assert (await sam.post(of(one), data={"t-pets": "1"})).status_code == 404
        assert one.first is None
