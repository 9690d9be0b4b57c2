"""Hearing many answers at once, on all cores."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from conversations.hearing.hear import Hearing, Reading, Whole

TOGETHER = 512
"""Answers that are read before they are coded: many are coded in a fraction of the time that each takes by itself."""


def hear_many(
    hearing: Hearing, answers: Sequence[tuple[str, str]], told: Callable[[int], None] = lambda _: None
) -> list[Whole]:
    """All that hearing makes of each (raw text, question), in order. `told` hears how many more are done.

    Raises EncoderError.
    """
    made: list[Whole] = []
    # The encoder lets other threads go on while it works, and most of the time is its.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for start in range(0, len(answers), TOGETHER):
            some = answers[start : start + TOGETHER]
            readings = list(pool.map(lambda one: hearing.read(one[0]), some))
            made += _coded(hearing, [question for _, question in some], readings)
            told(len(some))
    return made


def _coded(hearing: Hearing, questions: Sequence[str], readings: Sequence[Reading]) -> list[Whole]:
    made: list[Whole | None] = [None] * len(readings)
    for question in dict.fromkeys(questions):
        at = [number for number, one in enumerate(questions) if one == question]
        some = [readings[number] for number in at]
        vectors = [one.vector for one in some if one.vector is not None]
        codings = hearing.codes(
            question,
            [one.heard.redacted for one in some],
            np.array(vectors, np.float32) if len(vectors) == len(some) else None,
        )
        for number, reading, coding in zip(at, some, codings, strict=True):
            made[number] = Whole(reading.heard, reading.felt, coding)
    return [one for one in made if one is not None]
