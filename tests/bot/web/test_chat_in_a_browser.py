"""The chat page in a real browser at 320 px, against the running service: from the first question to the thank-you."""

import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Route

from conversations.asking.consultation.file import bundled
from conversations.asking.consultation.model import Question
from conversations.asking.locales import line
from tests.bot.web.accessibility import violations
from tests.bot.web.phone import PHONE, Phone
from tests.bot.web.served import CHAT, Served, serving
from tests.waiting import HANGS

pytestmark = pytest.mark.browser

TEXT = next(text for text in bundled() if text.id == CHAT)
BY_HEADING = {question.text: question for question in (*TEXT.questions, *TEXT.about_you)}
WORDS = "Tell us early, and let us say goodbye."


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served")) as served:
        yield served


@asynccontextmanager
async def a_phone(opened: Browser, name: str, **how: Any) -> AsyncIterator[Phone]:
    """A phone without a cookie. Afterwards: nothing was complained about, and no other host was asked for anything."""
    context = await opened.new_context(**{"viewport": PHONE, "reduced_motion": "reduce", **how})
    context.set_default_timeout(HANGS * 1000)
    phone = Phone(await context.new_page(), name).watch()
    yield phone
    await context.close()
    assert {urlsplit(asked).hostname for asked in phone.asked_for} <= {"127.0.0.1"}
    assert phone.troubles == []


def to_pick(question: Question) -> list[str]:
    """The labels of what the walk picks: two of a multi, the first of others."""
    labels = [option.text for option in question.options if not option.alone]
    return labels[:2] if question.type == "multi" else labels[:1]


async def begin(phone: Phone, served: Served, *, age: str = "16 to 17") -> None:
    """As far as the first question."""
    await phone.page.goto(served.page)
    await phone.tap(age)
    await phone.tap("Next")
    await phone.tap("Yes, I want to take part")
    assert await phone.question() == TEXT.questions[0].text


async def answer(phone: Phone) -> None:
    """Answers the question that waits, as anyone would."""
    heading = await phone.question()
    question = BY_HEADING.get(heading)
    if question is None:
        await phone.tap((await phone.options())[0])
    elif question.type == "open":
        await phone.write(WORDS)
    elif question.type == "multi":
        await phone.tick(*to_pick(question))
    else:
        await phone.tap(to_pick(question)[0])


async def all_the_way(phone: Phone, served: Served) -> list[str]:
    """To the thank-you, with a look at every page; the headings on the way."""
    await begin(phone, served)
    seen: list[str] = []
    while (heading := await phone.question()) != line("finished"):
        seen.append(heading)
        assert len(seen) < 30, seen
        assert await phone.too_wide() == 0, heading
        assert await phone.small_targets() == [], heading
        await phone.shot(heading)
        await answer(phone)
    await phone.shot("the end")
    return seen


def check_headings(seen: list[str]) -> None:
    assert [heading for heading in seen if heading in BY_HEADING] == list(BY_HEADING)
    assert len([heading for heading in seen if heading in BY_HEADING]) == 9 + len(TEXT.about_you)


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
async def test_all_nine_questions_to_the_thank_you(served: Served, opened: Browser, script: bool) -> None:
    before = {one.response for one in await served.kept()}
    async with a_phone(opened, "script" if script else "plain", java_script_enabled=script) as phone:
        check_headings(await all_the_way(phone, served))
        said = await phone.log()
        assert "Thank you. What you said matters." in said
        assert script == (said.count(WORDS) > 1), "only the script keeps what was said on the screen"
    (kept,) = [one for one in await served.kept() if one.response not in before]
    assert kept.finished
    for question in (*TEXT.questions, *TEXT.about_you):
        given = kept.answers[question.id].answer
        if question.type == "open":
            assert given.text == WORDS
        else:
            labels = {question.option(chosen).text for chosen in given.chosen}
            assert labels == set(to_pick(question))


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_page_is_accessible(served: Served, opened: Browser, scheme: str) -> None:
    async with a_phone(opened, scheme, color_scheme=scheme) as phone:
        for path in ("/privacy", "/finish", "/cleared", "/away", f"/c/{CHAT}/words", f"/c/{CHAT}"):
            await phone.page.goto(served.address + path)
            await phone.page.wait_for_load_state()
            assert await violations(phone.page) == [], path
            assert await phone.too_wide() == 0, path
            assert await phone.small_targets() == [], path
            await phone.shot(path)
        await phone.page.locator(".more > summary").click()
        assert await violations(phone.page) == []
        await phone.shot("more", full=False)
        await begin(phone, served)
        kinds = set()
        while (heading := await phone.question()) != line("finished"):
            question = BY_HEADING.get(heading)
            if question is None or question.type not in kinds:
                assert await violations(phone.page) == [], heading
                await phone.shot(heading, full=False)
            kinds.add(question.type if question else "")
            await answer(phone)
        assert await violations(phone.page) == []
        await phone.shot("the end", full=False)


