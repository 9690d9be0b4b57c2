"""What was learned about the bundled questions before any answer came in (learned/themes.npz)."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conversations.hearing.encoded import Floats
from conversations.hearing.learned_files import learned_arrays
from conversations.hearing.themes.answer_features import Arrays, Rarity, counted
from conversations.hearing.themes.code_frame import CodeFrame, Example
from conversations.hearing.themes.ridge import RidgeWeights, fitted
from conversations.hearing.themes.thresholds import Thresholds, tuned

KEPT = 12_000
"""Hashed words and runs of letters that are kept for a question: those with most weight."""

FIRMNESS = 1.0
"""How little one example can change, beside its likeness of 3 to itself."""

Encode = Callable[[Sequence[str]], Floats]


@dataclass(frozen=True, slots=True)
class Pretrained:
    """What was learned about one question. `score`: its sample-averaged F1 on what it was learned from, each text left
    out in turn (too good where the encoder was adapted to these texts). `encoder`: the version that it was learned on.
    """

    codes: tuple[str, ...]
    weights: RidgeWeights = field(repr=False)
    thresholds: Thresholds
    score: float
    encoder: str
    version: str


def labels(examples: Sequence[Example], codes: Sequence[str]) -> NDArray[np.bool_]:
    """Which of the codes each example has (examples x codes)."""
    return np.array([[code in example.codes for code in codes] for example in examples], bool).reshape(-1, len(codes))


def frame_examples(frame: CodeFrame) -> list[Example]:
    """The examples that a frame brings, each once, with all codes that it stands under."""
    found: dict[str, set[str]] = {}
    for theme in frame.themes:
        for text in theme.examples:
            found.setdefault(text, set()).add(theme.code)
    for code, texts in frame.residual.items():
        for text in texts:
            found.setdefault(text, {code})
    return [Example(text, frozenset(codes)) for text, codes in found.items()]


def learn_prior(frame: CodeFrame, answers: Sequence[Example], encode: Encode, *, encoder: str) -> Pretrained:
    """From a frame's own examples and from coded answers that are not shipped."""
    examples = [*frame_examples(frame), *answers]
    texts, stated = [example.text for example in examples], labels(examples, frame.codes)
    counts, vectors = counted(texts), encode(texts)
    rarity = Rarity.of(counts)
    wanted = stated.astype(np.float32)
    whole, left_out = fitted(rarity, counts, vectors, wanted, stated, firmness=FIRMNESS, start=True)
    heavy = np.abs(whole.words).sum(axis=1)
    rarity = rarity.only(heavy >= np.sort(heavy)[-min(KEPT, len(heavy))])
    weights, _ = fitted(rarity, counts, vectors, wanted, stated, firmness=FIRMNESS, start=True)
    thresholds, score = tuned(left_out, stated, frame.codes)
    return _prior(frame.codes, weights.arrays("prior"), thresholds, score, encoder)


def learn_priors(
    material: Mapping[str, tuple[CodeFrame, Sequence[Example]]], encode: Encode, *, encoder: str
) -> dict[str, Pretrained]:
    """A prior for each question: from its frame, and from redacted answers that people coded."""
    return {
        question: learn_prior(frame, answers, encode, encoder=encoder)
        for question, (frame, answers) in material.items()
    }


def to_arrays(priors: Mapping[str, Pretrained]) -> Arrays:
    """As they are kept in themes.npz."""
    made: Arrays = {}
    for question, prior in sorted(priors.items()):
        made |= prior.weights.arrays(question)
        made[f"{question}.codes"] = np.array(prior.codes)
        made[f"{question}.decision"] = np.array([*_numbers(prior.thresholds), prior.score])
        made[f"{question}.encoder"] = np.array(prior.encoder)
    return made


def from_arrays(arrays: Mapping[str, NDArray[Any]]) -> dict[str, Pretrained]:
    """What `to_arrays` made."""
    made = {}
    for question in sorted(name.removesuffix(".codes") for name in arrays if name.endswith(".codes")):
        own = {
            f"prior{name.removeprefix(question)}": arrays[name] for name in arrays if name.startswith(f"{question}.")
        }
        slope, lift, bar, score = map(float, arrays[f"{question}.decision"])
        codes = tuple(map(str, arrays[f"{question}.codes"]))
        made[question] = _prior(codes, own, Thresholds(slope, lift, bar), score, str(arrays[f"{question}.encoder"]))
    return made


def _numbers(thresholds: Thresholds) -> tuple[float, float, float]:
    return thresholds.slope, thresholds.lift, thresholds.bar


def _prior(codes: tuple[str, ...], arrays: Arrays, thresholds: Thresholds, score: float, encoder: str) -> Pretrained:
    digest = hashlib.sha256(repr((codes, _numbers(thresholds), score, encoder)).encode())
    parts = ("bends", "bends.scale", "ids", "rarity", "start", "usual", "words", "words.scale")
    for part in parts:
        digest.update(arrays[f"prior.{part}"].tobytes())
    return Pretrained(codes, RidgeWeights.read(arrays, "prior"), thresholds, score, encoder, digest.hexdigest()[:16])


@cache
def priors() -> Mapping[str, Pretrained]:
    """The priors that the product ships, by question, read at the first call."""
    return from_arrays(learned_arrays("themes.npz"))
