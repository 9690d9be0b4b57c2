"""Kills the service, lives of some seconds long, while people answer on Telegram without a pause: is anything lost or
doubled, and how many messages came twice?

python -m tests.promises.soak_telegram [HOW OFTEN [SEED]]
"""

import asyncio
import itertools
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from storage.keys import Keys
from storage.sqlite import SqliteStore
from tests.bot_api import BotApi
from tests.bot_api.chat import Chat
from tests.bot_api.running import RunningBot
from tests.bot_api.whole_way_respondent import Respondent
from tests.promises.many import CONSULTATION, answers_of, each_answer_is_there_once, was_never_reset

LIFE = (1.0, 10.0)
"""Seconds that the service lives, counted from when the door is open."""

AT_ONCE = 20
MOST_TWICE = 0.5
"""Messages that came twice, a kill."""


def came_twice(chat: Chat) -> int:
    """Messages that look as the one before them, though nothing was done in between that asks for it: each question has
    buttons of its own, and no line is said twice in a row."""
    sent = [(message.text, message.buttons) for message in chat.seen if not message.changes]
    return sum(one == before for before, one in itertools.pairwise(sent))


async def lives(folder: Path, how_often: int, seed: int, life: tuple[float, float] = LIFE) -> tuple[int, int]:
    """How many messages were sent, and how many of them twice. People come as others finish, the last when the last
    kill is over; then all go to the end. Raises AssertionError where an answer was lost or doubled."""
    points, over = random.Random(seed), asyncio.Event()
    went: list[Respondent] = []
    async with BotApi() as api:
        bot = RunningBot(api, folder)

        async def one_after_the_other(numbers: Iterator[int]) -> None:
            while not over.is_set():
                number = next(numbers)
                went.append(Respondent(api.person(5_000_001 + number), CONSULTATION, answers_of(number)))
                await went[-1].go_all_the_way()

        try:
            await bot.start()
            numbers = itertools.count()
            going = asyncio.gather(*(one_after_the_other(numbers) for _ in range(AT_ONCE)))
            for _ in range(how_often):
                await asyncio.sleep(points.uniform(*life))
                await bot.kill()
                await bot.start()
            over.set()
            await going
            await api.until(lambda: api.unconfirmed == 0)
        finally:
            await bot.kill()
        chats = [respondent.person.chat for respondent in went]
        for respondent in went:
            was_never_reset(respondent)
    store = SqliteStore(bot.database, Keys(bot.keys))
    await store.start()
    try:
        await each_answer_is_there_once(store, len(went))
    finally:
        await store.close()
    return sum(len(chat.seen) for chat in chats), sum(map(came_twice, chats))


def main(how_often: int = 500, seed: int = 1) -> int:
    twice = 0
    for done in range(0, how_often, 25):  # anew now and then, so that what was lost is known soon
        some = min(25, how_often - done)
        with tempfile.TemporaryDirectory() as folder:
            sent, came = asyncio.run(lives(Path(folder), some, seed + done))
        twice += came
        print(
            f"killed {done + some} times: no answer lost or doubled; {came} of {sent} messages came twice, "
            f"{twice / (done + some):.2f} a kill so far (at most {MOST_TWICE})",
            flush=True,
        )
    return int(twice > MOST_TWICE * how_often)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
