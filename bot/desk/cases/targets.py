"""Until when worries are to be taken in hand."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from conversations.hearing.values import Risk
from storage.cases import LateFrom
from storage.rules.working_time import StaffedHours, Targets

_HOURS = StaffedHours.read("mon-fri 09:00-17:00", ZoneInfo("Europe/London"))

TARGETS = Targets(_HOURS, timedelta(hours=1), _HOURS.day)
"""Where nobody set anything else: an urgent one within an hour of working time, any other within a day."""


def due(targets: Targets, level: Risk, since: datetime) -> datetime:
    """Until when a worry is to be taken in hand whose clock began then."""
    return targets.hours.after(since, targets.urgent if level is Risk.URGENT else targets.other)


def late_from(targets: Targets, now: datetime) -> LateFrom:
    """From when a worry's clock has run for too long."""
    return LateFrom(targets.hours.before(now, targets.urgent), targets.hours.before(now, targets.other))
