"""Being told to stop: whatever signal says so, what is open is closed first.

Python ends at once at SIGTERM and SIGHUP, and leaves behind what was to be closed: the database's log, with pages as
they were before, and unfinished copies.
"""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType
from typing import Protocol


def end_as_interrupted(*signals: signal.Signals) -> None:
    """From now on these signals do what SIGINT (Ctrl-C) does. One that is ignored, as by nohup, stays so."""
    for one in signals:
        if signal.getsignal(one) is signal.SIG_DFL:
            signal.signal(one, _interrupt)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    if callable(signal.getsignal(signal.SIGINT)):
        signal.raise_signal(signal.SIGINT)
    else:  # ignored, as of what a script runs in the background
        raise KeyboardInterrupt


class Ends(Protocol):
    """What the web server has to be told to end."""

    should_exit: bool


class Stopping:
    """Ends the server at a signal; before there is one, whatever runs is interrupted. Told again it changes nothing, so
    that what is being closed is closed to its end."""

    def __init__(self) -> None:
        self._server: Ends | None = None
        self._told = False

    def ends(self, server: Ends) -> None:
        """This is the server, from now on."""
        self._server = server
        server.should_exit = server.should_exit or self._told

    def __call__(self, number: int, frame: FrameType | None) -> None:
        again, self._told = self._told, True
        if self._server is not None:
            self._server.should_exit = True
        elif not again:
            _interrupt(number, frame)


@contextlib.contextmanager
def stopped_by(number: signal.Signals) -> Iterator[Stopping]:
    """Within this a signal ends the service in order. Only in the main thread, where signals come."""
    stopping = Stopping()
    before = signal.signal(number, stopping)
    try:
        yield stopping
    finally:
        signal.signal(number, before)
