"""What the encoder makes of a text: values, and what an encoder has to be able to do.

The encoder itself is loaded by the doors (bot/inference/encoder/onnx_encoder.py) and handed in: nothing here reads a
file.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

VECTOR = 384
"""Numbers in the vector of a text."""

STATES = 3 * VECTOR
"""Numbers in the state of a token: those of the encoder's second, fourth and sixth layer, one after the other."""

TOGETHER = 64
"""Texts that are encoded at once where only their vectors are wanted."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text as the encoder reads it, a token being a word or a part of one.

    `offsets` (tokens x 2, int): where each token stands in the text that was encoded, end not included.
    `states` (tokens x STATES): the state of each token.
    `vector` (VECTOR): the meaning of the whole text, of length 1.
    `parts` (windows x VECTOR): that of each stretch of a long text, each of length 1; one row for a short text.
    """

    offsets: NDArray[np.int32] = field(repr=False)
    states: Floats = field(repr=False)
    vector: Floats = field(repr=False)
    parts: Floats = field(repr=False)


class EncoderError(Exception):
    """The encoder is missing or broken. Says what to do; never holds a respondent's words."""


class Encoder(Protocol):
    version: str
    """Changes whenever the same text would be encoded differently."""

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Each text encoded, in the order given. Safe from any thread. Raises EncoderError."""


def vectors_by(encoder: Encoder) -> Callable[[Sequence[str]], Floats]:
    """What makes the vectors (texts x VECTOR) of texts."""

    def encode(texts: Sequence[str]) -> Floats:
        made = np.zeros((len(texts), VECTOR), np.float32)
        for start in range(0, len(texts), TOGETHER):  # the states of all at once would take hundreds of MiB
            some = encoder.encode(texts[start : start + TOGETHER])
            made[start : start + len(some)] = [one.vector for one in some]
        return made

    return encode
