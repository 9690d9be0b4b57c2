"""Questions with their code frames as arrays: from what a theme is said to be, which answers state it? So the encoder
learns to sort answers to questions that it never saw."""

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bot.training.learning.disturbing import disturbed
from conversations.hearing.encoded import Floats
from conversations.hearing.themes.code_frame import CodeFrame, Example
from conversations.hearing.themes.zero_shot import definitions

ANSWERS, THEMES = 26, 14
"""Most of each that a batch has."""

LENGTHS = (48, 96, 128)
"""Tokens that a batch may have; longer texts are cut."""

Question = tuple[CodeFrame, Sequence[Example]]


class FrameBatch(NamedTuple):
    """`ids`, `mask` (ANSWERS + THEMES texts x tokens): answers, then what each theme is said to be. `states` (answers x
    themes): 1 where an answer states a theme. `answers`, `themes`: 1, or 0 for what fills up."""

    ids: NDArray[np.int32]
    mask: Floats
    states: Floats
    answers: Floats
    themes: Floats


class FrameBatches:
    """`every`: a batch for so many answers of a question, in each round. `tokenizer` as for Batches."""

    def __init__(self, tokenizer: Tokenizer, questions: Sequence[Question], every: int = 75) -> None:
        self._tokenizer = tokenizer
        self._questions = [one for one in questions for _ in range(-(-len(one[1]) // every))]

    def count(self) -> int:
        """How many batches a round has."""
        return len(self._questions)

    def round(self, chance: random.Random) -> Iterator[FrameBatch]:
        """Each question once, in an order by chance; those with more answers than a batch has more often."""
        for frame, examples in chance.sample(self._questions, len(self._questions)):
            yield self.batch(frame, chance.sample(list(examples), min(ANSWERS, len(examples))), chance)

    def batch(self, frame: CodeFrame, examples: Sequence[Example], chance: random.Random) -> FrameBatch:
        """At most ANSWERS examples; of a frame with more than THEMES themes, some by chance."""
        themes = sorted(chance.sample(range(len(frame.themes)), min(THEMES, len(frame.themes))))
        said = definitions(frame)
        answers = [disturbed(one.text, chance) for one in examples]
        texts = [*answers, *[""] * (ANSWERS - len(answers)), *(said[at] for at in themes)]
        read = self._tokenizer.encode_batch([*texts, *[""] * (ANSWERS + THEMES - len(texts))])
        longest = max(len(one.ids) for one in read)
        length = next(length for length in LENGTHS if length >= longest)
        made = FrameBatch(
            np.zeros((len(read), length), np.int32),
            np.zeros((len(read), length), np.float32),
            np.zeros((ANSWERS, THEMES), np.float32),
            np.zeros(ANSWERS, np.float32),
            np.zeros(THEMES, np.float32),
        )
        for number, one in enumerate(read):
            made.ids[number, : len(one.ids)] = one.ids
            made.mask[number, : len(one.ids)] = 1
        made.answers[: len(answers)] = 1
        made.themes[: len(themes)] = 1
        for row, example in enumerate(examples):
            made.states[row, : len(themes)] = [frame.themes[at].code in example.codes for at in themes]
        return made
