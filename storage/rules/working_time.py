"""Working time: the hours in which somebody is there, and when a target is missed that counts in them."""

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conversations.hearing.values import Risk
from storage.worries.cases import LateFrom

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PART = re.compile(r"([a-z]{3})(?:-([a-z]{3}))?\s+(\d{1,2}:\d{2})-(\d{1,2}:\d{2})")
_SPAN = re.compile(r"(\d{1,3})\s*(minute|hour|day)s?")
_MIDNIGHT = "24:00"
_NONE = timedelta()
_FARTHEST = 1000
"""Days that are looked at for a target, at most."""

Stretch = tuple[time, time | None]
"""Of one day; None is midnight at its end."""


@dataclass(frozen=True, slots=True)
class StaffedHours:
    """When somebody is there, by day of the week (0 is Monday), in a time zone. On one day at least."""

    by_day: Mapping[int, tuple[Stretch, ...]]
    zone: ZoneInfo

    @classmethod
    def read(cls, text: str, zone: ZoneInfo) -> "StaffedHours":
        """From text as in "mon-fri 09:00-17:00, sat 10:00-12:00", or "always". Raises ValueError that says how."""
        if text.strip().lower() == "always":
            return cls(dict.fromkeys(range(7), ((time(0), None),)), zone)
        found: dict[int, list[Stretch]] = {}
        for part in text.lower().split(","):
            days, stretch = _part(part.strip())
            for day in days:
                found.setdefault(day, []).append(stretch)
        return cls({day: tuple(sorted(each, key=lambda one: one[0])) for day, each in found.items()}, zone)

    @property
    def day(self) -> timedelta:
        """A working day: as long as the days on which somebody is there are on average."""
        a_week = sum((end - start for start, end in self._stretches(date(2026, 1, 5), days=7)), _NONE)
        return a_week / len(self.by_day)

    def staffed(self, at: datetime) -> bool:
        return any(start <= at < end for start, end in self._stretches(self._local_day(at), days=1))

    def after(self, start: datetime, span: timedelta) -> datetime:
        """When so much working time has gone by since `start`, in UTC."""
        left = span
        for begins, ends in self._stretches(self._local_day(start)):
            first = max(begins, start)
            if first >= ends:
                continue
            if ends - first >= left:
                return (first + left).astimezone(UTC)
            left -= ends - first
        return (start + timedelta(days=_FARTHEST)).astimezone(UTC)

    def before(self, end: datetime, span: timedelta) -> datetime:
        """The last moment from which so much working time has gone by until `end`, in UTC: what began by then is over
        its time."""
        left = span
        for begins, ends in self._stretches(self._local_day(end), back=True):
            last = min(ends, end)
            if begins >= last:
                continue
            if last - begins >= left:
                return (last - left).astimezone(UTC)
            left -= last - begins
        return (end - timedelta(days=_FARTHEST)).astimezone(UTC)

    def _local_day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _stretches(
        self, first: date, *, days: int = _FARTHEST, back: bool = False
    ) -> Iterator[tuple[datetime, datetime]]:
        for number in range(days):
            day = first + timedelta(days=-number if back else number)
            of_day = self.by_day.get(day.weekday(), ())
            for start, end in reversed(of_day) if back else of_day:
                last = day + timedelta(days=1) if end is None else day
                # In UTC: a night on which clocks change is an hour longer or shorter.
                yield (
                    datetime.combine(day, start, self.zone).astimezone(UTC),
                    datetime.combine(last, end or time(0), self.zone).astimezone(UTC),
                )


@dataclass(frozen=True, slots=True)
class Targets:
    """In how much working time a worry is to be taken in hand: an urgent one, and any other."""

    hours: StaffedHours
    urgent: timedelta
    other: timedelta

    def due(self, level: Risk, since: datetime) -> datetime:
        """Until when a worry is to be taken in hand whose clock began then."""
        return self.hours.after(since, self.urgent if level is Risk.URGENT else self.other)

    def late_from(self, now: datetime) -> LateFrom:
        """From when a worry's clock has run for too long."""
        return LateFrom(self.hours.before(now, self.urgent), self.hours.before(now, self.other))


def read_span(text: str, hours: StaffedHours) -> timedelta:
    """Working time from text as in "1 hour", "30 minutes" or "2 days". Raises ValueError that says how."""
    found = _SPAN.fullmatch(text.strip().lower())
    if found is None or not int(found[1]):
        raise ValueError("write a working time as in: 30 minutes, 1 hour or 2 days")
    return int(found[1]) * {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": hours.day}[found[2]]


def _part(text: str) -> tuple[range, Stretch]:
    if found := _PART.fullmatch(text):
        with contextlib.suppress(ValueError):  # no such day, no such time
            first, last = _DAYS.index(found[1]), _DAYS.index(found[2] or found[1])
            start, end = _time(found[3]), None if found[4] == _MIDNIGHT else _time(found[4])
            if first <= last and (end is None or start < end):
                return range(first, last + 1), (start, end)
    raise ValueError("write staffed hours as in: mon-fri 09:00-17:00, sat 10:00-12:00; or: always")


def _time(text: str) -> time:
    hours, minutes = text.split(":")
    return time(int(hours), int(minutes))
