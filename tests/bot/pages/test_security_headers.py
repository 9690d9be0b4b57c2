"""The chat and the desk carry the same headers, but for what only one of them needs."""

import httpx
import pytest

from bot.pages.security_headers import security_headers
from tests.bot.desk.conftest import TestDesk

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


def test_they_differ_only_in_what_a_script_may_ask_for_and_what_a_search_engine_may_show() -> None:
    policy = "Content-Security-Policy"
    assert CHAT.keys() ^ DESK.keys() == {"X-Robots-Tag"}
    assert {name for name in CHAT if CHAT[name] != DESK[name]} == {policy}
    assert set(CHAT[policy].split("; ")) - set(DESK[policy].split("; ")) == {"connect-src 'self'"}
    assert not set(DESK[policy].split("; ")) - set(CHAT[policy].split("; "))
