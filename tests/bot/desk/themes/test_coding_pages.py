"""Coding at the desk: answers by hand, code frames, new themes, and what is learned."""

import re

import httpx
import pytest

from bot.desk.roles import Role
from storage.coding import CodedAnswer
from tests.bot.desk.conftest import REAL, TRIED, TestDesk
from tests.bot.desk.posting import form, forms, press
from tests.by_words import Learner

HOME = "/desk/c/trying/themes/HOME"


def as_read(page: httpx.Response) -> str:
    """A page's words."""
    return " ".join(re.sub("<[^>]*>", " ", page.text).split())


async def moderator(desk: TestDesk, name: str = "Sam") -> httpx.AsyncClient:
    return await desk.signed_in(Role.MODERATOR, name=name)


async def answers(desk: TestDesk, *, for_two: bool | None = None) -> list[CodedAnswer]:
    found = await desk.store.codings.coded(TRIED, "HOME")
    return [one for one in found if for_two is None or desk.coding.for_two(one.id) is for_two]


async def many(desk: TestDesk, text: str, count: int) -> None:
    for number in range(count):
        await desk.wrote(f"{text} {number}")
    await desk.coded()


async def tick(client: httpx.AsyncClient, address: str, *codes: str, alone: str = "") -> httpx.Response:
    """Opens an answer's page, clears every box, ticks these and saves."""
    page = await client.get(address)
    found = form(page, address.split("?", maxsplit=1)[0].rsplit("/", 1)[-1])
    fields = {name: value for name, value in found.fields.items() if not name.startswith("t-")}
    fields |= {f"t-{code}": "1" for code in codes} | ({"alone": alone} if alone else {})
    return await client.post(found.action, data=fields, follow_redirects=True)


def of(one: CodedAnswer) -> str:
    return f"{HOME}/code/{one.id.hex()}"


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


async def test_a_theme_is_added_renamed_merged_and_all_of_it_is_history(desk: TestDesk) -> None:
    await many(desk, "trips to the sea", 3)
    sam = await moderator(desk)
    page = await press(
        sam, await sam.get(HOME), "/add", name="Days out", definition="Trips.", examples="trips\nthe beach"
    )
    assert "Added." in page.text
    assert "still to be coded" in page.text or "being coded anew" in page.text
    await desk.coded()
    assert "Days out Change Days out Trips. 3 100%" in as_read(await sam.get(HOME))
    page = await sam.get(f"{HOME}/theme/days_out")
    page = await press(sam, page, "/theme/days_out", name="Outings", definition="Trips.", examples="trips")
    assert "Sam renamed Days out to Outings" in as_read(page)
    page = await press(sam, await sam.get(f"{HOME}/theme/days_out"), "/merge", into="pets")
    assert "Sam merged Outings into Pets" in as_read(page)
    await desk.coded()
    assert "Pets Change Pets Animals. 3 100%" in as_read(await sam.get(HOME))


async def test_a_theme_is_split_with_the_examples_and_answers_that_are_sent_along(desk: TestDesk) -> None:
    await many(desk, "a dog", 20)
    sam = await moderator(desk)
    kept, sent, *_ = await answers(desk, for_two=False)
    for one in (kept, sent):
        await tick(sam, of(one), "pets", "food")
    await desk.coded()
    page = await sam.get(f"{HOME}/theme/pets")
    filled = {"first-name": "Dogs", "first-definition": "Dogs.", "second-name": "Cats", "second-definition": "Cats."}
    filled |= {"e-0": "first", "e-1": "second", f"a-{sent.id.hex()}": "first"}
    page = await press(sam, page, "/split", **filled)
    assert "Sam split Pets into Dogs and Cats" in as_read(page)
    frame = (await desk.store.code_frames.all(TRIED))["HOME"][-1].frame
    assert {theme.code: theme.examples for theme in frame.themes} == {
        "dogs": ("a dog",),
        "cats": ("my cat",),
        "food": ("toast and tea",),
    }
    stands = {one.id: one.standing((await desk.store.code_frames.all(TRIED))["HOME"]) for one in await answers(desk)}
    assert stands[sent.id].codes == ("food", "dogs")  # type: ignore[union-attr]
    assert stands[kept.id].look  # type: ignore[union-attr]
    await desk.coded()
    page = await sam.get(f"{HOME}/code?view=needs")
    assert "1 of 1" in page.text
    assert "A theme of this answer was split" in page.text


async def test_two_who_change_a_frame_at_once_are_told(desk: TestDesk) -> None:
    await many(desk, "a dog", 1)
    sam = await moderator(desk)
    stale = await sam.get(HOME)
    await press(sam, await sam.get(HOME), "/add", name="One", definition="One.")
    page = await press(sam, stale, "/add", name="Two", definition="Two.")
    assert "nothing of yours was kept" in page.text
    assert "Two" not in [theme.name for theme in (await desk.store.code_frames.all(TRIED))["HOME"][-1].frame.themes]


