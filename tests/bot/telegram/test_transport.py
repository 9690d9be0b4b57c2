"""Calls over aiohttp: their answers, and errors that never say where or with what was called."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError, TimedOut

from bot.telegram.transport import AiohttpTransport, SlowDownError, UnreachableError
from tests.bot_api import TOKEN, BotApi, Fault


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest.fixture
async def transport() -> AsyncIterator[AiohttpTransport]:
    transport = AiohttpTransport()
    await transport.initialize()
    yield transport
    await transport.shutdown()


def _bot(api: BotApi, transport: AiohttpTransport) -> Bot:
    return Bot(api.token, base_url=f"{api.url}/bot", request=transport, get_updates_request=transport)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


async def test_the_library_works_over_it(api: BotApi, transport: AiohttpTransport) -> None:
    person = api.person()
    sent = await _bot(api, transport).send_message(person.id, "Hello & <b>you</b>? é 👍")
    assert sent.text == "Hello & <b>you</b>? é 👍"
    assert (await person.next()).text == "Hello & <b>you</b>? é 👍"


async def test_a_raw_call_gives_the_raw_result(api: BotApi, transport: AiohttpTransport) -> None:
    await api.push_raw({"update_id": 5, "anything": [1, 2]})
    result = await transport.call(f"{api.url}/bot{TOKEN}/getUpdates", {"timeout": "0"}, 5)
    assert result == [{"update_id": 5, "anything": [1, 2]}]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(401, "Unauthorized"), InvalidToken),
        (Fault(404, "Not Found"), InvalidToken),
        (Fault(409, "Conflict"), Conflict),
        (Fault.too_many(7), SlowDownError),
        (Fault(500), NetworkError),
        (Fault(502, body=b"<html>"), NetworkError),
        (Fault.garbage(), TelegramError),
        (Fault(200, body=b"[1, 2]"), TelegramError),
        (Fault(200, body=b'{"ok": true}'), TelegramError),
    ],
)
async def test_each_wrong_answer_is_an_error_without_the_token(
    api: BotApi, transport: AiohttpTransport, fault: Fault, error: type[TelegramError]
) -> None:
    api.fail("getUpdates", fault)
    with pytest.raises(error) as raised:
        await transport.call(f"{api.url}/bot{TOKEN}/getUpdates", {}, 5)
    assert TOKEN not in f"{raised.value!r} {raised.value} {raised.value.__cause__!r}"


async def test_a_redirect_takes_neither_token_nor_words_elsewhere(transport: AiohttpTransport) -> None:
    asked = []

    async def lead_away(request: web.Request) -> web.Response:
        asked.append(request.path)
        raise web.HTTPTemporaryRedirect("/elsewhere")

    app = web.Application()
    app.router.add_route("*", "/{anywhere:.*}", lead_away)
    async with TestServer(app) as server:
        with pytest.raises(NetworkError, match="status 307"):
            await transport.call(str(server.make_url(f"/bot{TOKEN}/sendMessage")), {"text": "words"}, 5)
    assert asked == [f"/bot{TOKEN}/sendMessage"]


async def test_too_many_requests_says_how_long_to_wait(api: BotApi, transport: AiohttpTransport) -> None:
    api.fail("sendMessage", Fault.too_many(7), Fault(429, "no parameters"), Fault(429, body=b"not json"))
    waits = []
    for _ in range(3):
        with pytest.raises(SlowDownError) as raised:
            await _bot(api, transport).send_message(1, "x")
        waits.append(raised.value.seconds)
    assert waits == [7, 1, 1]


async def test_a_server_that_is_not_there_is_unreachable_and_the_error_does_not_say_where(
    transport: AiohttpTransport,
) -> None:
    with pytest.raises(UnreachableError) as raised:
        await transport.call(f"http://127.0.0.1:{_free_port()}/bot{TOKEN}/getMe", {}, 5)
    assert str(raised.value) == "ClientConnectorError"
    assert raised.value.__cause__ is None


async def test_an_address_that_is_none_is_unreachable_and_not_said(transport: AiohttpTransport) -> None:
    with pytest.raises(UnreachableError) as raised:
        await transport.call(f"http:///bot{TOKEN}/getMe", {}, 5)
    assert TOKEN not in str(raised.value)


async def test_a_server_that_hangs_is_timed_out(api: BotApi, transport: AiohttpTransport) -> None:
    api.fail("getUpdates", Fault.hang())
    with pytest.raises(TimedOut):
        await transport.call(f"{api.url}/bot{TOKEN}/getUpdates", {}, 0.05)


async def test_nothing_can_be_called_before_the_start_or_after_the_end(api: BotApi) -> None:
    transport = AiohttpTransport()
    for _ in range(2):
        with pytest.raises(UnreachableError):
            await transport.call(f"{api.url}/bot{TOKEN}/getMe", {}, 5)
        await transport.initialize()
        await transport.shutdown()


async def test_cancelling_a_call_cancels_it(api: BotApi, transport: AiohttpTransport) -> None:
    task = asyncio.ensure_future(transport.call(f"{api.url}/bot{TOKEN}/getUpdates", {"timeout": "30"}, 40))
    await api.until(lambda: api.count("getUpdates") == 1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
