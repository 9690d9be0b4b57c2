"""The server refuses what Telegram refuses; otherwise the tests over it would prove little."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.bot_api import TOKEN, BotApi, Fault
from tests.bot_api.__main__ import control


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


async def _call(api: BotApi, method: str, token: str = TOKEN, **parameters: Any) -> tuple[int, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{api.url}/bot{token}/{method}", data=parameters) as answer,
    ):
        body = await answer.json()
        return answer.status, body["result"] if body["ok"] else body["description"]


def _keyboard(data: str) -> str:
    return json.dumps({"inline_keyboard": [[{"text": "Go", "callback_data": data}]]})


async def test_a_wrong_token_and_an_unknown_method(api: BotApi) -> None:
    assert (await _call(api, "getMe", token="1:wrong"))[0] == 401
    assert (await _call(api, "setMyNewThing"))[0] == 404
    api.unknown.add("setMyCommands")
    assert (await _call(api, "setMyCommands"))[0] == 404


@pytest.mark.parametrize(
    ("text", "markup", "status"),
    [
        ("x" * 4096, "", 200),
        ("x" * 4097, "", 400),
        ("", "", 400),
        (" \n", "", 400),
        ("x", _keyboard("d" * 64), 200),
        ("x", _keyboard("d" * 65), 400),
        ("x", _keyboard("é" * 33), 400),
        ("x", _keyboard(""), 400),
    ],
)
async def test_texts_and_callback_data_have_their_limits(api: BotApi, text: str, markup: str, status: int) -> None:
    person = api.person()
    assert (await _call(api, "sendMessage", chat_id=person.id, text=text, reply_markup=markup))[0] == status


async def test_an_unmodified_edit_is_refused(api: BotApi) -> None:
    person = api.person()
    _, sent = await _call(api, "sendMessage", chat_id=person.id, text="one", reply_markup=_keyboard("a"))
    edit = {"chat_id": person.id, "message_id": sent["message_id"]}
    status, why = await _call(api, "editMessageText", text="one", reply_markup=_keyboard("a"), **edit)
    assert (status, "not modified" in why) == (400, True)
    status, why = await _call(api, "editMessageReplyMarkup", reply_markup=_keyboard("a"), **edit)
    assert (status, "not modified" in why) == (400, True)
    assert (await _call(api, "editMessageText", text="two", **edit))[0] == 200
    assert (await _call(api, "editMessageText", chat_id=person.id, message_id=999, text="two"))[0] == 400


async def test_a_tap_is_answered_once_only(api: BotApi) -> None:
    query = api.query()
    assert (await _call(api, "answerCallbackQuery", callback_query_id=query))[0] == 200
    assert (await _call(api, "answerCallbackQuery", callback_query_id=query))[0] == 400


async def test_nobody_can_be_written_to_who_has_no_chat_or_has_blocked_the_bot(api: BotApi) -> None:
    assert (await _call(api, "sendMessage", chat_id=77, text="x"))[0] == 400
    person = api.person()
    person.block()
    assert (await _call(api, "sendMessage", chat_id=person.id, text="x"))[0] == 403


async def test_updates_come_again_until_the_offset_passes_them(api: BotApi) -> None:
    person = api.person()
    await person.say("one")
    await person.say("two")
    _, updates = await _call(api, "getUpdates")
    assert len(updates) == 2
    _, updates = await _call(api, "getUpdates", offset=updates[0]["update_id"] + 1)
    assert [update["message"]["text"] for update in updates] == ["two"]
    assert api.unconfirmed == 1


async def test_a_long_poll_ends_when_something_comes(api: BotApi) -> None:
    polling = asyncio.ensure_future(_call(api, "getUpdates", timeout=30))
    await api.until(lambda: api.count("getUpdates") == 1)
    await api.person().say("one")
    assert len((await polling)[1]) == 1


async def test_two_who_poll_conflict(api: BotApi) -> None:
    first = asyncio.ensure_future(_call(api, "getUpdates", timeout=30))
    await api.until(lambda: api.count("getUpdates") == 1)
    second = asyncio.ensure_future(_call(api, "getUpdates", timeout=30))
    assert (await first)[0] == 409
    await api.person().say("one")
    assert (await second)[0] == 200


async def test_answers_can_be_made_to_go_wrong(api: BotApi) -> None:
    person = api.person()
    api.fail("sendMessage", Fault(), Fault.too_many(3), Fault(applied=True))
    statuses = [(await _call(api, "sendMessage", chat_id=person.id, text="x"))[0] for _ in range(4)]
    assert statuses == [500, 429, 500, 200]
    assert len(person.unread()) == 2, "one of them took effect all the same"


async def test_people_can_be_played_over_http() -> None:
    async with BotApi(beside={"/people": control}) as api, aiohttp.ClientSession() as session:
        people = f"{api.url}/people/5"
        async with session.post(f"{people}/say", json={"text": "hello"}) as answer:
            assert answer.status == 200
        _, updates = await _call(api, "getUpdates")
        assert updates[0]["message"]["text"] == "hello"
        await _call(api, "sendMessage", chat_id=5, text="Which?", reply_markup=_keyboard("a"))
        async with session.post(f"{people}/tap", json={"label": "Go"}) as answer:
            assert answer.status == 200
        async with session.post(f"{people}/tap", json={"label": "Stay"}) as answer:
            assert answer.status == 404
        async with session.get(f"{people}/seen") as answer:
            assert await answer.json() == [{"message": 2, "changes": 0, "text": "Which?", "buttons": ["Go"]}]
