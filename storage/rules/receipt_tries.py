"""Tries: how often receipt words may be tried. Five wrong ones in an hour; and of words that nobody has, no more of
everybody together in a minute than the machine can verify.

Words whose first two are somebody's have no limit in common: whoever tries a thousand made-up ones takes nobody's try.
While those have no room, a wrong last word gets the same answer as they do, so the answer tells nobody whose first two
words there are.

A try counts as a wrong one from its beginning, and is taken off when the words were right: so those at the same moment
count too, and a crash in between gives nobody one more.
"""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta

from storage.rules.coarse_times import STEP, step

TRIES = 5
"""Wrong tries that the first two words have within any hour, and a little longer."""

SLOT = STEP
"""How finely the times of tries are kept."""

HOUR = timedelta(hours=1)

MOST_A_MINUTE = 120
"""Tries of everybody together with words that nobody has. Argon2 for so many takes a tenth of one processor."""


def may_try(wrong: int) -> bool:
    """`wrong`: how many tries of these words count, in the slots from `oldest_slot` on."""
    return wrong < TRIES


def slot(at: datetime) -> str:
    """The ten minutes that this time is in, as text that sorts as time does."""
    return f"{step(at):%Y-%m-%dT%H:%M}"


def oldest_slot(at: datetime) -> str:
    """The oldest ten minutes whose tries still count; what is older is forgotten."""
    return slot(at - HOUR)


class Pace:
    """How many tries everybody together has in a minute with words that nobody has. Kept in memory: a restart forgets a
    minute at most."""

    def __init__(self, clock: Callable[[], datetime], most: int = MOST_A_MINUTE) -> None:
        self._clock = clock
        self._most = most
        self._times: deque[datetime] = deque()

    def admits(self) -> bool:
        """Whether one more is admitted now; it is counted if so."""
        if self.full:
            return False
        self._times.append(self._clock())
        return True

    @property
    def full(self) -> bool:
        """Whether no more is admitted now."""
        now = self._clock()
        while self._times and now - self._times[0] >= timedelta(minutes=1):
            self._times.popleft()
        return len(self._times) >= self._most
