"""Promise 3: nothing lost, nothing twice. The service is killed at 30 random points while 20 respondents answer."""

import asyncio
import random
from pathlib import Path

import pytest

from storage.keys import Keys
from storage.sqlite import SqliteStore
from tests.bot_api import BotApi
from tests.bot_api.running import RunningBot
from tests.bot_api.whole_way_respondent import Respondent
from tests.promises.many import CONSULTATION, answers_of, each_answer_is_there_once, was_never_reset

RESPONDENTS = 20
KILLS = 30
SEED = 20261123
BETWEEN_KILLS = (10, 40)
"""So many calls of the Bot API lie between two kills, start-up calls among them."""


async def _kill_again_and_again(bot: RunningBot, api: BotApi, starts: list[float]) -> None:
    """Kills the service after a random number of calls, 30 times, and starts it again each time."""
    points = random.Random(SEED)
    for _ in range(KILLS):
        point = len(api.calls) + points.randint(*BETWEEN_KILLS)
        await api.until(lambda point=point: len(api.calls) >= point)  # type: ignore[misc]
        await bot.kill()
        starts.append(await bot.start())


@pytest.mark.long
async def test_killed_thirty_times_while_twenty_answer_nothing_is_lost_and_nothing_is_there_twice(
    tmp_path: Path,
) -> None:
    starts: list[float] = []
    async with BotApi() as api:
        bot = RunningBot(api, tmp_path)
        respondents = [
            Respondent(api.person(5_000_001 + number), CONSULTATION, answers_of(number))
            for number in range(RESPONDENTS)
        ]
        try:
            starts.append(await bot.start())
            killing = asyncio.ensure_future(_kill_again_and_again(bot, api, starts))
            await asyncio.gather(*(one.go_all_the_way() for one in respondents))
            assert killing.done(), f"all were through after {len(starts) - 1} kills: kill more often"
            await killing
            await api.until(lambda: api.unconfirmed == 0)
        finally:
            killing.cancel()
            await bot.kill()
    print(f"start-up: {sorted(starts)[len(starts) // 2]:.2f} s (median of {len(starts)})")
    for respondent in respondents:
        was_never_reset(respondent)
    store = SqliteStore(bot.database, Keys(bot.keys))
    await store.start()
    try:
        await each_answer_is_there_once(store, RESPONDENTS)
    finally:
        await store.close()
