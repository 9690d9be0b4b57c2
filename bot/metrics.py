"""Figures for operators, in Prometheus' text format: how the service does, and nothing about anybody.

No label names a person, a session or a consultation. Who sees the figures sees when they change, so those that move
with each turn go up in steps: a way through is about 25 turns, so one step is never one person's doing alone. There is
no figure of flags: that of a quiet evening going from 0 to 1 would tell everybody who looks at a dashboard that a child
in this town just said something, and the safeguarding lead, whom it is for, has it at the desk.
"""

import hmac
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from typing import Protocol
from urllib.parse import urlsplit

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from pydantic import SecretStr
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.pages.security_headers import SafePages, security_headers
from storage.errors import StoreError
from storage.maintenance import Measured

STEP = 50
"""Turns are shown rounded down to a multiple of this."""

OUTBOX_STEP = 10
"""So are replies that wait: a single one says that somebody was here a moment ago."""

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the times of turns."""

TYPE = "text/plain; version=0.0.4; charset=utf-8"

BEHIND_A_PROXY = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
"""Headers that only a proxy sends: with one of them, this machine's own address is everybody's."""


class Outcome(StrEnum):
    """What became of a turn."""

    TAKEN = "taken"
    REPEATED = "repeated"  # known already: nothing changed
    NOT_KEPT = "not_kept"  # the store failed
    SLOWED = "slowed"  # over a limit


IN_STEPS = frozenset({Outcome.TAKEN, Outcome.REPEATED})
"""What goes wrong is shown at once and in full: nothing was kept of those turns that it could be matched with."""


class Measures(Protocol):
    """What the figures need of the store's maintenance."""

    async def measured(self) -> Measured: ...

    async def check(self) -> None: ...


class Metrics:
    """Counts since the start of this process. `timer` gives seconds that only go forward; `doors` are the names of
    those that are shown from the start, with no turn yet."""

    def __init__(self, timer: Callable[[], float] = time.perf_counter, *, doors: Collection[str] = ()) -> None:
        self.timer = timer
        self._doors = tuple(doors)
        self._turns: dict[tuple[str, Outcome], int] = {}
        self._times = [0] * (len(SECONDS) + 1)
        self._dropped = 0
        self._refused = 0

    def turn(self, door: str, outcome: Outcome, began: float) -> None:
        """Counts a turn at the door of this name, which began at this time of the timer."""
        self._turns[door, outcome] = self._turns.get((door, outcome), 0) + 1
        if outcome in IN_STEPS:
            took = self.timer() - began
            self._times[next((at for at, most in enumerate(SECONDS) if took <= most), len(SECONDS))] += 1

    def dropped(self, count: int) -> None:
        """Counts replies that could not be sent and were given up."""
        self._dropped += count

    def refused(self, count: int) -> None:
        """Counts questions that a door's service would not have with their buttons, and that went without."""
        self._refused += count

    async def shown(self, maintenance: Measures, at: datetime) -> bytes:
        """All figures, as text."""
        try:
            await maintenance.check()
            kept: Measured | None = await maintenance.measured()
        except StoreError:
            kept = None
        registry = CollectorRegistry()
        registry.register(_Once((*self._of_turns(), *self._of_the_store(kept, at))))
        return generate_latest(registry)

    def _of_turns(self) -> Iterator[Metric]:
        turns = CounterMetricFamily(
            "earshot_turns",
            f"Turns by door and what became of them; those that went well in steps of {STEP}.",
            labels=("door", "outcome"),
        )
        for door in dict.fromkeys((*self._doors, *(name for name, _ in self._turns))):
            for outcome in Outcome:
                count = self._turns.get((door, outcome), 0)
                turns.add_metric((door, outcome.value), _in_steps(count, STEP) if outcome in IN_STEPS else count)
        yield turns
        bounds = (*map(str, SECONDS), "+Inf")
        so_far = [sum(self._times[: at + 1]) for at in range(len(bounds))]
        yield HistogramMetricFamily(
            "earshot_turn_seconds",
            f"How long turns took, in steps of {STEP} turns.",
            buckets=[(bound, _in_steps(count, STEP)) for bound, count in zip(bounds, so_far, strict=True)],
            sum_value=None,
        )
        yield CounterMetricFamily(
            "earshot_replies_dropped", "Replies given up because they could not be sent.", self._dropped
        )
        yield CounterMetricFamily(
            "earshot_questions_refused",
            "Questions that were refused with their buttons and sent without.",
            self._refused,
        )

    @staticmethod
    def _of_the_store(kept: Measured | None, at: datetime) -> Iterator[Metric]:
        yield GaugeMetricFamily("earshot_store_up", "Whether something can be written now.", float(kept is not None))
        if kept is None:
            return
        yield GaugeMetricFamily(
            "earshot_outbox_waiting",
            f"Replies that wait to be sent, in steps of {OUTBOX_STEP}.",
            _in_steps(kept.waiting, OUTBOX_STEP),
        )
        minutes = (at - kept.oldest).total_seconds() // 60 if kept.oldest else 0.0
        yield GaugeMetricFamily(
            "earshot_outbox_oldest_minutes",
            "How long the oldest reply has waited, in whole minutes.",
            max(0.0, minutes),
        )
        yield GaugeMetricFamily("earshot_dead_letters", "Events that were given up and are kept.", kept.dead_letters)


class _Once(Collector):
    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = tuple(families)

    def collect(self) -> Iterable[Metric]:
        return self._families


def _in_steps(count: int, step: int) -> int:
    return count - count % step


def metrics_routes(
    metrics: Metrics,
    maintenance: Measures,
    *,
    clock: Callable[[], datetime],
    token: SecretStr,
    public_url: str,
    secure: bool = False,
) -> list[Route]:
    """The page for a Prometheus server.

    With a token it wants it (`Authorization: Bearer TOKEN`). Without one only this machine may ask, and nobody where
    `public_url` says that people come from elsewhere: then a reverse proxy stands before this server, and everybody
    seems to be this machine.
    """
    wanted = token.get_secret_value().strip()

    async def answer(request: Request) -> Response:
        if wanted and not _has_token(request.headers, wanted):
            return PlainTextResponse(
                "The figures need the token: Authorization: Bearer EARSHOT_METRICS_TOKEN\n",
                401,
                {"WWW-Authenticate": "Bearer"},
            )
        if not wanted and not (_on_this_machine(public_url) and _asked_from_here(request)):
            return PlainTextResponse("The figures are for this machine only: set EARSHOT_METRICS_TOKEN\n", 403)
        return Response(await metrics.shown(maintenance, clock()), media_type=TYPE)

    endpoint: Callable[[Request], Awaitable[Response]] = answer
    headers = security_headers(unlisted=True, secure=secure)
    return [Route("/metrics", endpoint, middleware=[Middleware(SafePages, headers)])]


def _has_token(headers: Mapping[str, str], wanted: str) -> bool:
    """Compares digests, in constant time: not even the token's length shows."""
    kind, _, given = headers.get("authorization", "").partition(" ")
    same = hmac.compare_digest(sha256(given.strip().encode()).digest(), sha256(wanted.encode()).digest())
    return same and kind.lower() == "bearer"


def _asked_from_here(request: Request) -> bool:
    if any(name in request.headers for name in BEHIND_A_PROXY) or request.client is None:
        return False
    return _is_loopback(request.client.host)


def _on_this_machine(public_url: str) -> bool:
    return not public_url or _is_loopback(urlsplit(public_url).hostname or "")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
