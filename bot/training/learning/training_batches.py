"""Labelled texts as arrays of few shapes, so that JAX compiles the step a few times only."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bot.training.learning.disturbing import disturbed
from conversations.hearing.encoded import Floats
from conversations.hearing.encoder_heads import FEELINGS, TAGS
from conversations.hearing.labelled_texts import Labelled
from conversations.hearing.values import Risk, Span

LENGTHS = (16, 24, 32, 48, 64, 96, 128)
"""Tokens that a batch may have; longer texts are cut."""

TOGETHER = 8
"""Batches among which the texts are sorted by length, so that little of a batch is padding."""

Codes = Mapping[str, tuple[str, ...]]
"""The codes that are learned, by question."""


class Batch(NamedTuple):
    """Rows that fill up a batch, and what nobody labelled, have weight 0 everywhere.

    `ids` (texts x tokens, int32), `mask` (the same, float). `real` (texts): 1, or 0 for a row that fills up.
    `codes`, `asked` (texts x codes of all questions): 1 where the text states it; where its question has it and
    somebody coded the text. `risk` (texts x 2): any worry, an urgent one; `screened` (texts): whether somebody said.
    `feeling` (texts x FEELINGS): 1 for the one. `tags` (texts x tokens, int32): in the order of TAGS; `tagged` (the
    same, float): whether anybody can say.
    """

    ids: NDArray[np.int32]
    mask: Floats
    real: Floats
    codes: Floats
    asked: Floats
    risk: Floats
    screened: Floats
    feeling: Floats
    tags: NDArray[np.int32]
    tagged: Floats


def codes_of(rows: Sequence[Labelled]) -> Codes:
    """The codes that were given, by question, both in order."""
    found: dict[str, set[str]] = {}
    for row in rows:
        if row.question and row.codes:
            found.setdefault(row.question, set()).update(row.codes)
    return {question: tuple(sorted(found[question])) for question in sorted(found)}


@dataclass(frozen=True, slots=True)
class Batches:
    """Makes batches of `size` texts. `tokenizer`: without padding, cutting at the last of LENGTHS."""

    tokenizer: Tokenizer
    codes: Codes
    size: int

    def count(self, rows: Sequence[Labelled]) -> int:
        """How many batches a round over the rows has."""
        return -(-len(rows) // self.size)

    def round(self, rows: Sequence[Labelled], chance: random.Random) -> Iterator[Batch]:
        """Every row once, in an order and a form by chance: redacted, or as typed without capitals."""
        order = list(range(len(rows)))
        chance.shuffle(order)
        parts = []
        for start in range(0, len(order), self.size * TOGETHER):
            near = sorted(order[start : start + self.size * TOGETHER], key=lambda index: len(rows[index].marked))
            parts += [near[at : at + self.size] for at in range(0, len(near), self.size)]
        chance.shuffle(parts)
        for part in parts:
            yield self.batch([rows[index] for index in part], chance)

    def batch(self, rows: Sequence[Labelled], chance: random.Random) -> Batch:
        """These rows, at most `size` of them."""
        texts, spans = zip(*(_form(row, chance) for row in rows), strict=True)
        read = self.tokenizer.encode_batch([*texts, *[""] * (self.size - len(rows))])
        longest = max(len(one.ids) for one in read)
        length = next(length for length in LENGTHS if length >= longest)
        width = sum(map(len, self.codes.values()))
        made = Batch(
            ids=np.zeros((self.size, length), np.int32),
            mask=np.zeros((self.size, length), np.float32),
            real=np.zeros(self.size, np.float32),
            codes=np.zeros((self.size, width), np.float32),
            asked=np.zeros((self.size, width), np.float32),
            risk=np.zeros((self.size, 2), np.float32),
            screened=np.zeros(self.size, np.float32),
            feeling=np.zeros((self.size, len(FEELINGS)), np.float32),
            tags=np.zeros((self.size, length), np.int32),
            tagged=np.zeros((self.size, length), np.float32),
        )
        for number, one in enumerate(read):
            made.ids[number, : len(one.ids)] = one.ids
            made.mask[number, : len(one.ids)] = 1
        made.real[: len(rows)] = 1
        for number, (row, marked) in enumerate(zip(rows, spans, strict=True)):
            self._label(made, number, row)
            if marked is not None:
                for at, (start, end) in enumerate(read[number].offsets):
                    if end > start:
                        made.tags[number, at] = _tag(marked, start, end)
                        made.tagged[number, at] = 1
        return made

    def _label(self, made: Batch, number: int, row: Labelled) -> None:
        begin = 0
        for question, codes in self.codes.items():
            if question == row.question and row.codes:
                made.asked[number, begin : begin + len(codes)] = 1
                made.codes[number, begin : begin + len(codes)] = [code in row.codes for code in codes]
            begin += len(codes)
        if row.risk is not None:
            made.risk[number] = row.risk >= Risk.CONCERN, row.risk == Risk.URGENT
            made.screened[number] = 1
        if row.feeling is not None:
            made.feeling[number, FEELINGS.index(row.feeling)] = 1


def _form(row: Labelled, chance: random.Random) -> tuple[str, tuple[Span, ...] | None]:
    """The text in one of its forms, and where personal data stands in it; None where nobody can say."""
    if chance.random() < 0.5 or row.redacted_only:
        return disturbed(row.redacted, chance), None
    raw = row.raw
    lower = raw.lower()
    return (lower if len(lower) == len(raw) else raw), row.spans


def _tag(spans: Sequence[Span], start: int, end: int) -> int:
    return next((TAGS.index(span.kind) for span in spans if start < span.end and end > span.start), 0)
