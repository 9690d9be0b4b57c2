"""Learns recogniser.bin, the coefficients of the name recogniser that needs no encoder."""

import random
import zlib
from collections.abc import Iterable
from pathlib import Path

from bot.hearing.learning.material import Labelled, answers
from conversations.hearing import recogniser

Sentence = tuple[list[recogniser.Token], list[int], bool]
"""Its words, the true tag of each, and whether any begins with a capital."""


def _sentences(material: Iterable[Labelled]) -> list[Sentence]:
    """Each answer as it was typed and, where that is another, without capitals."""
    made = []
    for answer in material:
        text = answer.raw
        for variant in dict.fromkeys((text, text.lower())):
            if len(variant) != len(text):
                continue
            tokens = recogniser.tokens(variant)
            tags = [
                next(
                    (
                        recogniser.TAGS.index(span.kind)
                        for span in answer.spans
                        if span.start <= token.start < span.end and span.kind in recogniser.TAGS
                    ),
                    0,
                )
                for token in tokens
            ]
            made.append((tokens, tags, any(token.shape == "capital" for token in tokens)))
    return made


def learn(examples: list[Sentence], rounds: int = 8, margin: float = 1.0) -> recogniser.Weights:
    """An averaged perceptron with a margin.

    Each word is seen with the true tag of the word before it, or with the one that the model itself gave, so that it
    learns to live with its own mistakes.
    """
    chance = random.Random(0)  # noqa: S311 - order of examples, nothing secret
    weights: dict[int, list[float]] = {}
    totals: dict[int, list[float]] = {}
    step = 0
    order = list(range(len(examples)))
    for _ in range(rounds):
        chance.shuffle(order)
        for index in order:
            tokens, tags, capital = examples[index]
            before = 0
            for at, token in enumerate(tokens):
                if not recogniser.candidate(token):
                    before = 0
                    continue
                step += 1
                keys = [zlib.crc32(f.encode()) for f in recogniser.features(tokens, at, before, capital)]
                points = [0.0] * 4
                for key in keys:
                    if held := weights.get(key):
                        points = [p + w for p, w in zip(points, held, strict=True)]
                true = tags[at]
                rival = max((tag for tag in range(4) if tag != true), key=lambda tag: points[tag])
                if points[true] - points[rival] < margin:
                    for key in keys:
                        held, total = weights.setdefault(key, [0.0] * 4), totals.setdefault(key, [0.0] * 4)
                        held[true] += 0.1
                        held[rival] -= 0.1
                        total[true] += 0.1 * step
                        total[rival] -= 0.1 * step
                before = true if chance.random() < 0.5 else max(range(4), key=lambda tag: points[tag])
    made: recogniser.Weights = {}
    for key, held in weights.items():
        mean = [h - t / step for h, t in zip(held, totals[key], strict=True)]
        whole = tuple(max(-127, min(127, round(w * recogniser.SCALE))) for w in mean)
        if max(abs(w) for w in whole) >= 1:
            made[key] = whole
    return made


def build_recogniser(shared: Path, out: Path) -> int:
    """Learns recogniser.bin from the answers and writes it into `out`. Returns how many weights it holds."""
    weights = learn(_sentences(answers(shared)))
    (out / "recogniser.bin").write_bytes(
        b"".join(recogniser.WEIGHT.pack(key, *weights[key]) for key in sorted(weights))
    )
    return len(weights)