async def test_a_worry_brings_help_to_the_top(served: Served, opened: Browser) -> None:
    async with a_phone(opened, "worry") as phone:
        await begin(phone, served)
        await phone.tap("None")
        await phone.write("I want to kill myself")
        card = phone.page.locator(".bubble.help")
        assert await card.get_by_role("link", name="0800 1111").get_attribute("href") == "tel:08001111"
        box = await card.bounding_box()
        assert box is not None
        assert 0 < box["y"] < 120, "the help card is not at the top of the screen"
        assert await violations(phone.page) == []
        await phone.shot("help", full=False)


async def test_large_text_still_fits(served: Served, opened: Browser) -> None:
    async with a_phone(opened, "large") as phone:
        await begin(phone, served)
        for _ in range(4):
            await phone.page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert await phone.too_wide() == 0
            await phone.shot("large", full=False)
            await answer(phone)


async def test_forced_colours_and_a_wide_screen(served: Served, opened: Browser) -> None:
    async with a_phone(opened, "forced", forced_colors="active") as phone:
        await begin(phone, served)
        await phone.shot("question", full=False)
        borders: str = await phone.page.evaluate(
            "() => getComputedStyle(document.querySelector('.option')).borderTopStyle"
        )
        assert borders == "solid"
    async with a_phone(opened, "wide", viewport={"width": 1100, "height": 800}) as phone:
        await begin(phone, served)
        await answer(phone)
        await phone.shot("question", full=False)
        assert await phone.too_wide() == 0


async def test_by_keyboard_only(served: Served, opened: Browser) -> None:
    async with a_phone(opened, "keys") as phone:
        await phone.page.goto(served.page)
        await phone.page.keyboard.press("Tab")
        assert await phone.focused() == line("web_skip_link")
        await phone.page.keyboard.press("Enter")
        await phone.press_to("16 to 17")
        await phone.enter()
        seen = []
        while (heading := await phone.question()) != line("finished"):
            assert await phone.focused() == heading, "focus did not move to the new question"
            seen.append(heading)
            question = BY_HEADING.get(heading)
            if question is None:
                await phone.press_to((await phone.options())[0])
            elif question.type == "open":
                await phone.page.keyboard.press("Tab")
                await phone.page.keyboard.type(WORDS)
                await phone.press_to("Done")
            elif question.type == "multi":
                for label in [label for label in await phone.boxes() if label in to_pick(question)]:
                    await phone.press_to(label)
                    await phone.page.keyboard.press("Space")
                await phone.press_to("Done")
            else:
                await phone.press_to(to_pick(question)[0])
            assert await phone.focus_is_seen()
            await phone.enter()
        check_headings(seen)


