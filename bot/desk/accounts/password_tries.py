"""Slows down guessing of passwords: by the name tried, never by where the tries come from, since one address may be a
whole office. A device that has signed in before has a count of its own, so nobody else's tries slow its owner. Any
other browser that has to wait has a place in line, so nobody's tries keep it out: it is slowed, not refused.

Kept in memory only, and the same for names that do not exist."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import ceil

FREE = 5
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=1)
FORGOTTEN_AFTER = timedelta(minutes=15)
MOST_NAMES = 10_000
MOST_IN_LINE = 20
PLACE_KEPT = timedelta(minutes=2)
"""How long after its time a place in line is still good."""


@dataclass(frozen=True, slots=True)
class _Tried:
    times: int
    last: datetime
    line: Mapping[str, datetime] = field(default_factory=dict)  # when each place may try

    @property
    def wait(self) -> timedelta:
        if self.times < FREE:
            return timedelta()
        doubled: timedelta = FIRST_WAIT * 2 ** min(self.times - FREE, 10)
        return min(doubled, LONGEST_WAIT)


class Tries:
    """Counts tries for each name. Five cost nothing; then each costs a wait: 5 seconds, 10, 20, at most 60."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._tried: dict[str, _Tried] = {}

    def begin(self, name: str, place: str = "") -> int:
        """Counts a try and says 0, or counts nothing and says how many seconds are left to wait.

        A try counts as failed until `succeeded` says otherwise, so that many at the same moment are counted too.
        `place`: what a browser is known by again; who has to wait with one is let in after that time, whoever comes
        meanwhile, and those without one wait behind all who have. As many as MOST_IN_LINE have places at once.
        """
        now = self._clock()
        key = _folded(name)
        before = self._tried.pop(key, _Tried(0, now))
        if now - before.last > FORGOTTEN_AFTER:
            before = _Tried(0, now)
        line = {one: due for one, due in before.line.items() if now - due <= PLACE_KEPT}
        due = line.get(place) or max([before.last, *line.values()]) + before.wait
        left = (due - now).total_seconds()
        if left <= 0:
            line.pop(place, None)
            self._tried[key] = _Tried(before.times + 1, now, line)
        else:
            if place and len(line) < MOST_IN_LINE:
                line[place] = due
            self._tried[key] = replace(before, line=line)
        while len(self._tried) > MOST_NAMES:
            del self._tried[next(iter(self._tried))]
        return max(0, ceil(left))

    def took_back(self, name: str) -> None:
        """Counts a try less: it was not made after all."""
        key = _folded(name)
        if (tried := self._tried.get(key)) is not None:
            self._tried[key] = replace(tried, times=max(0, tried.times - 1))

    def succeeded(self, name: str) -> None:
        """Forgets the tries for this name."""
        self._tried.pop(_folded(name), None)


def _folded(name: str) -> str:
    """One key for every way to write a name that the store takes for the same account."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()
