"""Words that are too long for one answer: all of them stay in the box, and it is said by how much they are."""

import html
import re

import httpx
import pytest

from bot.web import WEB
from conversations.asking.replies import Reply, Says
from tests.bot.web.conftest import HERE, app_of, client_of
from tests.bot.web.web_fakes import WORDS, Clock, FakeConsultations, FakeTurnTaker, held

ID = "0123456789abcdef0123456789abcdef"
TOLD = Reply(Says.LINE, "That message is too long for me, so I have not kept it.")


async def sent(text: str, **headers: str) -> tuple[httpx.Response, FakeTurnTaker]:
    clock = Clock()
    turns = FakeTurnTaker(clock, says=(TOLD, WORDS))
    async with client_of(app_of(turns, clock, FakeConsultations(held("homes")))) as client:
        return await client.post(HERE, data={"id": ID, "text": text, "tap": "v1:3.done"}, headers=headers), turns


def box(page: str) -> str:
    [inside] = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, flags=re.DOTALL)
    return html.unescape(inside)


@pytest.mark.parametrize("fragment", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize(
    "text", ["x" * 4982, "й" * 4097, "😀" * 5000, 'say "no" & <go>\n' * 400], ids=lambda text: text[:3]
)
async def test_all_of_it_stays_in_the_box(text: str, fragment: bool) -> None:
    response, turns = await sent(text, **({"X-Fragment": "1"} if fragment else {}))
    assert response.status_code == 200
    assert box(response.text) == text.strip()
    assert f"by this many letters: {len(text.strip()) - WEB.longest}." in response.text
    assert [arrived.text for arrived in turns.arrived] == [text.strip()], "it is screened all the same"


async def test_what_is_just_short_enough_is_sent_as_ever() -> None:
    response, _ = await sent("x" * WEB.longest)
    assert response.status_code == 303


async def test_no_box_cuts_words_off_by_itself() -> None:
    clock = Clock()
    async with client_of(
        app_of(FakeTurnTaker(clock, says=(WORDS,)), clock, FakeConsultations(held("homes")))
    ) as client:
        page = await client.post(HERE, data={"id": ID, "tap": "v1:1.o1"}, headers={"X-Fragment": "1"})
    assert "<textarea" in page.text
    assert not re.search(r"<textarea[^>]*maxlength", page.text)
