"""A hall of people who answer on Telegram at the same time, over a server that keeps Telegram's limits.

Once all have come in, nobody takes time to think: each does the next thing as soon as they see that it is asked. The
service runs as a process of its own, as `make run` starts it.
"""

import asyncio
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from conversations.asking.consultation.file import bundled
from conversations.asking.locales import line
from tests.bot_api import BotApi
from tests.bot_api.chat import Message
from tests.bot_api.person import Person
from tests.bot_api.rate import Rate
from tests.bot_api.running import RunningBot

PEOPLE = 200
COMING_IN = ("16 to 17", line("welcome_next"), line("agree_yes"))
TAPS = ("3 or more", line("skip"), "Always", line("back"), line("back"))
"""From the first question to the second, which is an open one."""
CONSULTATION = next(text for text in bundled() if text.id == "stable_homes")
WORDS = "i would like it if my social worker stayed longer, and asked me before they change things"


@dataclass(slots=True)
class Hall:
    """What was seen. Times are seconds of the loop; `waits` has when each thing was done and answered."""

    taps: list[float] = field(default_factory=list)
    texts: list[float] = field(default_factory=list)
    waits: list[tuple[int, float, float]] = field(default_factory=list)

    def overtaken(self) -> int:
        """How often someone was served twice while someone else waited who had waited longer."""
        found = 0
        served = sorted(self.waits, key=lambda one: one[2])
        by_person: dict[int, list[tuple[float, float]]] = {}
        for who, did, got in served:
            by_person.setdefault(who, []).append((did, got))
        for who, did, got in served:
            for other, theirs in by_person.items():
                later = [one for one in theirs if did < one[0] and one[1] < got]
                found += other != who and len(later) > 1
        return found


async def _goes_through(person: Person, hall: Hall, texts: int, all_in: asyncio.Barrier) -> None:
    loop = asyncio.get_running_loop()

    async def waits(did: float, into: list[float], words: str = "") -> Message:
        seen = await person.next_that(lambda one: bool(one.buttons) and words in one.text and not one.changes)
        into.append(loop.time() - did)
        hall.waits.append((person.id, did, loop.time()))
        return seen

    await person.say("/start")
    seen = await person.next_question()
    for label in COMING_IN:
        await person.tap(label, seen)
        seen = await person.next_question()
    await all_in.wait()
    for label in TAPS:
        did = loop.time()
        await person.tap(label, seen)
        seen = await waits(did, hall.taps)
    await all_in.wait()
    for number in range(texts):
        did = loop.time()
        await person.say(f"{WORDS} {number}")
        await waits(did, hall.texts, line("more_words"))


async def hall(folder: Path, people: int = PEOPLE, texts: int = 1) -> tuple[Hall, int, int]:
    """What was seen, how many texts were heard by rules alone, and how often the server refused a call."""
    seen, rate, all_in = Hall(), Rate(), asyncio.Barrier(people)
    async with BotApi(rate=rate) as api:
        bot = RunningBot(api, folder)
        try:
            await bot.start()
            everybody = [api.person(5_000_001 + number) for number in range(people)]
            await asyncio.gather(*(_goes_through(person, seen, texts, all_in) for person in everybody))
        finally:
            await bot.kill()
        by_rules = bot.output.read_text().count("heard by rules alone")
    return seen, by_rules, rate.refused


def _at(times: Sequence[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


def report() -> list[str]:
    """The lines that `make bench` prints."""
    with tempfile.TemporaryDirectory() as folder:
        seen, by_rules, refused = asyncio.run(hall(Path(folder)))
    return [
        f"A hall of {PEOPLE} on Telegram, 30 messages a second and 1 a second a chat, nobody thinks:",
        f"  taps:  p50 {statistics.median(seen.taps):5.1f} s (at most 7.5), "
        f"p95 {_at(seen.taps, 0.95):5.1f} s (at most 10)",
        f"  texts: p50 {statistics.median(seen.texts):5.1f} s, p95 {_at(seen.texts, 0.95):5.1f} s",
        f"  served twice before someone who waited longer: {seen.overtaken()} (none)",
        f"  heard by rules alone, times noted in the log: {by_rules} (none); calls refused: {refused}",
    ]


if __name__ == "__main__":
    for said in report():
        print(said)
