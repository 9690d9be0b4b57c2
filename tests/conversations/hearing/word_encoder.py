"""An encoder for tests: a text's vector is the sum of its words' vectors, which are drawn by the word."""

import re
import zlib
from collections.abc import Sequence

import numpy as np

from conversations.hearing.encoded import STATES, VECTOR, Encoded, Floats

WORD = re.compile(r"\w+")


def unit(word: str) -> Floats:
    made = np.random.default_rng(zlib.crc32(word.encode())).normal(size=VECTOR).astype(np.float32)
    return made / np.float32(np.linalg.norm(made))


class BagOfWords:
    """`windows`: words that are read together."""

    version = "words"

    def __init__(self, windows: int = 1000) -> None:
        self.windows = windows
        self.calls = 0
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        self.calls += 1
        self.texts += texts
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> Encoded:
        words = [(match.start(), match.end(), unit(match[0].lower())) for match in WORD.finditer(text)]
        states = np.zeros((len(words), STATES), np.float32)
        for at, (_, _, vector) in enumerate(words):
            states[at, -VECTOR:] = vector
        parts = (
            [
                _length_one(np.sum([vector for _, _, vector in words[at : at + self.windows]], axis=0))
                for at in range(0, max(len(words), 1), self.windows)
            ]
            if words
            else [np.zeros(VECTOR, np.float32)]
        )
        offsets = np.array([(start, end) for start, end, _ in words], np.int32).reshape(-1, 2)
        return Encoded(offsets, states, _length_one(np.sum(parts, axis=0)), np.array(parts, np.float32))


def _length_one(vector: Floats) -> Floats:
    made: Floats = (vector / max(float(np.linalg.norm(vector)), 1e-9)).astype(np.float32)
    return made
