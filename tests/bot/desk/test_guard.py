"""What stands before every page: where forms come from, their size, headers, and errors that give nothing away."""

import json

import pytest
from structlog.testing import capture_logs

from bot.desk.read_mark import read_mark
from bot.desk.roles import Role
from storage.errors import StoreError
from tests.bot.desk.conftest import ADDRESS, PASSWORD, TestDesk


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"sec-fetch-site": "same-origin", "origin": ADDRESS}, False),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, False),
        ({"origin": ADDRESS}, False),
        ({}, False),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": "cross-site", "origin": ADDRESS}, True),
        ({"sec-fetch-site": "same-site"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"origin": "https://elsewhere.example"}, True),
        ({"origin": "http://desk.test.elsewhere.example"}, True),
        ({"origin": "http://desk.test:8081"}, True),
        ({"origin": "null"}, True),
        ({"origin": "not an origin ["}, True),
    ],
)
async def test_forms_are_taken_from_our_own_pages_only(desk: TestDesk, headers: dict[str, str], refused: bool) -> None:
    await desk.wrote("words")
    sam = await desk.signed_in(Role.MODERATOR)
    address = await desk.only_waiting()
    [item] = await desk.store.reviewing.queue("trying")
    page = await sam.post(f"{address}/approve", data={"read": read_mark(item.answer.text)}, headers=headers)
    assert (page.status_code == 403) is refused
    assert (await desk.store.reviewing.queue_length("trying") == 1) is refused


async def test_another_site_cannot_sign_anyone_in_or_out(desk: TestDesk) -> None:
    await desk.account("Kim", Role.MODERATOR)
    elsewhere = {"origin": "https://elsewhere.example"}
    async with desk.visitor() as visitor:
        page = await visitor.post("/desk/sign-in", data={"name": "Kim", "password": PASSWORD}, headers=elsewhere)
        assert page.status_code == 403
        assert "set-cookie" not in page.headers
    sam = await desk.signed_in(Role.MODERATOR)
    assert (await sam.post("/desk/sign-out", headers=elsewhere)).status_code == 403
    assert (await sam.get("/desk")).status_code == 200


async def test_every_page_keeps_to_itself(desk: TestDesk) -> None:
    sam = await desk.signed_in(*Role)
    pages = ["/desk", "/desk/sign-in", "/desk/link/x", "/desk/nowhere", "/desk/c/trying/answers", "/desk/c/no/flags"]
    for path in (*pages, "/desk/static/desk.css", "/desk/static/no.css"):
        headers = (await sam.get(path)).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        if path in pages:
            assert headers["cache-control"] == "no-store"


async def test_pages_ask_for_nothing_from_elsewhere_and_hold_no_inline_code(desk: TestDesk) -> None:
    await desk.wrote("words")
    sam = await desk.signed_in(*Role)
    for path in ("/desk", "/desk/c/trying/answers", "/desk/c/trying/flags", "/desk/c/trying/results"):
        page = (await sam.get(path)).text
        assert "//" not in page.replace("http://www.w3.org", "")
        assert "style=" not in page
        assert "<style" not in page
        assert " onclick" not in page
        assert page.count("<script") == page.count('<script src="/desk/static/') > 0


async def test_a_style_that_changed_has_another_address(desk: TestDesk) -> None:
    async with desk.visitor() as visitor:
        page = (await visitor.get("/desk/sign-in")).text
        address = page.split('rel="stylesheet" href="')[1].split('"')[0]
        kept = await visitor.get(address)
        assert kept.headers["content-type"].startswith("text/css")
        assert "immutable" in kept.headers["cache-control"]
        assert (await visitor.get("/desk/static/desk.css")).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/desk/static/..%2Fdesk.py", "/desk/static/desk_base.html", "/desk/x", "/desk/c/trying"]
)
async def test_other_addresses_are_a_clear_page(desk: TestDesk, path: str) -> None:
    async with desk.visitor() as visitor:
        for method in ("GET", "POST", "PUT", "DELETE", "OPTIONS"):
            page = await visitor.request(method, path)
            assert page.status_code == 404
            assert "There is no such page" in page.text


@pytest.mark.parametrize("body", [b"name=" + b"x" * 20_000, b"&".join(b"a=b" for _ in range(50)), b"\xff\xfe=1"])
async def test_a_form_that_is_too_large_or_no_form_is_refused(desk: TestDesk, body: bytes) -> None:
    async with desk.visitor() as visitor:
        page = await visitor.post("/desk/sign-in", content=body)
        assert page.status_code == 413
        assert "could not be read" in page.text


async def test_a_store_that_fails_is_a_plain_page(desk: TestDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise StoreError("secret detail")

    sam = await desk.signed_in(*Role)
    await desk.wrote("words")
    address = await desk.only_waiting()
    store = desk.store
    for part, methods in (
        (store.reviewing, ("queue", "queue_length", "queued")),
        (store.flags, ("raised",)),
        (store.gathering, ("responses",)),
        (store.consultations, ("get", "all")),
    ):
        for method in methods:
            monkeypatch.setattr(part, method, fails)
    for path in ("/desk", "/desk/c/trying/answers", "/desk/c/trying/flags", "/desk/c/trying/results", address):
        page = await sam.get(path)
        assert page.status_code == 503
        assert "Wait a minute" in page.text
        assert "secret detail" not in page.text
    page = await sam.post(f"{address}/approve")
    assert "may not have been kept" in page.text
    monkeypatch.setattr(desk.store.staff, "signed_in", fails)
    assert (await sam.get("/desk")).status_code == 503


async def test_an_error_of_ours_shows_and_logs_no_words(desk: TestDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise RuntimeError("my foster carer Denise")

    sam = await desk.signed_in(*Role)
    monkeypatch.setattr(desk.store.consultations, "all", fails)
    with capture_logs() as logged:
        page = await sam.get("/desk")
    assert page.status_code == 500
    assert "Something went wrong here" in page.text
    assert logged == [
        {"event": "desk page failed", "page": "home", "reason": "RuntimeError", "log_level": "error"},
    ]
    assert "Denise" not in page.text + json.dumps(logged)