async def test_the_progress_and_the_question_are_said_to_screen_readers(served: Served, opened: Browser) -> None:
    async with a_phone(opened, "reader") as phone:
        await begin(phone, served)
        assert await phone.page.get_by_role("log").count() == 1
        assert await phone.page.get_by_role("heading", level=1).count() == 1
        assert await phone.page.get_by_role("region", name=TEXT.questions[0].text).count() == 1
        await phone.tap("None")
        box = phone.page.get_by_role("textbox", name=TEXT.questions[1].text)
        assert "Please don't use names" in (await box.evaluate("box => box.ariaDescribedByElements[0].innerText"))


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
async def test_a_double_press_counts_once(served: Served, opened: Browser, script: bool) -> None:
    async with a_phone(opened, "double", java_script_enabled=script) as phone:
        await phone.page.goto(served.page)
        await phone.moved_on(lambda: phone.button("16 to 17").dblclick(no_wait_after=True))
        await phone.tap("Next")
        await phone.tap("Yes, I want to take part")
        await phone.moved_on(lambda: phone.button("None").dblclick(no_wait_after=True))
        assert await phone.question() == TEXT.questions[1].text
        assert "earlier" not in await phone.log()
        assert await phone.page.get_by_role("log").get_by_text("None", exact=True).count() == 1


async def test_what_was_not_sent_stays_and_counts_once(served: Served, opened: Browser) -> None:
    context = await opened.new_context(viewport=PHONE)
    context.set_default_timeout(HANGS * 1000)
    phone = Phone(await context.new_page(), "offline")
    await begin(phone, served)
    await phone.tap("None")

    async def swallow(route: Route) -> None:
        await route.fetch()  # it arrives, but the answer is lost on the way back
        await route.abort()

    await phone.page.route(f"**/c/{CHAT}", swallow)
    await phone.page.locator("textarea").fill(WORDS)
    await phone.button("Done").click()
    again = phone.page.get_by_role("button", name="Try again")
    await again.wait_for()
    assert await phone.page.locator("textarea").input_value() == WORDS
    assert line("web_not_sent") in await phone.page.get_by_role("status").inner_text()
    await phone.shot("not sent", full=False)
    await phone.page.unroute(f"**/c/{CHAT}")
    await phone.moved_on(again.click)
    assert await phone.question() == TEXT.questions[2].text
    assert (await phone.log()).count(WORDS) == 1
    assert "earlier" not in await phone.log()
    await context.close()


async def test_a_worry_that_could_not_be_kept_brings_help_to_the_top(served: Served, opened: Browser) -> None:
    context = await opened.new_context(viewport=PHONE, reduced_motion="reduce")
    context.set_default_timeout(HANGS * 1000)
    phone = Phone(await context.new_page(), "worry not kept")
    await begin(phone, served)
    await phone.tap("None")
    with closing(sqlite3.connect(served.folder / "data" / "earshot.sqlite3", isolation_level=None)) as locked:
        locked.execute("BEGIN EXCLUSIVE")
        await phone.page.locator("textarea").fill("I want to kill myself")
        await phone.button("Done").click()
        await phone.page.get_by_role("button", name="Try again").wait_for()
        locked.execute("ROLLBACK")
    await phone.shot("help", full=False)
    box = await phone.page.locator(".status .help").bounding_box()
    assert box is not None
    assert 0 < box["y"] < 120, "the help card is not at the top of the screen"
    assert await phone.page.locator("textarea").input_value() == "I want to kill myself"
    await context.close()


@pytest.mark.parametrize("way", ["button", "escape", "plain"])
async def test_quick_exit_hides_the_page_and_forgets_the_device(served: Served, opened: Browser, way: str) -> None:
    async with a_phone(opened, f"exit-{way}", java_script_enabled=way != "plain") as phone:
        await begin(phone, served)
        page = phone.page
        assert [cookie["name"] for cookie in await page.context.cookies()] == ["place"]
        if way == "escape":
            for _ in range(3):
                await page.keyboard.press("Escape")
        else:
            await page.get_by_role("button", name="Hide this page").click()
        await page.wait_for_url("**/away")
        await phone.shot("away", full=False)
        assert await page.context.cookies() == []
        assert "question" not in (await page.content()).lower()
        await page.go_back()
        shown = await page.locator("body").inner_text()
        assert TEXT.questions[0].text not in shown
        await page.goto(served.page)
        assert await phone.question() == line("age_question")


