"""The cookie: what it is, when it is set, and how it goes."""

from datetime import timedelta

import httpx
import pytest

from tests.bot.web.conftest import HERE, app_of, client_of
from tests.bot.web.web_fakes import Clock, FakeConsultations, FakeTurnTaker, held

ID = "0123456789abcdef0123456789abcdef"
OTHER_ID = "fedcba9876543210fedcba9876543210"


async def answer(client: httpx.AsyncClient, identifier: str = ID) -> httpx.Response:
    return await client.post(HERE, data={"id": identifier, "tap": "v1:1.o1"})


@pytest.mark.parametrize("path", ["/", HERE, f"{HERE}/words", "/privacy", "/finish", "/cleared", "/away", "/nowhere"])
async def test_looking_sets_no_cookie_and_begins_no_session(
    client: httpx.AsyncClient, turns: FakeTurnTaker, path: str
) -> None:
    for method in ("GET", "HEAD"):
        assert "set-cookie" not in (await client.request(method, path)).headers
    assert not turns.arrived
    assert not turns.sessions


async def test_the_first_answer_sets_a_cookie_that_no_script_can_read(client: httpx.AsyncClient) -> None:
    cookie = (await answer(client)).headers["set-cookie"]
    name, _, rest = cookie.partition("=")
    value, *flags = rest.split("; ")
    assert name == "place"
    assert len(value) == 43  # 256 bits
    assert set(flags) == {"HttpOnly", "Path=/", "SameSite=lax"}
    assert "set-cookie" not in (await answer(client, OTHER_ID)).headers


async def test_behind_https_the_cookie_is_for_https_only(turns: FakeTurnTaker, clock: Clock) -> None:
    app = app_of(turns, clock, FakeConsultations(held("homes")), secure=True)
    async with client_of(app, "https://earshot.example.org") as client:
        cookie = (await answer(client)).headers["set-cookie"]
        assert cookie.startswith("__Host-place=")
        assert "; Secure" in cookie
        assert "set-cookie" not in (await answer(client, OTHER_ID)).headers


async def test_the_very_first_form_pressed_twice_counts_once(client: httpx.AsyncClient, turns: FakeTurnTaker) -> None:
    first = await answer(client)
    client.cookies.clear()  # the second press left before the first cookie came
    second = await answer(client)
    assert first.headers["set-cookie"] == second.headers["set-cookie"]
    assert len(turns.arrived) == 1


async def test_the_first_form_does_not_open_a_session_again_later(
    client: httpx.AsyncClient, turns: FakeTurnTaker, clock: Clock
) -> None:
    await answer(client)
    client.cookies.clear()
    clock.pass_by(timedelta(minutes=2))
    await answer(client)
    assert len({one.address for one in turns.arrived}) == 2


@pytest.mark.parametrize("way", ["/exit", "/finish"])
async def test_the_ways_out_forget_the_device(client: httpx.AsyncClient, turns: FakeTurnTaker, way: str) -> None:
    await answer(client)
    response = await client.post(way)
    assert response.status_code == 303
    assert "Max-Age=0" in response.headers["set-cookie"]
    assert not client.cookies
    await answer(client)
    assert len({one.address for one in turns.arrived}) == 2, "the form from before brought the session back"


async def test_a_cookie_that_is_not_ours_is_no_address(client: httpx.AsyncClient, turns: FakeTurnTaker) -> None:
    client.cookies.set("place", "web:1; anything", domain="earshot.test")
    response = await answer(client)
    assert "set-cookie" in response.headers
    assert "anything" not in turns.arrived[0].address


async def test_the_address_is_in_no_page(client: httpx.AsyncClient, turns: FakeTurnTaker) -> None:
    await answer(client)
    secret = turns.arrived[0].address.removeprefix("web:")
    for path in ("/", HERE, f"{HERE}/words", "/finish"):
        assert secret not in (await client.get(path)).text
    assert secret not in repr(turns.arrived[0])
