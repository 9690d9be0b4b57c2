"""The chat page's forms: what they hand to the turn, and what comes back."""

import re
from datetime import timedelta

import httpx
import pytest

from bot.web import WEB
from conversations.asking.events import Did
from tests.bot.web.conftest import HERE
from tests.bot.web.web_fakes import HELP, MANY, ONE, WORDS, YOU, Clock, FakeTurnTaker

ID = "0123456789abcdef0123456789abcdef"
OTHER_ID = "fedcba9876543210fedcba9876543210"


def event_ids(page: str) -> set[str]:
    return set(re.findall(r'name="id" value="([0-9a-f]+)"', page))


async def post(client: httpx.AsyncClient, path: str = HERE, **fields: str | list[str]) -> httpx.Response:
    return await client.post(path, data={"id": ID, **fields})


async def test_a_tap_is_handed_to_the_turn_and_then_the_page_is_shown(
    client: httpx.AsyncClient, turns: FakeTurnTaker
) -> None:
    response = await post(client, tap="v1:1.o2")
    assert (response.status_code, response.headers["location"]) == (303, HERE)
    (arrived,) = turns.arrived
    assert (arrived.did, arrived.taps, arrived.text, arrived.door) == (Did.TAP, ("v1:1.o2",), None, WEB)
    assert arrived.id == f"form:{ID}"
    assert arrived.address.startswith("web:")
    page = await client.get(HERE)
    assert "How old are you?" in page.text
    assert '<span class="unseen">You:</span>' in page.text
    assert len(turns.arrived) == 1


async def test_ticked_boxes_come_before_the_button(client: httpx.AsyncClient, turns: FakeTurnTaker) -> None:
    await post(client, tap=["v1:2.o0", "v1:2.o1", "v1:2.done"])
    assert turns.arrived[0].taps == ("v1:2.o0", "v1:2.o1", "v1:2.done")


async def test_words_and_done_are_one_event(client: httpx.AsyncClient, turns: FakeTurnTaker) -> None:
    await post(client, text="  A garden\r\nand a dog ", tap="v1:3.done")
    (arrived,) = turns.arrived
    assert (arrived.did, arrived.text, arrived.taps) == (Did.TEXT, "A garden\nand a dog", ("v1:3.done",))


async def test_every_box_of_the_longest_list_may_be_ticked(client: httpx.AsyncClient, turns: FakeTurnTaker) -> None:
    taps = [*(f"v1:7f3a9c21-12.o{number}" for number in range(200)), "v1:7f3a9c21-12.done"]
    await post(client, tap=taps)
    assert turns.arrived[0].taps == tuple(taps)


async def test_an_empty_box_beside_done_is_a_tap(client: httpx.AsyncClient, turns: FakeTurnTaker) -> None:
    await post(client, text=" \n ", tap="v1:3.done")
    assert turns.did == [Did.TAP]


async def test_the_more_menu_sends_a_command_as_words(client: httpx.AsyncClient, turns: FakeTurnTaker) -> None:
    await post(client, text="/delete")
    assert (turns.arrived[0].did, turns.arrived[0].text) == (Did.TEXT, "/delete")


async def test_a_form_sent_twice_counts_once(client: httpx.AsyncClient, turns: FakeTurnTaker) -> None:
    await post(client, tap="v1:1.o1")
    again = await post(client, tap="v1:1.o1")
    assert again.status_code == 303
    assert len(turns.arrived) == 1


async def test_every_page_has_a_new_event_id_for_all_its_forms(client: httpx.AsyncClient) -> None:
    first, second = [event_ids((await client.get(HERE)).text) for _ in range(2)]
    assert len(first) == len(second) == 1
    assert first != second
    assert all(len(one) == 32 for one in first | second)


async def test_the_script_is_given_only_the_new_part(client: httpx.AsyncClient, turns: FakeTurnTaker) -> None:
    turns.says = (YOU, WORDS)
    response = await client.post(HERE, data={"id": ID, "tap": "v1:1.o1"}, headers={"X-Fragment": "1"})
    assert response.status_code == 200
    assert "<html" not in response.text
    assert 'id="said"' in response.text
    assert "What makes a place feel like home?" in response.text
    assert event_ids(response.text) - {ID}


async def test_a_page_opened_after_a_break_takes_a_look(
    client: httpx.AsyncClient, turns: FakeTurnTaker, clock: Clock
) -> None:
    await post(client, tap="v1:1.o1")
    clock.pass_by(timedelta(minutes=30))
    await client.get(HERE)
    assert turns.did == [Did.TAP]
    clock.pass_by(timedelta(seconds=1))
    turns.says = (ONE,)
    page = await client.get(HERE)
    assert turns.did == [Did.TAP, Did.LOOK]
    assert "You:" not in page.text


