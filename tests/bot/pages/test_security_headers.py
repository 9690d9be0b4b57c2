"""The chat and the desk carry the same headers, but for what only one of them needs."""

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.health import health_routes
from bot.metrics import Metrics, metrics_routes
from bot.pages.security_headers import security_headers
from bot.web.chat_routes import chat_problems, chat_routes
from tests.bot.desk.conftest import TestDesk
from tests.bot.web.web_fakes import FakeTurnTaker

CHAT, DESK = security_headers(fetches=True), security_headers(unlisted=True)


@pytest.mark.parametrize("path", ["/", "/privacy", "/c/nowhere", "/nowhere", "/static/no.css"])
async def test_every_page_of_the_chat_carries_them(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert {name: headers.get(name) for name in CHAT} == CHAT


@pytest.mark.parametrize("path", ["/desk", "/desk/sign-in", "/desk/nowhere", "/desk/static/no.css"])
async def test_every_page_of_the_desk_carries_them(desk: TestDesk, path: str) -> None:
    async with desk.visitor() as visitor:
        headers = (await visitor.get(path)).headers
    assert {name: headers.get(name) for name in DESK} == DESK


async def test_behind_https_every_page_is_for_https_alone(desk: TestDesk, turns: FakeTurnTaker) -> None:
    """Those of the chat, of the desk and of operators, and those that say what went wrong."""
    desk.secure = True
    chat = Starlette(
        routes=[
            *health_routes(desk.store.maintenance, secure=True),
            *metrics_routes(
                Metrics(), desk.store.maintenance, clock=desk.clock, token=SecretStr(""), public_url="", secure=True
            ),
            *chat_routes(turns, desk.store.consultations, clock=desk.clock, chance=desk.chance, secure=True),
        ],
        exception_handlers=chat_problems(chance=desk.chance, secure=True),
    )
    transport = httpx.ASGITransport(chat)
    async with desk.visitor() as visitor, httpx.AsyncClient(transport=transport, base_url=desk.address) as client:
        pages = [await visitor.get(path) for path in ("/desk", "/desk/sign-in", "/desk/nowhere", "/desk/static/no.css")]
        pages += [
            await client.get(path) for path in ("/", "/privacy", "/c/nowhere", "/nowhere", "/healthz", "/metrics")
        ]
        pages += [await client.post("/finish"), await client.delete("/privacy")]
    for page in pages:
        assert page.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains", page.url


async def test_without_https_no_page_asks_for_it(desk: TestDesk, client: httpx.AsyncClient) -> None:
    async with desk.visitor() as visitor:
        for page in (await visitor.get("/desk/sign-in"), await client.get("/")):
            assert "strict-transport-security" not in page.headers


async def test_to_finish_asks_the_browser_to_drop_what_it_keeps_and_to_leave_does_not_wait_for_that(
    client: httpx.AsyncClient,
) -> None:
    assert (await client.post("/finish")).headers["clear-site-data"] == '"cache", "storage"'
    assert "clear-site-data" not in (await client.post("/exit")).headers


def test_they_differ_only_in_what_a_script_may_ask_for_and_what_a_search_engine_may_show() -> None:
    policy = "Content-Security-Policy"
    assert CHAT.keys() ^ DESK.keys() == {"X-Robots-Tag"}
    assert {name for name in CHAT if CHAT[name] != DESK[name]} == {policy}
    assert set(CHAT[policy].split("; ")) - set(DESK[policy].split("; ")) == {"connect-src 'self'"}
    assert not set(DESK[policy].split("; ")) - set(CHAT[policy].split("; "))
