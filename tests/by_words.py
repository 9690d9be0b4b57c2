"""A coder for tests that is as simple as can be: a theme is stated by the words of its examples, and of its answers."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bot.inference.coding_functions import AnswerCoder, CodingFunctions
from conversations.hearing.encoded import Floats
from conversations.hearing.themes.answer_group import Group
from conversations.hearing.themes.code_frame import RESIDUAL, CodeFrame, Coding, Example
from conversations.hearing.values import Feeling

SMALL = {"a", "and", "the", "my", "i", "of", "to", "in", "is", "it", "that", "with"}


def words(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z]+", text.lower()) if word not in SMALL]


@dataclass
class ByWords:
    """`score`: what a test wants it to be."""

    keys: dict[str, list[str]]
    version: str
    score: float | None

    def code(self, texts: Sequence[str], vectors: Floats | None) -> list[Coding]:
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> Coding:
        found = {code: len(set(words(text)) & set(keys)) for code, keys in self.keys.items()}
        stated = sorted((code for code in found if found[code] and code not in RESIDUAL), key=lambda code: -found[code])
        if not stated:
            return Coding(("other",), {"other": 0.4, **dict.fromkeys(self.keys, 0.1)}, needs_person=True)
        return Coding(tuple(stated), {code: 0.9 if code in stated else 0.1 for code in self.keys}, needs_person=False)

    def to_bytes(self) -> bytes:
        return json.dumps([self.keys, self.version, self.score]).encode()


def read(kept: bytes) -> ByWords:
    return ByWords(*json.loads(kept))


@dataclass
class Learner:
    """`scores`: of the coders that are learned next, and then of all. `taught`: what each was learned from."""

    scores: list[float | None] = field(default_factory=lambda: [None])
    taught: list[tuple[CodeFrame, list[Example]]] = field(default_factory=list)

    def __call__(self, consultation: str, frame: CodeFrame, examples: Sequence[Example]) -> ByWords:
        self.taught.append((frame, list(examples)))
        keys = {theme.code: [word for one in theme.examples for word in words(one)] for theme in frame.themes}
        for example in examples:
            for code in example.codes:
                keys.setdefault(code, []).extend(words(example.text))
        version = hashlib.sha256(json.dumps([keys, sorted(map(str, examples))]).encode()).hexdigest()
        return ByWords(keys, version, self.scores.pop(0) if len(self.scores) > 1 else self.scores[0])


def feel(texts: Sequence[str]) -> list[Feeling]:
    return [Feeling.NEGATIVE if "not" in words(text) else Feeling.POSITIVE for text in texts]


def encode(texts: Sequence[str]) -> Floats:
    return np.zeros((len(texts), 1), np.float32)


def groups(texts: Sequence[str], vectors: Floats) -> list[Group]:
    """Those that share their first word."""
    first = Counter(words(text)[0] for text in texts)
    return [
        Group((word,), tuple(at for at, text in enumerate(texts) if words(text)[0] == word))
        for word, count in first.most_common()
        if count > 1
    ]


def falls_behind(new: AnswerCoder, old: AnswerCoder) -> bool:
    return new.score is not None and old.score is not None and new.score < old.score


async def by_words(learner: Learner | None = None) -> CodingFunctions:
    return CodingFunctions(learner or Learner(), read, falls_behind, feel, "1", encode, groups)
