"""Hebrew and Arabic run from right to left wherever they stand: in what people say, and in a consultation."""

import dataclasses
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from conversations.asking.replies import Beside, Button, Place, Reply, Says
from tests.bot.web.conftest import HERE, app_of, client_of
from tests.bot.web.web_fakes import MANY, ONE, WORDS, YOU, Clock, FakeConsultations, FakeTurnTaker, held

FORM = {"id": "0123456789abcdef0123456789abcdef", "tap": "v1:1.o1"}
HEBREW = "מה דעתך"
EMPTY = {"input", "meta", "link", "br", "img", "progress"}


class Directions(HTMLParser):
    """Where Hebrew stands: whether an element around it, nearer than the page, has a direction of its own. `boxes`: of
    the boxes to write in."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._open: list[str | None] = []
        self.found: list[bool] = []
        self.boxes: list[str | None] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "textarea" or (tag == "input" and given.get("class") == "words"):
            self.boxes.append(given.get("dir"))
        if tag not in EMPTY:
            self._open.append(given.get("dir"))

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if HEBREW in data:
            self.found.append("auto" in self._open)


def in_hebrew(reply: Reply) -> Reply:
    buttons = tuple(
        replace(button, label=HEBREW) if button.place is Place.OPTION else button for button in reply.buttons
    )
    return replace(reply, text=HEBREW, hint=HEBREW, buttons=buttons)


@pytest.mark.parametrize("asked", [ONE, MANY, replace(WORDS, buttons=(Button("x", "v1:3.o0"), *WORDS.buttons))])
async def test_all_that_is_said_and_asked_runs_as_its_words_do(asked: Reply) -> None:
    clock = Clock()
    told = (replace(YOU, text=HEBREW), Reply(Says.LINE, HEBREW), in_hebrew(asked))
    text = held("homes").latest.model_copy(update={"title": HEBREW, "about": HEBREW})
    store = FakeConsultations(dataclasses.replace(held("homes"), texts=(text,)), held("trying"))
    async with client_of(app_of(FakeTurnTaker(clock, says=told), clock, store)) as client:
        for page in (await client.post(HERE, data=FORM, follow_redirects=True), await client.get("/")):
            shown = Directions(page.text)
            assert shown.found
            assert all(shown.found), page.text
            assert all(one == "auto" for one in shown.boxes)


async def test_help_in_another_language_says_which_and_runs_as_it_does() -> None:
    clock = Clock()
    card = Reply(Says.HELP, "Call 999", beside=Beside("In Arabic:", "\u2066999\u2069\nاتصل", "ar", "rtl"))
    async with client_of(
        app_of(FakeTurnTaker(clock, says=(card, ONE)), clock, FakeConsultations(held("homes")))
    ) as client:
        page = (await client.post(HERE, data=FORM, follow_redirects=True)).text
    assert "In Arabic:" in page
    assert '<div class="beside" lang="ar" dir="rtl">' in page
    assert 'href="tel:999"' in page.split('class="beside"')[1].split("</div>")[0]
