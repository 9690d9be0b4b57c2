"""The running service, over HTTP: young people answer on Telegram, and what comes out holds their answers."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from conversations.asking.consultation.file import bundled
from storage.keys import Keys
from storage.reviewing import Verdict
from storage.sqlite import SqliteStore
from tests.bot_api import BotApi
from tests.bot_api.running import RunningBot
from tests.bot_api.whole_way_respondent import Respondent
from tests.waiting import HANGS

RESPONDENTS = 12
"""More than the ten under which nothing is published."""


CONSULTATION = next(text for text in bundled() if text.id == "stable_homes")
ANSWERS = {
    "SH1": ["3 or more"],
    "SH2": ["a proper goodbye", "and time to get to know the new one"],
    "SH3": ["Most of the time"],
    "SH4": ["Mental health help", "Things to do"],
    "SH5": ["spend more of it early"],
    "SH6": ["my own door key"],
    "SH7": ["A little"],
    "SH8": ["Not enough"],
    "SH9": ["fewer changes of social worker"],
}


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[RunningBot]:
    async with BotApi() as api:
        bot = RunningBot(api, tmp_path)
        try:
            yield bot
        finally:
            await bot.kill()


async def _approve_all(bot: RunningBot) -> int:
    """What a moderator does at the desk."""
    store = SqliteStore(bot.database, Keys(bot.keys))
    await store.start()
    try:
        queue = await store.reviewing.queue(CONSULTATION.id, limit=500)
        for one in queue:
            assert await store.reviewing.decide(
                one.id, Verdict.APPROVE, reason="", seen=one.answer.text, by="test", at=datetime.now(UTC)
            )
        return len(queue)
    finally:
        await store.close()


async def _all_the_way(respondents: list[Respondent]) -> None:
    async with asyncio.timeout(HANGS):
        await asyncio.gather(*(respondent.go_all_the_way() for respondent in respondents))


@pytest.mark.long
async def test_all_nine_answers_given_on_telegram_are_in_the_export_and_the_letter(bot: RunningBot) -> None:
    respondents = [
        Respondent(bot.api.person(7_000_001 + number), CONSULTATION, ANSWERS) for number in range(RESPONDENTS)
    ]
    await bot.start()
    await _all_the_way(respondents)
    await bot.api.until(lambda: bot.api.unconfirmed == 0)
    await bot.stop()
    open_questions = [question.id for question in CONSULTATION.questions if question.type == "open"]
    assert await _approve_all(bot) == RESPONDENTS * len(open_questions)

    exported = bot.folder / "figures.json"
    await bot.command("export", CONSULTATION.id, "--format", "json", "--out", str(exported))
    figures = json.loads(exported.read_text())
    letter = bot.folder / "letter.md"
    await bot.command("letter", CONSULTATION.id, "--format", "md", "--out", str(letter))
    words = letter.read_text()
    shown = json.dumps(figures, ensure_ascii=False)
    for question in CONSULTATION.questions:
        assert question.text in shown
        assert question.text in words
        for said in ANSWERS[question.id]:
            assert said in words, f"{question.id}: {said}"
    assert "TRIAL" in words


async def test_with_a_wrong_token_the_web_door_keeps_working_and_it_is_said_once(bot: RunningBot) -> None:
    bot.token = "1:not-the-right-one"
    await bot.start(until="getMe")
    await bot.api.until(lambda: bot.api.count("getMe") == 1)
    printed = bot.output.read_text()
    chat_page = re.search(r"Chat page: (http://127\.0\.0\.1:\d+)/", printed)
    assert chat_page
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{chat_page[1]}/healthz") as answer:
            assert answer.status == 200
        async with session.get(f"{chat_page[1]}/c/{CONSULTATION.id}") as answer:
            assert answer.status == 200
    await bot.stop()
    said = bot.output.read_text()
    assert said.count("Telegram: telegram refuses the token") == 1  # for who started it
    assert said.count('"telegram refuses the token') == 1  # in the log
    assert "not-the-right-one" not in said
