"""Changes of a code frame at the desk."""

import pytest

from tests.bot.desk.conftest import TRIED, TestDesk
from tests.bot.desk.posting import as_read, press
from tests.bot.desk.themes.by_hand import HOME, answers, many, moderator, of, tick


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


async def counted(desk: TestDesk, *codes: str) -> int:
    """How many answers state any of these themes."""
    history = (await desk.store.code_frames.all(TRIED))["HOME"]
    stand = [one.standing(history) for one in await answers(desk)]
    return sum(stands is not None and not {*stands.codes}.isdisjoint(codes) for stands in stand)


async def test_whoever_stated_either_of_two_merged_themes_states_the_one_that_stays(desk: TestDesk) -> None:
    await many(desk, "toast", 5)
    await many(desk, "a dog", 23)
    await many(desk, "money", 11)
    await many(desk, "toast and a cat", 3)
    sam = await moderator(desk)
    by_hand, *_ = [one for one in await answers(desk, for_two=False) if one.text.startswith("money")]
    await tick(sam, of(by_hand), "pets")
    gone, stays, either = await counted(desk, "pets"), await counted(desk, "food"), await counted(desk, "pets", "food")
    assert (gone, stays, either) == (27, 8, 32)
    page = await sam.get(f"{HOME}/theme/pets")
    assert "27 answers state Pets, 1 of them because a person said so." in as_read(page)
    assert "Food: 27 + 8, 32 answers with either" in as_read(page)
    await press(sam, page, "/merge", into="food")
    assert await counted(desk, "food") == 32
    await desk.coded()
    assert await counted(desk, "food") == 32
    assert "Food Change Food Meals. 32" in as_read(await sam.get(HOME))


async def test_what_a_renamed_theme_states_stays(desk: TestDesk) -> None:
    await many(desk, "a dog", 4)
    sam = await moderator(desk)
    page = await sam.get(f"{HOME}/theme/pets")
    assert "4 answers state it, 0 of them because a person said so." in as_read(page)
    await press(sam, page, "/theme/pets", name="Animals", definition="Animals.", examples="a dog\nmy cat")
    await desk.coded()
    assert await counted(desk, "pets") == 4


async def test_what_a_split_theme_stated_is_one_of_its_parts_or_both_for_a_person_to_look_at(desk: TestDesk) -> None:
    await many(desk, "a dog", 3)
    await many(desk, "my cat", 3)
    sam = await moderator(desk)
    page = await sam.get(f"{HOME}/theme/pets")
    filled = {"first-name": "Dogs", "first-definition": "Dogs.", "second-name": "Birds", "second-definition": "Birds."}
    await press(sam, page, "/split", **filled, **{"e-0": "first"})
    await desk.coded()
    assert await counted(desk, "dogs", "birds") == 6


@pytest.mark.parametrize("name", ["\u200b", " \u2060", "\u3164"])
async def test_a_theme_whose_name_nobody_can_see_is_refused(desk: TestDesk, name: str) -> None:
    await many(desk, "trips to the sea", 3)
    sam = await moderator(desk)
    page = await press(sam, await sam.get(HOME), "/add", name=name, definition="Trips.", examples="trips")
    assert "A theme needs a name" in page.text
    page = await press(sam, await sam.get(f"{HOME}/theme/pets"), "/theme/pets", name=name, definition="Animals.")
    assert "A theme needs a name" in page.text
