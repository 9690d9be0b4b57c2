"""What an organisation with a question of its own can expect: how good coding is after so many examples a theme."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from conversations.hearing.encoded import Floats
from conversations.hearing.themes.code_frame import RESIDUAL, CodeFrame, Example
from conversations.hearing.themes.coder import learn

STEPS = (0, 4, 8, 16, 32)


def learning_curve(
    frame: CodeFrame,
    coded: Sequence[Example],
    measured: Sequence[Example],
    encode: Callable[[Sequence[str]], Floats],
    *,
    steps: Sequence[int] = STEPS,
    draws: int = 3,
    seed: int = 0,
) -> dict[int, float]:
    """Sample-averaged F1 (0 to 1) on `measured`, after learning from so many of the `coded` examples a theme.

    As for a question that is new: no prior, and the frame with its definitions only. For each theme in turn, examples
    are drawn until it has so many, or no more are there; the mean of some draws. The encoder must not have been adapted
    to this question's answers, or the figures are too good.
    """
    bare = replace(frame, themes=tuple(replace(theme, examples=()) for theme in frame.themes), residual={})
    vectors = dict(zip([one.text for one in coded], encode([one.text for one in coded]), strict=True)) if coded else {}

    def known(texts: Sequence[str]) -> Floats:
        missing = [text for text in dict.fromkeys(texts) if text not in vectors]
        if missing:
            vectors.update(zip(missing, encode(missing), strict=True))
        return np.array([vectors[text] for text in texts], np.float32)

    texts = [one.text for one in measured]
    made = {}
    for step in steps:
        scores: list[float] = []
        for draw in range(draws if step else 1):
            examples = drawn(coded, frame.codes, step, np.random.default_rng((seed, draw)))
            codings = learn(bare, examples, known).code(texts, known(texts))
            scores.extend(
                2 * len(one.codes & frozenset(coding.codes)) / (len(one.codes) + len(coding.codes))
                for one, coding in zip(measured, codings, strict=True)
            )
        made[step] = float(np.mean(scores))
    return made


def drawn(coded: Sequence[Example], codes: Sequence[str], step: int, chance: np.random.Generator) -> list[Example]:
    """Examples so that each code has `step` of them, or all that there are."""
    taken: dict[int, Example] = {}
    order = [int(at) for at in chance.permutation(len(coded))]
    for code in sorted(codes, key=lambda code: code in RESIDUAL):
        for at in order:
            if sum(code in one.codes for one in taken.values()) >= step:
                break
            if code in coded[at].codes:
                taken[at] = coded[at]
    return list(taken.values())
