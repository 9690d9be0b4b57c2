"""Promise 3: nothing lost, nothing twice. Telegram repeats, shuffles, fails, hangs, and sends what nobody can read."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.telegram.connection_state import Trouble
from bot.telegram.sender import TOO_OLD, Sender
from conversations.asking.locales import line
from storage.keys import Keys
from storage.sqlite import SqliteStore
from storage.turns import Last
from tests.bot.telegram.conftest import DAY, Place
from tests.bot.telegram.hand_time import HandTime, NotingBot
from tests.bot_api import BotApi, Fault
from tests.bot_api.chat import Message
from tests.bot_api.whole_way_respondent import Respondent
from tests.promises.many import CONSULTATION, answers_of, each_answer_is_there_once, was_never_reset
from tests.promises.way import WORRY, Step, arrived, taker_of
from tests.storage.stored import CHEAP, NOW, opened
from tests.waiting import HANGS


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    store = SqliteStore(tmp_path / "e.db", Keys(tmp_path / "keys"), hasher=CHEAP, synchronous="NORMAL")
    await store.start()
    try:
        await store.consultations.add(CONSULTATION)
        await store.consultations.open(CONSULTATION.id, DAY, DAY + timedelta(days=30), trial=True, by="test")
        async with BotApi() as api:
            yield Place(api, store)
    finally:
        await store.close()


def _respondents(api: BotApi, how_many: int) -> list[Respondent]:
    return [Respondent(api.person(5_000_001 + n), CONSULTATION, answers_of(n)) for n in range(how_many)]


async def _ends(place: Place, respondents: list[Respondent]) -> list[Last | None]:
    return [await place.store.turns.last(CONSULTATION.id, f"telegram:{one.person.id}") for one in respondents]


async def test_all_updates_three_times_and_shuffled_change_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    api, updates = place.api, []
    respondents = _respondents(api, 3)
    push = api.push

    async def noted(kind: str, content: Any, *, number: int | None = None) -> int:
        number = await push(kind, content, number=number)
        updates.append((kind, content, number))
        return number

    monkeypatch.setattr(api, "push", noted)
    async with place.open():
        await asyncio.gather(*(one.go_all_the_way() for one in respondents))
        await api.until(lambda: api.unconfirmed == 0)
        await place.until_all_is_sent()
    before = await _ends(place, respondents)
    seen = [len(one.person.chat.seen) for one in respondents]
    chance = random.Random(3)
    for _ in range(3):  # a new door each time: the one before knew what it had settled
        async with place.open():
            for kind, content, number in chance.sample(updates, k=len(updates)):
                await push(kind, content, number=number)
            await api.until(lambda: api.unconfirmed == 0)
            await place.until_all_is_sent()
    assert await _ends(place, respondents) == before
    assert [len(one.person.chat.seen) for one in respondents] == seen, "nobody hears anything twice"
    await each_answer_is_there_once(place.store, len(respondents))


async def test_a_message_and_a_tap_of_one_person_at_the_same_moment(place: Place) -> None:
    person = place.api.person()
    async with place.open():
        await person.say("/start")
        for label in ("16 to 17", line("welcome_next"), line("agree_yes")):
            await person.next_with(label)
            await person.tap(label)
        await person.next_saying("Question 1 of 9")
        # The tap answers the first question; the message came after it, and so belongs to the second.
        await asyncio.gather(person.tap("3 or more"), person.say("a proper goodbye"), person.tap("1"))
        await person.next_with(line("done"))
        await place.api.until(lambda: place.api.unconfirmed == 0)
        await place.until_all_is_sent()
    [response] = await place.store.gathering.responses(CONSULTATION.id)
    said = {key: one.answer.text or one.answer.chosen for key, one in response.answers.items()}
    [asked] = [question for question in CONSULTATION.questions if question.id == "SH1"]
    [chosen] = [option.id for option in asked.options if option.text == "3 or more"]
    assert said == {"SH1": (chosen,), "SH2": "a proper goodbye"}


FAULTS: tuple[Callable[[], Fault], ...] = (
    lambda: Fault.too_many(2),
    lambda: Fault(500),
    lambda: Fault(502, body=b"<html>"),
    lambda: Fault(500, applied=True),
    Fault.garbage,
    Fault.hang,
)
METHODS = ("getUpdates", "sendMessage", "editMessageText", "editMessageReplyMarkup", "answerCallbackQuery")


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_the_bot_api_does_everybody_gets_to_the_end(
    place: Place, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A call that hangs is given up after these seconds, which nobody can speed up.
    monkeypatch.setattr("bot.telegram.transport.READ_SECONDS", 0.3)
    monkeypatch.setattr("bot.telegram.telegram_door.ANSWER_IN_SECONDS", -29.6)
    chance = random.Random(seed)
    for method in METHODS:
        place.api.fail(method, *(chance.choice(FAULTS)() if chance.random() < 0.25 else None for _ in range(40)))
    respondents = _respondents(place.api, 4)
    unlucky = place.api.person(6_000_001)
    async with place.open(), asyncio.timeout(HANGS):
        going = asyncio.gather(*(one.go_all_the_way() for one in respondents))
        for poison in ({"no": "number"}, None, 7):
            await place.api.push_raw(poison)
        await place.api.push("message", {"chat": {"id": unlucky.id, "type": "private"}, "text": "unreadable"})
        await going
        await unlucky.next_saying(line("apology"))
        await place.until_all_is_sent()
    for respondent in respondents:
        was_never_reset(respondent)
    await each_answer_is_there_once(place.store, len(respondents))
    assert await place.store._database.rows("SELECT what FROM dead_letter") == [("unreadable",)]


async def test_each_person_gets_all_replies_in_order_at_least_once(place: Place) -> None:
    """Answers of Telegram's that are lost after it did what it was asked: a reply may come twice, never out of turn."""
    undisturbed, disturbed = place.api.person(5_000_001), place.api.person(5_000_002)
    steps = ("16 to 17", line("welcome_next"), line("agree_yes"), "3 or more", line("skip"), "Always", "Things to do")
    async with place.open():
        for person in (undisturbed, disturbed):
            await person.say("/start")
            for step in (*steps, line("done"), line("skip")):
                await place.api.until(lambda: place.api.unconfirmed == 0)
                await place.until_all_is_sent()
                await person.tap(step)
            await place.api.until(lambda: place.api.unconfirmed == 0)
            await place.until_all_is_sent()
            chance = random.Random(5)
            faults = (Fault(500, applied=True) if chance.random() < 0.3 else None for _ in range(60))
            place.api.fail("sendMessage", *faults)
    expected, found = ([_in_short(one) for one in who.chat.seen] for who in (undisturbed, disturbed))
    assert len(found) > len(expected)
    assert [text for text, _ in groupby(found)] == [text for text, _ in groupby(expected)]


