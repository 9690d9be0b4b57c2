"""Learns recogniser.bin, the coefficients of the name recogniser that needs no encoder."""

import random
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.training.material import personal, training_answers
from conversations.hearing.labelled_texts import Labelled
from conversations.hearing.redaction import name_recogniser
from conversations.hearing.text.normalisation import plain
from conversations.hearing.text.tokens import Token, tokens
from conversations.hearing.values import Span

Sentence = tuple[list[Token], list[int], bool]
"""Its words, the true tag of each, and whether any begins with a capital."""


def in_both_cases(material: Iterable[Labelled]) -> list[tuple[str, tuple[Span, ...]]]:
    """Each text as rules read it with its spans, and once more in lower case where it was not."""
    made = []
    for one in material:
        typed = one.raw
        text = plain(typed).text if len(plain(typed).text) == len(typed) else typed
        made.append((text, one.spans))
        if text != text.lower() and len(text.lower()) == len(text):
            made.append((text.lower(), one.spans))
    return made


def sentences(material: Iterable[Labelled]) -> list[Sentence]:
    """Marked texts as the recogniser learns from them."""
    made = []
    for text, spans in in_both_cases(material):
        row = tokens(text)
        kinds = [
            (one.start, one.end, name_recogniser.TAGS.index(one.kind))
            for one in spans
            if one.kind in name_recogniser.TAGS
        ]
        tags = [next((tag for start, end, tag in kinds if start <= token.start < end), 0) for token in row]
        made.append((row, tags, any(token.shape == "capital" for token in row)))
    return made


def learn(examples: Sequence[Sentence], rounds: int = 8, margin: float = 1.0) -> name_recogniser.Weights:
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
            row, tags, capital = examples[index]
            before = 0
            for at, token in enumerate(row):
                if not name_recogniser.candidate(token):
                    before = 0
                    continue
                step += 1
                keys = [zlib.crc32(f.encode()) for f in name_recogniser.features(row, at, before, capital)]
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
    made: name_recogniser.Weights = {}
    for key, held in weights.items():
        mean = [h - t / step for h, t in zip(held, totals[key], strict=True)]
        whole = tuple(max(-127, min(127, round(w * name_recogniser.SCALE))) for w in mean)
        if max(abs(w) for w in whole) >= 1:
            made[key] = whole
    return made


def build_recogniser(out: Path) -> int:
    """Learns recogniser.bin from the answers and from own texts, and writes it into `out`. Returns how many weights it
    holds."""
    weights = learn(sentences([*training_answers(), *personal()]))
    (out / "recogniser.bin").write_bytes(
        b"".join(name_recogniser.WEIGHT.pack(key, *weights[key]) for key in sorted(weights))
    )
    return len(weights)