async def test_quick_exit_waits_for_no_network(served: Served, opened: Browser) -> None:
    context = await opened.new_context(viewport=PHONE)
    context.set_default_timeout(HANGS * 1000)
    page = await context.new_page()
    await begin(Phone(page, "exit-slow"), served)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    await page.route("**/exit", hold)
    await page.route("**/away", hold)
    await page.get_by_role("button", name="Hide this page").click(no_wait_after=True)
    hidden = "() => document.documentElement.hidden && !document.body.childElementCount && document.title === ''"
    gone = await page.evaluate(hidden)
    for route in held:
        await route.abort()
    await context.close()
    assert gone


async def test_finishing_clears_the_device_and_six_words_bring_the_answers_back(
    served: Served, opened: Browser
) -> None:
    async with a_phone(opened, "words") as phone:
        await begin(phone, served)
        words = await phone.page.locator(".six").inner_text()
        await phone.tap("None")
        await phone.page.goto(f"{served.address}/finish")
        await phone.page.get_by_role("button", name="Clear this device").click()
        await phone.page.wait_for_url("**/cleared")
        assert await phone.page.context.cookies() == []
        await phone.page.goto(f"{served.page}/words")
        await phone.page.get_by_label("Your six words").fill(words.upper())
        await phone.page.get_by_role("button", name="Find my answers").click()
        await phone.page.wait_for_url(f"**/c/{CHAT}")
        assert "Welcome back" in await phone.log()
        await phone.shot("back")


async def test_deleting_from_the_menu_leaves_nothing_on_the_screen(served: Served, opened: Browser) -> None:
    before = len(await served.kept())
    async with a_phone(opened, "delete") as phone:
        await begin(phone, served)
        await phone.tap("None")
        await phone.write(WORDS)
        await phone.page.locator(".more > summary").click()
        await phone.moved_on(phone.page.locator("#sheet").get_by_role("button", name="Delete my answers").click)
        await phone.shot("sure", full=False)
        await phone.moved_on(phone.button("Yes, delete it all").click)
        assert WORDS not in await phone.log()
        assert "deleted" in await phone.log()
        await phone.shot("deleted", full=False)
    assert len(await served.kept()) == before


async def test_stopping_leaves_nothing_of_what_was_written_on_the_screen(served: Served, opened: Browser) -> None:
    async with a_phone(opened, "stop") as phone:
        await begin(phone, served)
        await phone.tap("None")
        await phone.write(WORDS)
        assert WORDS in await phone.log()
        await phone.tap("Stop")
        assert WORDS not in await phone.log()
        assert "we have stopped" in await phone.log()
        await phone.tap("Carry on")
        assert WORDS not in await phone.page.locator("main").inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["with_script", "without_script"])
async def test_an_open_menu_never_moves_the_way_out(served: Served, opened: Browser, script: bool) -> None:
    async with a_phone(opened, "menu", java_script_enabled=script) as phone:
        await begin(phone, served)
        way_out = phone.page.get_by_role("button", name="Hide this page")
        before = await way_out.bounding_box()
        await phone.page.locator(".more > summary").click()
        assert await phone.page.locator("#sheet").is_visible()
        assert await way_out.bounding_box() == before
        await phone.shot("menu", full=False)


async def test_too_many_ticks_are_said_before_they_are_sent(served: Served, opened: Browser) -> None:
    async with a_phone(opened, "ticks") as phone:
        await begin(phone, served)
        while (await phone.boxes()) == []:
            await answer(phone)
        for label in (await phone.boxes())[:4]:
            await phone.page.get_by_label(label, exact=True).check()
        assert re.search("4 picked.*too many", await phone.page.locator("[data-count]").inner_text())
        await phone.shot("too many")
        await phone.tap("Done")
        assert "up to 3" in await phone.log()
