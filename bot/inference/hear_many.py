"""Hearing many answers at once, on all cores."""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from bot.inference.open_hearing import Opened
from conversations.hearing.pipeline import Hearing, Reading, Whole

TOGETHER = 250
"""Answers that are read before they are coded: many are coded in a fraction of the time that each takes by itself."""

FEW = 1000
"""Fewer answers are heard in this process: others take seconds to start, and hold as much memory each."""

Answers = Sequence[tuple[str, str]]
"""Of each its raw text and its question."""


def hear_many(
    opened: Opened, open_: Callable[[], Opened], answers: Answers, progress: Callable[[int], None] = lambda _: None
) -> list[Whole]:
    """All that hearing makes of each answer, in order; `progress` is told how many more are done.

    `open_` makes `opened` again in another process. Most of the work is Python's own, so threads would only take turns.
    Raises EncoderError.
    """
    some = [answers[start : start + TOGETHER] for start in range(0, len(answers), TOGETHER)]
    if len(answers) < FEW:
        return _joined((hear_some(opened.hearing, one) for one in some), progress)
    with ProcessPoolExecutor(
        os.cpu_count(), mp_context=get_context("spawn"), initializer=_Process.start, initargs=(open_,)
    ) as pool:
        return _joined(pool.map(_Process.hear, some), progress)


def hear_some(hearing: Hearing, answers: Answers) -> list[Whole]:
    """All that hearing makes of a few answers, in order."""
    readings = [hearing.read(text) for text, _ in answers]
    questions = [question for _, question in answers]
    made: list[Whole | None] = [None] * len(readings)
    for question in dict.fromkeys(questions):
        at = [number for number, one in enumerate(questions) if one == question]
        for number, whole in zip(at, _coded(hearing, question, [readings[number] for number in at]), strict=True):
            made[number] = whole
    return [one for one in made if one is not None]


def _coded(hearing: Hearing, question: str, readings: Sequence[Reading]) -> list[Whole]:
    understood = [one for one in readings if not one.heard.language]
    vectors = [one.vector for one in understood if one.vector is not None]
    codings = iter(
        hearing.codes(
            question,
            [one.heard.redacted for one in understood],
            np.array(vectors, np.float32) if len(vectors) == len(understood) else None,
        )
        if understood
        else ()
    )
    return [Whole(one.heard, one.sentiment, None if one.heard.language else next(codings)) for one in readings]


def _joined(parts: Iterable[list[Whole]], progress: Callable[[int], None]) -> list[Whole]:
    made: list[Whole] = []
    for part in parts:
        made += part
        progress(len(part))
    return made


class _Process:
    """What hears in a process of its own: it is opened once there, since it cannot be handed over."""

    hearing: Hearing

    @classmethod
    def start(cls, open_: Callable[[], Opened]) -> None:
        cls.hearing = open_().hearing

    @classmethod
    def hear(cls, answers: Answers) -> list[Whole]:
        return hear_some(cls.hearing, answers)
