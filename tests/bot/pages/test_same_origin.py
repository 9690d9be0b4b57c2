"""Posts that another site sends in someone's name are refused."""

import httpx
import pytest
from starlette.requests import Request

from bot.pages.same_origin import from_elsewhere
from tests.bot.desk.conftest import TestDesk
from tests.bot.web.conftest import HERE, HOST, app_of, client_of
from tests.bot.web.web_fakes import Clock, FakeConsultations, FakeTurnTaker, held

FORM = {"id": "0123456789abcdef0123456789abcdef", "tap": "v1:1.o1"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": HOST},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://earshot.test.elsewhere.example"},
        {"Origin": "null"},
        {"Origin": ""},
    ],
)
@pytest.mark.parametrize("path", [HERE, f"{HERE}/words", "/exit", "/finish"])
async def test_a_post_from_elsewhere_is_refused(
    client: httpx.AsyncClient, turns: FakeTurnTaker, headers: dict[str, str], path: str
) -> None:
    response = await client.post(path, data=FORM, headers=headers)
    assert response.status_code == 403
    assert "Go to the start and answer there." in response.text
    assert "set-cookie" not in response.headers
    assert not turns.arrived


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": HOST}, {}],
)
async def test_our_own_posts_are_taken(
    client: httpx.AsyncClient, turns: FakeTurnTaker, headers: dict[str, str]
) -> None:
    assert (await client.post(HERE, data=FORM, headers=headers)).status_code == 303
    assert len(turns.arrived) == 1


async def test_a_proxy_that_changes_the_host_does_not_shut_older_phones_out(turns: FakeTurnTaker, clock: Clock) -> None:
    app = app_of(turns, clock, FakeConsultations(held("homes")), secure=True)
    async with client_of(app, "http://127.0.0.1:8080") as client:
        response = await client.post(HERE, data=FORM, headers={"Origin": "https://earshot.example.org"})
        assert response.status_code == 303


async def test_a_link_from_another_site_may_be_followed(client: httpx.AsyncClient) -> None:
    assert (await client.get(HERE, headers={"Sec-Fetch-Site": "cross-site"})).status_code == 200


PUBLIC = "https://earshot.example.org"


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Origin": PUBLIC}, False),
        ({"Origin": "http://127.0.0.1:8080"}, False),
        ({}, False),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, False),
        ({"Sec-Fetch-Site": "none", "Origin": PUBLIC}, False),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "none", "Origin": "https://elsewhere.example"}, True),
        ({"Sec-Fetch-Site": "none", "Origin": "null"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": PUBLIC}, True),
        ({"Sec-Fetch-Site": "same-site", "Origin": PUBLIC}, True),
        ({"Origin": "https://earshot.example.org.elsewhere.example"}, True),
        ({"Origin": "https://elsewhere.example"}, True),
        ({"Origin": "null"}, True),
        ({"Origin": ""}, True),
        ({"Origin": "http://["}, True),
        ({"Origin": "http://:80"}, True),
    ],
)
async def test_behind_a_proxy_the_chat_and_the_desk_take_the_same_forms(
    turns: FakeTurnTaker, clock: Clock, desk: TestDesk, headers: dict[str, str], refused: bool
) -> None:
    """Both are asked for under the name that a proxy uses, and known to people by PUBLIC_URL."""
    chat = app_of(turns, clock, FakeConsultations(held("homes")), secure=True)
    desk.public_url = PUBLIC
    for app, path, form in ((chat, HERE, FORM), (desk.app, "/desk/sign-out", {})):
        async with client_of(app, "http://127.0.0.1:8080") as client:
            response = await client.post(path, data=form, headers=headers)
        assert (response.status_code == 403) is refused, path


@pytest.mark.parametrize("public", ["https://Earshot.Example.org", "https://earshot.example.org:443", f"{PUBLIC}/here"])
async def test_a_public_url_is_recognised_however_it_is_written(desk: TestDesk, public: str) -> None:
    desk.public_url = public
    async with client_of(desk.app, "http://127.0.0.1:8080") as client:
        assert (await client.post("/desk/sign-out", headers={"Origin": PUBLIC})).status_code == 303
        assert (await client.post("/desk/sign-out", headers={"Origin": f"{PUBLIC}:8443"})).status_code == 403


@pytest.mark.parametrize("origin", [b"", b"null", b"not an address ["])
def test_an_origin_without_a_host_is_not_ours_where_ours_is_not_known_either(origin: bytes) -> None:
    assert from_elsewhere(Request({"type": "http", "headers": [(b"origin", origin)]}), "")
