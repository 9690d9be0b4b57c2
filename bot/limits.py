"""Limits on abuse: for each session and for the service as a whole.

Never for an address of the network: a children's home, a school or a whole mobile network is one address. What is
counted is kept in memory, under a keyed hash whose key is random and thrown away with the counts after a minute, so
nothing here says who was here before, and nothing of it is ever logged.
"""

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

MINUTE = 60.0

TURNS_A_MINUTE = 120
"""Of one session: two a second for a whole minute. The whole way through nine questions is about 35 turns; who only
plays with the buttons is asked to slow down before it harms others."""

TURNS_A_SECOND = 200
"""Of the service. Two thousand people who each do something every ten seconds make so many. A machine that can do less
should be given a smaller one, so that what is let in is answered soon and the rest is told to wait."""

NEW_SESSIONS_A_MINUTE = 1000
"""Of the service. Several school assemblies within one minute. Each receipt costs a slow hash on purpose, and this
keeps those from taking a whole processor from those who answer."""

HEARING_SECONDS = 6.0
"""Of hearing that one session has in a minute: a tenth of one core, and more than anyone types. What comes beyond it is
heard by rules alone, so its worries still bring the help card."""


class Whose(StrEnum):
    SESSION = "session"
    SERVICE = "service"


class LimitedError(Exception):
    """There is no room for this turn. `seconds` until it may be tried again; `first`: the first that this session is
    refused in this minute."""

    def __init__(self, whose: Whose, seconds: int, *, first: bool = True) -> None:
        super().__init__(f"the limit of the {whose.value}")
        self.whose = whose
        self.seconds = seconds
        self.first = first


@dataclass(frozen=True, slots=True)
class Most:
    """How much is let through."""

    turns_a_minute: int = TURNS_A_MINUTE
    turns_a_second: int = TURNS_A_SECOND
    new_sessions_a_minute: int = NEW_SESSIONS_A_MINUTE
    hearing_seconds: float = HEARING_SECONDS


class Limits:
    """Counts turns. To be used from one thread.

    `timer` gives seconds that only go forward, `chance` that many random bytes. It remembers at most as many sessions
    as the service lets turns through in a minute, and as many as have a session, whatever comes in.
    """

    def __init__(
        self,
        most: Most | None = None,
        *,
        timer: Callable[[], float] = time.monotonic,
        chance: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        self._most = most or Most()
        self._timer = timer
        self._chance = chance
        self._room = float(self._most.turns_a_second)
        self._filled = timer()
        self._noted = False
        self._start_again(self._filled)

    def turn(self, address: str) -> None:
        """Counts a turn of this session, or raises LimitedError and counts nothing."""
        now = self._now()
        name = self._name(address)
        taken = self._taken.get(name, 0)
        if taken >= self._most.turns_a_minute:
            first = name not in self._told
            self._told.add(name)
            raise LimitedError(Whose.SESSION, self._rest(now), first=first)
        if self._room < 1.0:
            raise LimitedError(Whose.SERVICE, 1)
        self._room -= 1.0
        self._taken[name] = taken + 1

    def may_hear(self, address: str) -> bool:
        """Whether this session has seconds of hearing left in this minute. Ask it of those only who have a session."""
        self._now()
        return self._heard.get(self._name(address), 0.0) < self._most.hearing_seconds

    def heard(self, address: str, seconds: float) -> None:
        """Counts what was heard of this session."""
        self._now()
        name = self._name(address)
        self._heard[name] = self._heard.get(name, 0.0) + seconds

    @property
    def full(self) -> bool:
        """Whether so many sessions began in this minute that no more may."""
        self._now()
        return self._began >= self._most.new_sessions_a_minute

    def refuse_new(self) -> LimitedError:
        """What to raise where a session would begin while it is `full`."""
        return LimitedError(Whose.SERVICE, self._rest(self._now()))

    def began(self) -> None:
        """Counts a session that began."""
        self._now()
        self._began += 1

    def to_be_noted(self) -> bool:
        """True once a minute: the log hears of it then, and not of every turn."""
        self._now()
        noted, self._noted = self._noted, True
        return not noted

    def _name(self, address: str) -> bytes:
        return hashlib.blake2b(address.encode("utf-8", "surrogatepass"), digest_size=16, key=self._key).digest()

    def _now(self) -> float:
        """The time, after what is over was forgotten."""
        now = self._timer()
        a_second = self._most.turns_a_second
        self._room = min(float(a_second), self._room + (now - self._filled) * a_second)
        self._filled = now
        if now - self._since >= MINUTE:
            self._start_again(now)
        return now

    def _start_again(self, now: float) -> None:
        self._since = now
        self._key = self._chance(32)
        self._taken: dict[bytes, int] = {}
        self._told: set[bytes] = set()
        self._heard: dict[bytes, float] = {}
        self._began = 0
        self._noted = False

    def _rest(self, now: float) -> int:
        """Whole seconds until this minute is over."""
        return max(1, ceil(self._since + MINUTE - now))
