"""New themes: groups of answers that no theme claims."""

from tests.bot.desk.conftest import TestDesk
from tests.bot.desk.posting import as_read, form, forms
from tests.bot.desk.themes.by_hand import HOME, answers, many, moderator


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
