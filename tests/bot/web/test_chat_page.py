"""The pages around the conversation, their headers, and what is shown where something is wrong."""

import re

import httpx
import pytest
from lxml import html
from msgspec.structs import replace

from conversations.asking.locales import line
from conversations.asking.replies import Button, Place
from storage.errors import StoreError
from tests.bot.web.conftest import HERE, app_of, client_of
from tests.bot.web.web_fakes import MANY, Clock, FakeConsultations, FakeTurnTaker, held

FORM = {"id": "0123456789abcdef0123456789abcdef", "tap": "v1:1.o1"}
PAGES = ("/", HERE, f"{HERE}/words", "/privacy", "/finish", "/cleared", "/away", "/c/nothing", "/nowhere")


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_carries_the_headers_that_keep_it_to_itself(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'; ")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize("path", PAGES)
async def test_pages_name_no_other_site_and_have_nothing_in_line(client: httpx.AsyncClient, path: str) -> None:
    text = (await client.get(path)).text
    assert not re.search(r"(?:https?:)?//[a-z]", text)
    assert " style=" not in text
    assert not re.search(r"\son[a-z]+=", text)
    assert "<script>" not in text


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/away"])
async def test_help_and_the_way_out_are_on_every_page(client: httpx.AsyncClient, path: str) -> None:
    text = (await client.get(path)).text
    assert 'href="tel:08001111"' in text
    assert 'href="tel:999"' in text
    assert 'action="/exit"' in text
    assert line("web_exit_does_not") in text


@pytest.mark.parametrize("path", PAGES)
async def test_the_title_does_not_say_what_the_page_is_about(client: httpx.AsyncClient, path: str) -> None:
    (title,) = re.findall("<title>(.*?)</title>", (await client.get(path)).text)
    assert title in {"A few questions", "Weights and measures"}


async def test_the_page_of_quick_exit_has_nothing_of_ours(client: httpx.AsyncClient) -> None:
    text = (await client.get("/away")).text.lower()
    for word in ("chat.js", "question", "help", "answer", "social", "<form", "<a "):
        assert word not in text


async def test_the_only_open_consultation_is_gone_to_at_once(turns: FakeTurnTaker, clock: Clock) -> None:
    store = FakeConsultations(held("homes"), held("old", status="closed"), held("new", status="draft"))
    async with client_of(app_of(turns, clock, store)) as client:
        response = await client.get("/")
        assert (response.status_code, response.headers["location"]) == (303, "/c/homes")


async def test_several_open_consultations_are_listed(client: httpx.AsyncClient) -> None:
    text = (await client.get("/")).text
    assert 'href="/c/homes"' in text
    assert 'href="/c/trying"' in text
    assert "/c/old" not in text
    assert "/c/new" not in text
    assert "Open until 31 May 2026" in text


async def test_what_begins_later_is_not_listed_as_open(turns: FakeTurnTaker, clock: Clock) -> None:
    turns.not_today = {"later", "latest"}
    store = FakeConsultations(held("homes"), held("later"), held("latest"))
    async with client_of(app_of(turns, clock, store)) as client:
        assert (await client.get("/")).headers["location"] == "/c/homes"
    async with client_of(app_of(turns, clock, FakeConsultations(held("later")))) as client:
        assert (await client.get("/")).headers["location"] == "/c/later"
    async with client_of(app_of(turns, clock, FakeConsultations(held("later"), held("latest")))) as client:
        assert line("nothing_open") in (await client.get("/")).text


async def test_where_nothing_is_open_the_page_says_so(turns: FakeTurnTaker, clock: Clock) -> None:
    async with client_of(app_of(turns, clock, FakeConsultations(held("new", status="draft")))) as client:
        response = await client.get("/")
        assert response.status_code == 200
        assert line("nothing_open") in response.text


async def test_a_trial_has_its_banner_on_every_page_of_it(client: httpx.AsyncClient) -> None:
    for path in ("/c/trying", "/c/trying/words"):
        assert '<aside class="trial"' in (await client.get(path)).text
    assert '<aside class="trial"' not in (await client.get(HERE)).text


@pytest.mark.parametrize("path", ["/c/nothing", "/c/new", "/c/new/words", "/nowhere", "/static/chat.0.css"])
async def test_what_is_not_there_gets_a_kind_page(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)
    assert response.status_code == 404
    assert line("web_not_found_do").split(".")[0] in response.text


async def test_posting_where_nothing_can_be_posted_is_no_crash(client: httpx.AsyncClient) -> None:
    assert (await client.post("/privacy", data=FORM)).status_code == 405
    assert (await client.post("/c/new", data=FORM)).status_code == 404


async def test_a_failure_says_where_help_is_and_nothing_else(
    client: httpx.AsyncClient,
    turns: FakeTurnTaker,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    turns.breaks = True
    response = await client.post(HERE, data=FORM)
    assert response.status_code == 500
    assert line("web_broken") in response.text
    assert 'href="tel:08001111"' in response.text
    everything = response.text + caplog.text + "".join(capsys.readouterr())
    assert "Dave" not in everything
    assert "RuntimeError" not in response.text


async def test_a_store_that_fails_is_said_to_be_our_fault(
    client: httpx.AsyncClient, turns: FakeTurnTaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(turns, "first_page", fail)
    response = await client.get(HERE)
    assert response.status_code == 503
    assert line("web_store") in response.text
    assert "disk" not in response.text


async def test_static_files_are_kept_long_under_a_name_that_changes(client: httpx.AsyncClient) -> None:
    text = (await client.get(HERE)).text
    paths = re.findall(r'(?:href|src)="(/static/[^"]+)"', text)
    assert {path.rpartition(".")[2] for path in paths} == {"css", "js", "svg"}
    for path in paths:
        response = await client.get(path)
        assert response.status_code == 200
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert re.search(r"\.[0-9a-f]{16}\.", path)
    css, js = [(await client.get(next(p for p in paths if p.endswith(end)))).text for end in (".css", ".js")]
    assert "url(" not in css
    assert "@import" not in css
    assert "Storage" not in js
    assert "http" not in js


async def test_what_is_typed_for_a_list_brings_its_boxes_along(client: httpx.AsyncClient, turns: FakeTurnTaker) -> None:
    """What is ticked and not sent yet would be gone from the page that comes back."""
    show_all = Button("Show all", "v1:2.list_all", Place.CONTROL)
    turns.says = (replace(MANY, buttons=(*MANY.buttons, show_all), anchor="v1:2.add"),)
    response = await client.post(HERE, data={"id": "0" * 32, "tap": "v1:1.o1"}, headers={"X-Fragment": "1"})
    page = html.fromstring(response.text)
    [boxes] = page.xpath("//form[.//input[@type='checkbox']]")
    sent = [one.get("value") or one.get("name") for one in page.xpath("//*[@form=$name]", name=boxes.get("id"))]
    assert sent == ["text", "v1:2.add", "v1:2.list_all"]
