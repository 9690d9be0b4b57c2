"""Limits on Telegram: a kind line once, and nothing lost where it is not this person who is too fast."""

from dataclasses import dataclass

import pytest

from bot.limits import Limits, Most
from bot.turns.turn_taker import TurnTaker
from conversations.asking.locales import line
from tests.bot.telegram.conftest import DAY, WORRY, Place, hear
from tests.storage.stored import NOW

CHAT = "stable_homes"


@dataclass
class Timer:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def _limited(place: Place, most: Most) -> Timer:
    timer = Timer()
    place.turn_taker = TurnTaker(
        place.store,
        clock=lambda: NOW.replace(year=DAY.year, month=DAY.month, day=DAY.day),
        chance=lambda size: b"\1" * size,
        web_address="http://127.0.0.1:8080",
        hear=hear,
        limits=Limits(most, timer=timer),
    )
    return timer


async def test_who_is_too_fast_is_told_once_and_what_came_is_not_kept(place: Place) -> None:
    timer = _limited(place, Most(turns_a_minute=1))
    person = place.api.person()
    async with place.open():
        await person.say("/start")
        await person.next_question()
        for number in range(5):
            await person.say(f"hello {number}")
        await place.api.until(lambda: place.api.unconfirmed == 0)
        said = [message.text for message in person.unread()]
        assert said == [line("too_fast")]
        timer.now += 60
        await person.say("16 to 17")
        await person.next_question()
    assert await place.store._database.rows("SELECT * FROM dead_letter") == []


async def test_a_worry_of_someone_who_is_too_fast_brings_help_and_a_flag(place: Place) -> None:
    _limited(place, Most(turns_a_minute=1, turns_a_second=1))
    person = place.api.person()
    async with place.open():
        await person.say("/start")
        await person.next_question()
        await person.say(WORRY)
        await person.next_saying("0800 1111")
    assert len(await place.store.flags.raised(CHAT)) == 1


@pytest.mark.parametrize("most", [Most(turns_a_second=1), Most(new_sessions_a_minute=1)], ids=["turns", "new"])
async def test_where_everybody_together_is_too_fast_a_message_waits_and_is_then_taken(place: Place, most: Most) -> None:
    timer = _limited(place, most)
    first, second = place.api.person(5_000_001), place.api.person(5_000_002)
    async with place.open():
        await first.say("/start")
        await first.next_question()
        await second.say("/start")
        # It is asked for again and again, and stays with Telegram while there is no room.
        calls = place.api.count("getUpdates")
        await place.api.until(lambda: place.api.count("getUpdates") >= calls + 3)
        assert place.api.unconfirmed == 1
        assert second.unread() == []
        timer.now += 60
        await second.next_question()
        await place.api.until(lambda: place.api.unconfirmed == 0)
    assert await place.store._database.rows("SELECT * FROM dead_letter") == []
