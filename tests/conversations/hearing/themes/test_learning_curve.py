"""What a new question's coding is worth after so many examples."""

import numpy as np

from conversations.hearing.themes.code_frame import Example
from conversations.hearing.themes.learning_curve import drawn, learning_curve
from tests.conversations.hearing.themes.test_coder import FRAME, PETS, SAFE, encode

CODED = [Example(text, frozenset({"pets"})) for text in PETS] + [Example(text, frozenset({"safe"})) for text in SAFE]
MEASURED = [Example("any animal at all", frozenset({"pets"})), Example("not scared", frozenset({"safe"}))]


def test_examples_are_drawn_until_each_code_has_so_many() -> None:
    taken = drawn(CODED, FRAME.codes, 3, np.random.default_rng(1))
    assert sum("pets" in one.codes for one in taken) == 3
    assert sum("safe" in one.codes for one in taken) == 3
    assert drawn(CODED, FRAME.codes, 0, np.random.default_rng(1)) == []
    assert len(drawn(CODED, FRAME.codes, 99, np.random.default_rng(1))) == len(CODED)


def test_the_curve_has_each_step_and_sees_no_examples_of_the_frame() -> None:
    asked: set[str] = set()

    def watched(texts: list[str]) -> object:
        asked.update(texts)
        return encode(texts)

    curve = learning_curve(FRAME, CODED[:1], MEASURED, watched, steps=(0, 2), draws=2)  # type: ignore[arg-type]
    assert list(curve) == [0, 2]
    assert all(0 <= score <= 1 for score in curve.values())
    assert not asked & set(PETS[1:] + SAFE)


def test_the_same_seed_draws_the_same_curve() -> None:
    curves = [learning_curve(FRAME, CODED, MEASURED, encode, steps=(2,), seed=seed) for seed in (1, 1)]
    assert curves[0] == curves[1]
