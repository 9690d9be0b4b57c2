"""Until when worries are to be taken in hand, where nobody set anything else."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from storage.rules.working_time import StaffedHours, Targets

_HOURS = StaffedHours.read("mon-fri 09:00-17:00", ZoneInfo("Europe/London"))

TARGETS = Targets(_HOURS, timedelta(hours=1), _HOURS.day)
"""An urgent one within an hour of working time, any other within a day."""
