"""The lanes in which texts are heard, so that no kind of them holds up another.

Texts are heard before any limit on turns, since a worry is never too fast. So what one text costs is bounded, and those
that cost much, or that nobody is known to have sent, wait behind one another only.
"""

import os
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from storage.threads.fair_pool import FairPool

T = TypeVar("T")

MOST_WAITING = 64
"""Short texts that may wait. One more waits for room as long as its door can, and is heard by rules then: none goes
unheard."""

MOST_LONG = 16
"""The same of long texts, of which one takes up to two seconds."""

MOST_OF_STRANGERS = 8
"""The same of texts without a session, short and long."""

SHORT = 500
"""Characters that the encoder reads at one go."""


class Lane(StrEnum):
    """`SESSION`: of whoever has a session. `STRANGERS`: of everybody else, together. `RULES`: by rules alone."""

    SESSION = "session"
    STRANGERS = "strangers"
    RULES = "rules"


class HearingLanes:
    """Short texts have as many threads as there are cores; long ones, those of strangers, and rules alone one each.

    In each lane sessions take turns, and all strangers together are one of them. As many as come may wait for rules.
    """

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self._short = FairPool(os.cpu_count() or 1, "hearing", most=most_waiting)
        self._long = FairPool(1, "hearing-long", most=min(most_waiting, MOST_LONG))
        self._strangers = FairPool(1, "hearing-strangers", most=min(most_waiting, MOST_OF_STRANGERS))
        self._rules = FairPool(1, "hearing-rules")

    async def run(self, lane: Lane, length: int, whose: str, work: Callable[[], T], patience: float = 0.0) -> T:
        """Does the work of a text of so many characters. Raises FullError where its lane has no room for as many
        seconds as its patience."""
        match lane:
            case Lane.RULES:
                pool = self._rules
            case Lane.STRANGERS:
                pool = self._strangers
            case Lane.SESSION:
                pool = self._short if length <= SHORT else self._long
        return await pool.run(whose, work, patience=patience)

    def close(self) -> None:
        """Ends the threads, without waiting for what they do."""
        for pool in (self._short, self._long, self._strangers, self._rules):
            pool.close()