def _in_short(message: Message) -> tuple[str, bool]:
    """Without six words and the order of options, which differ."""
    return ("six words" if "six words" in message.text else message.text[:60]), "✓" in message.text


async def test_after_a_day_replies_are_dropped_and_counted_and_never_sent(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "e.db", Keys(tmp_path / "keys"), hasher=CHEAP, clock=lambda: NOW)
    await store.start()
    try:
        await opened(store)
        replies = (await taker_of(store, 1).take(arrived(0, Step(text=WORRY), ()))).replies
        time, swept = HandTime(), asyncio.Event()
        dropped: list[int] = []

        def drop(count: int) -> None:
            dropped.append(count)
            swept.set()

        time.now = NOW + TOO_OLD + timedelta(minutes=1)
        bot = NotingBot(time)
        trouble = Trouble(lambda: 0.0)
        sender = Sender(
            bot,
            store.outbox,
            trouble=trouble,
            clock=time.clock,
            sleep=time.sleep,
            chance=lambda: 0.0,
            dropped=drop,
        )
        with capture_logs() as logs:
            running = asyncio.ensure_future(sender.run())
            async with asyncio.timeout(HANGS):
                await swept.wait()
            running.cancel()
        assert dropped == [len(replies)]
        assert [entry["count"] for entry in logs] == [len(replies)]
        assert await store.outbox.waiting("telegram", time.now + timedelta(days=9)) == []
        assert bot.told == []
    finally:
        await store.close()
