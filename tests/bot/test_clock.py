"""The day that people have where Earshot is used."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.clock import local_time
from bot.settings import Settings
from conversations.asking.consultation.file import bundled
from conversations.asking.consultation.model import Running
from conversations.asking.events import Did, Event
from conversations.asking.locales import line
from conversations.asking.not_open import is_open
from conversations.asking.turn import take_turn
from tests.conversations.respondent import DOORS, chance

LONDON = ZoneInfo("Europe/London")
OPENS, CLOSES = date(2026, 6, 15), date(2026, 7, 15)
RUNNING = Running(text=bundled()[0], status="open", opens=OPENS, closes=CLOSES, words_until=date(2026, 7, 29))


@pytest.mark.parametrize(
    ("at", "takes"),
    [
        (datetime(2026, 6, 14, 22, 59, tzinfo=UTC), False),  # 23:59 in London
        (datetime(2026, 6, 14, 23, 0, tzinfo=UTC), True),  # midnight
        (datetime(2026, 6, 14, 23, 10, tzinfo=UTC), True),
        (datetime(2026, 7, 15, 22, 59, tzinfo=UTC), True),  # the last minute of the last day
        (datetime(2026, 7, 15, 23, 0, tzinfo=UTC), False),
        (datetime(2026, 7, 15, 23, 10, tzinfo=UTC), False),
    ],
)
def test_a_consultation_opens_and_closes_at_midnight_in_london(at: datetime, takes: bool) -> None:
    there = local_time(at, LONDON)
    assert is_open(RUNNING, Event(did=Did.LOOK, door=DOORS["web"], at=there, chance=chance(1))) == takes
    turn = take_turn(RUNNING, None, Event(did=Did.START, door=DOORS["telegram"], at=there, chance=chance(1)))
    said = " ".join(reply.text for reply in turn.replies)
    assert (line("age_question") in said) == takes


@pytest.mark.parametrize(("zone", "day"), [("Europe/London", 1), ("America/New_York", 31), ("Pacific/Auckland", 1)])
def test_a_day_is_that_of_the_zone(zone: str, day: int) -> None:
    assert local_time(datetime(2026, 4, 1, 2, 0, tzinfo=UTC), ZoneInfo(zone)).day == day


def test_time_goes_on_as_ever_over_the_night_when_clocks_are_put_back() -> None:
    before, after = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    assert local_time(after, LONDON) - local_time(before, LONDON) == timedelta(hours=1)
    assert local_time(before, LONDON) == before


def test_the_zone_is_a_setting() -> None:
    assert Settings(_env_file=None).now().utcoffset() == datetime.now(LONDON).utcoffset()
    assert Settings(time_zone="Asia/Kolkata", _env_file=None).now().utcoffset() == timedelta(hours=5, minutes=30)


@pytest.mark.parametrize("name", ["London", "Europe/Nowhere", "", "../../etc/passwd", "/etc/localtime", "\0"])
def test_a_zone_that_there_is_not_is_named_with_what_to_write(name: str) -> None:
    with pytest.raises(ValueError, match="as in Europe/London"):
        Settings(time_zone=name, _env_file=None)