async def test_what_is_said_when_a_session_ends_is_shown_at_once(
    client: httpx.AsyncClient, turns: FakeTurnTaker
) -> None:
    turns.ends, turns.says = True, (YOU,)
    response = await post(client, tap="v1:1.o1")
    assert response.status_code == 200
    assert "16 to 17" in response.text
    assert "Finish and clear this device" in response.text


async def test_where_nothing_could_be_kept_help_comes_first_and_the_words_stay(
    client: httpx.AsyncClient, turns: FakeTurnTaker
) -> None:
    turns.fails = True
    response = await post(client, text="I <b>feel</b> bad", tap="v1:3.done")
    assert response.status_code == 503
    assert response.text.index("0800 1111</a>") < response.text.index("We could not keep that.")
    assert "I &lt;b&gt;feel&lt;/b&gt; bad</textarea>" in response.text
    assert f'name="id" value="{ID}"' in response.text
    assert 'name="tap" value="v1:3.done"' in response.text
    turns.fails = False
    await post(client, text="I <b>feel</b> bad", tap="v1:3.done")
    assert len(turns.arrived) == 1


async def test_the_script_hears_that_nothing_was_kept(client: httpx.AsyncClient, turns: FakeTurnTaker) -> None:
    turns.fails = True
    response = await client.post(HERE, data={"id": ID, "tap": "v1:1.o1"}, headers={"X-Fragment": "1"})
    assert response.status_code == 503
    assert 'id="now"' not in response.text
    assert "We could not keep that." in response.text


async def test_six_words_bring_answers_back(client: httpx.AsyncClient, turns: FakeTurnTaker) -> None:
    page = await client.get(f"{HERE}/words")
    assert "Your six words" in page.text
    response = await post(client, f"{HERE}/words", text="one two three four five six")
    assert (response.status_code, response.headers["location"]) == (303, HERE)
    assert (turns.arrived[0].did, turns.arrived[0].text) == (Did.BRING_BACK, "one two three four five six")


@pytest.mark.parametrize(
    "fields",
    [
        {"tap": "v1:1.o1"},
        {"id": "short", "tap": "v1:1.o1"},
        {"id": ID},
        {"id": [ID, OTHER_ID], "tap": "v1:1.o1"},
        {"id": ID, "text": ["one", "two"]},
        {"id": ID, "tap": "v" * 65},
        {"id": ID, "tap": ["v1:1.o1"] * 70},
        {"id": ID, "tap": [f"v1:1.o{number}" for number in range(300)]},
    ],
)
async def test_a_malformed_form_gets_a_kind_page(
    client: httpx.AsyncClient, turns: FakeTurnTaker, fields: dict[str, str | list[str]]
) -> None:
    response = await client.post(HERE, data=fields)
    assert response.status_code == 400
    assert "We could not read that" in response.text
    assert "0800 1111" in response.text
    assert not turns.arrived


async def test_bytes_that_are_no_text_get_a_kind_page(client: httpx.AsyncClient) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for content in (f"id={ID}&text=%ff%fe", b"id=\xff\xfe", b"\0"):
        response = await client.post(HERE, content=content, headers=headers)
        assert response.status_code == 400


async def test_other_kinds_of_body_are_not_read(client: httpx.AsyncClient) -> None:
    assert (await client.post(HERE, json={"id": ID, "tap": "v1:1.o1"})).status_code == 400
    assert (await client.post(HERE, files={"text": b"x"})).status_code == 400


async def test_a_form_that_is_too_large_is_not_read_to_its_end(client: httpx.AsyncClient, turns: FakeTurnTaker) -> None:
    response = await post(client, text="a" * 300_000)
    assert response.status_code == 413
    assert "too long" in response.text
    assert not turns.arrived


async def test_the_longest_answer_fits_in_a_form(client: httpx.AsyncClient, turns: FakeTurnTaker) -> None:
    await post(client, text="\N{SMILING FACE WITH OPEN MOUTH}" * 4096)
    assert len(turns.arrived[0].text or "") == 4096


async def test_boxes_words_and_buttons_are_drawn_as_what_they_expect(
    client: httpx.AsyncClient, turns: FakeTurnTaker
) -> None:
    turns.says = (MANY,)
    await post(client, tap="v1:1.o1")
    page = (await client.get(HERE)).text
    assert '<input type="checkbox" name="tap" value="v1:2.o0">' in page
    assert '<input type="checkbox" name="tap" value="v1:2.o1" checked>' in page
    assert '<button class="main-button" name="tap" value="v1:2.done">' in page
    turns.says = (HELP, WORDS)
    await client.post(HERE, data={"id": OTHER_ID, "tap": "v1:2.done"})
    page = (await client.get(HERE)).text
    assert '<textarea name="text"' in page
    assert 'name="tap" value="v1:3.done"' in page
    assert 'name="tap" value="v1:3.add"' in page
    assert page.index('href="tel:08001111"') < page.index("<textarea")
