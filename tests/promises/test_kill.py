"""Promise 3: nothing lost, nothing twice. The service is killed at 30 random points while 20 respondents answer."""

import asyncio
import random
import sqlite3
from contextlib import closing
from pathlib import Path

from conversations.asking.reading import bundled
from conversations.telling.gathered import Review
from storage.keys import Keys
from storage.sqlite import SqliteStore
from tests.bot_api import BotApi
from tests.bot_api.respondent import Respondent
from tests.bot_api.running import RunningBot

RESPONDENTS = 20
KILLS = 30
SEED = 20261123
BETWEEN_KILLS = (25, 95)
"""So many calls of the Bot API lie between two kills, start-up calls among them."""

SECONDS = 240

CONSULTATION = next(text for text in bundled() if text.id == "stable_homes")
OPEN = ("SH2", "SH6", "SH9")
THINGS = (
    *("garden", "window", "kitchen", "quiet", "warmth", "bicycle", "music", "football", "trainers", "sofa"),
    *("breakfast", "painting", "blanket", "laptop", "swimming", "library", "cooking", "puzzles", "radio", "games"),
)


def _answers(number: int) -> dict[str, list[str]]:
    """Words and ticks that differ from one respondent to the next."""
    thing = THINGS[number]
    ticks = ["Things to do", "Seeing family"]
    return {
        "SH1": [("None", "1", "2", "3 or more", "Not sure")[number % 5]],
        "SH2": [f"more {thing} please", f"and then some more {thing}"],
        "SH3": [("Always", "Most of the time", "Sometimes", "Never")[number % 4]],
        "SH4": ticks[: 1 + number % 2],
        "SH6": [f"it needs {thing}"],
        "SH7": ["Some"],
        "SH8": ["About right"],
        "SH9": [f"change the rules about {thing}"],
        "region": ["London"],
    }


async def _kill_again_and_again(bot: RunningBot, api: BotApi, starts: list[float]) -> None:
    """Kills the service after a random number of calls, 30 times, and starts it again each time."""
    points = random.Random(SEED)
    for _ in range(KILLS):
        point = len(api.calls) + points.randint(*BETWEEN_KILLS)
        await api.until(lambda point=point: len(api.calls) >= point, SECONDS)  # type: ignore[misc]
        await bot.kill()
        starts.append(await bot.start())


async def test_killed_thirty_times_while_twenty_answer_nothing_is_lost_and_nothing_is_there_twice(
    tmp_path: Path,
) -> None:
    starts: list[float] = []
    async with BotApi() as api:
        bot = RunningBot(api, tmp_path)
        respondents = [
            Respondent(api.person(5_000_001 + number), CONSULTATION, _answers(number)) for number in range(RESPONDENTS)
        ]
        for respondent in respondents:
            respondent.person.patience = SECONDS
        try:
            starts.append(await bot.start())
            killing = asyncio.ensure_future(_kill_again_and_again(bot, api, starts))
            async with asyncio.timeout(SECONDS):
                await asyncio.gather(*(one.go_all_the_way() for one in respondents))
                assert killing.done(), f"all were through after {len(starts) - 1} kills: kill more often"
                await killing
                await api.until(lambda: api.unconfirmed == 0)
        finally:
            killing.cancel()
            await bot.kill()
    print(f"start-up: {sorted(starts)[len(starts) // 2]:.2f} s (median of {len(starts)})")
    for respondent in respondents:
        _was_never_reset(respondent)
    await _each_answer_is_there_once(bot)


def _was_never_reset(respondent: Respondent) -> None:
    """The questions came in order; one may have come twice in a row, since sending is at least once."""
    texts = [message.text for message in respondent.person.chat.seen]
    numbers = [int(text.split()[1]) for text in texts if text.startswith("Question ")]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, 10))
    first = next(at for at, text in enumerate(texts) if text.startswith("Question "))
    assert not [text for text in texts[first:] if "how old are you" in text]


async def _each_answer_is_there_once(bot: RunningBot) -> None:
    store = SqliteStore(bot.database, Keys(bot.keys))
    await store.start()
    try:
        responses = await store.gather(CONSULTATION.id)
        waiting = await store.queue_length(CONSULTATION.id, Review.WAITING)
    finally:
        await store.close()
    labels = {
        (question.id, option.id): option.text
        for question in (*CONSULTATION.questions, *CONSULTATION.about_you)
        for option in question.options
    }
    found = [
        {
            question: [labels[question, one] for one in kept.answer.chosen] or kept.answer.text.split("\n")
            for question, kept in response.answers.items()
        }
        for response in responses
    ]
    expected = [_answers(number) for number in range(RESPONDENTS)]
    assert all(response.finished for response in responses)
    assert _in_order(found) == _in_order(expected)
    assert waiting == RESPONDENTS * len(OPEN)
    with closing(sqlite3.connect(bot.database)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def _in_order(answers: list[dict[str, list[str]]]) -> list[dict[str, list[str]]]:
    """By what only one respondent said; ticks in the order of the alphabet."""
    sorted_ticks = [{**one, "SH4": sorted(one["SH4"])} for one in answers]
    return sorted(sorted_ticks, key=lambda one: one["SH9"])
