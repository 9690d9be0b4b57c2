"""How tests wait, and what they say of speed: never by the clock of a machine that may be busy."""

import time
from collections.abc import Callable

HANGS = 600.0
"""Seconds after which a single thing that a test waits for is taken never to come. No test is held to a time: this only
ends one that would hang, with its name, before all of the run is ended."""


def cost(do: Callable[[], object]) -> float:
    """Seconds of this processor that doing it takes: the least of three times. Only to be set against another cost of
    the same run."""
    least = float("inf")
    for _ in range(3):
        begun = time.process_time()
        do()
        least = min(least, time.process_time() - begun)
    return least