@pytest.mark.parametrize("filled", [{"name": "", "definition": "x"}, {"name": "Pets", "definition": "x"}])
async def test_a_change_that_cannot_be_made_says_why(desk: TestDesk, filled: dict[str, str]) -> None:
    await many(desk, "a dog", 1)
    sam = await moderator(desk)
    page = await press(sam, await sam.get(HOME), "/add", **filled)
    assert page.status_code == 400
    assert "Nothing was changed" in page.text


async def test_a_group_becomes_a_theme_with_what_stays_ticked(desk: TestDesk) -> None:
    await many(desk, "trips", 30)
    sam = await moderator(desk)
    page = await sam.get(f"{HOME}/new")
    assert "trips 30 answers" in as_read(page)
    group = form(page, "/new/name")
    ticked = [name for name in group.fields if name.startswith("m-")]
    assert len(ticked) == 8
    data = {**group.fields, "name": "Days out", "definition": "Trips."}
    del data[ticked[0]]
    page = await sam.post(group.action, data=data, follow_redirects=True)
    assert "Added." in page.text
    coded = [one for one in await answers(desk) if one.first]
    assert {f"m-{one.id.hex()}" for one in coded} == {
        name for name in ticked[1:] if not desk.coding.for_two(bytes.fromhex(name[2:]))
    }
    assert {one.first.codes for one in coded if one.first} == {("days_out",)}
    await desk.coded()
    assert "No group of answers stands out" in (await sam.get(f"{HOME}/new")).text


async def test_a_group_is_put_to_a_theme_split_or_left_alone(desk: TestDesk) -> None:
    await many(desk, "trips", 10)
    await many(desk, "money", 10)
    sam = await moderator(desk)
    page = await sam.get(f"{HOME}/new")
    groups = [one for one in forms(page) if one.action.endswith("/new/name")]
    assert len(groups) == 2
    page = await sam.post(f"{HOME}/new/merge", data={**groups[0].fields, "into": "pets"}, follow_redirects=True)
    assert "Kept." in page.text
    assert {one.first.codes for one in await answers(desk) if one.first} == {("pets",)}
    assert (await sam.post(f"{HOME}/new/merge", data=groups[0].fields)).status_code == 400
    page = await sam.post(f"{HOME}/new/split", data=groups[1].fields, follow_redirects=True)
    assert "do not fall into smaller groups" in page.text
    both = {"all": f"{groups[0].fields['all']} {groups[1].fields['all']}"}
    page = await sam.post(f"{HOME}/new/split", data=both)
    assert "The same answers in smaller groups" in page.text
    assert page.text.count("10 answers") == 2
    page = await sam.post(f"{HOME}/new/leave", data=groups[1].fields, follow_redirects=True)
    assert "Left alone" in page.text
    assert not [one for one in forms(page) if one.fields.get("all") == groups[1].fields["all"]]


async def test_learning_anew_says_what_came_of_it_and_can_be_taken_back(desk: TestDesk) -> None:
    learner = Learner([0.5, 0.7, 0.6])
    desk.learns_with(learner)
    await many(desk, "a dog", 20)
    sam = await moderator(desk)
    one, two, *_ = await answers(desk, for_two=False)
    await tick(sam, of(one), "food")
    page = await press(sam, await sam.get(HOME), "/retrain")
    assert "0.50 before, 0.70 now. It is in use" in as_read(page)
    await desk.coded()
    await tick(sam, of(two), "food")
    page = await press(sam, page, "/retrain")
    assert "0.70 before, 0.60 now. That is less, so the one before stays in use" in as_read(page)
    page = await press(sam, page, "/retrain")
    assert "nothing new to learn" in page.text
    back = next(each for each in forms(page) if each.fields.get("coder") == "1")
    page = await sam.post(back.action, data=back.fields, follow_redirects=True)
    assert "Coder 1 is in use again" in page.text
    page = await sam.post(back.action, data={"coder": "77"}, follow_redirects=True)
    assert "cannot be used any more" in page.text


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


async def test_results_show_themes_and_feelings_without_a_small_number(desk: TestDesk) -> None:
    await many(desk, "a dog", 31)
    await many(desk, "toast is not", 14)
    await many(desk, "money", 3)
    for _ in range(40):
        await desk.ticked("SAY", "a")
    sam = await desk.signed_in(Role.PARTICIPATION_WORKER)
    page = as_read(await sam.get("/desk/c/trying/results"))
    assert "Pets 30 60%" in page
    assert "Food 15 30%" in page
    assert "Something else c c" in page
    assert "Sounds glad 35 70%" in page
    assert "How well the written answers were sorted: not measured yet." in page
    assert " 31 " not in page
    assert " 3 " not in page
