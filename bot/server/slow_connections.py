"""Connections of which nothing comes: how long one is waited for, and who goes where there is no more room.

A form that is sent byte by byte, or never, costs its sender nothing and holds a file of this process open. So what has
not come in time is closed; and where as many are held as may be, the one that was waited for longest makes room for a
new one, which may be somebody who needs help. No address of the network is looked at: a whole home or school is one.
"""

import asyncio
import functools
import resource
from collections.abc import Callable
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEADER_SECONDS = 10.0
"""From the connection, or the answer before, until the head of a request is there."""

BODY_SECONDS = 30.0
"""From its head until the whole of its form is there: the longest one on a slow phone needs half of it."""

MOST = 1000
"""Connections at once, where the process may open files enough."""

ACCEPTED_AT_ONCE = 100
"""Connections that are taken up before those that have to make room are closed."""


def most_connections(files: int) -> int:
    """How many connections at once a process may hold that may open so many files: at most half of these."""
    return max(1, min(MOST, files // 2 - ACCEPTED_AT_ONCE))


def impatient() -> Callable[..., asyncio.Protocol]:
    """The protocol for uvicorn, as this process may hold connections."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = files == resource.RLIM_INFINITY
    return functools.partial(ImpatientProtocol, most=MOST if unlimited else most_connections(files))


class ImpatientProtocol(H11Protocol):
    """uvicorn's own, which waits for heads and bodies as long as they like, with an end to that."""

    def __init__(self, *args: Any, most: int, **named: Any) -> None:
        super().__init__(*args, **named)
        self._most = most
        self._awaits: Any = None
        self._timer: asyncio.TimerHandle | None = None
        self.waits_since: float | None = None
        """The loop's time since when its sender is waited for; None while it is not."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self._most:
            self._make_room()
        self._look()

    def handle_events(self) -> None:
        super().handle_events()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _look(self) -> None:
        """Begins to wait anew where something else is awaited than before."""
        awaits = self.conn.their_state
        if awaits is self._awaits:
            return
        self._stop_waiting()
        self._awaits = awaits
        seconds = {h11.IDLE: HEADER_SECONDS, h11.SEND_BODY: BODY_SECONDS}.get(awaits)
        if seconds is not None and not self.transport.is_closing():
            self.waits_since = self.loop.time()
            self._timer = self.loop.call_later(seconds, self.transport.abort)

    def _stop_waiting(self) -> None:
        self.waits_since = None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _make_room(self) -> None:
        """Closes the connection that is waited for longest; this one, where no other is."""
        waiting = [
            one for one in self.connections if isinstance(one, ImpatientProtocol) and one.waits_since is not None
        ]
        goes = min(waiting, key=lambda one: one.waits_since or 0.0, default=self)
        self.connections.discard(goes)
        goes.transport.abort()
