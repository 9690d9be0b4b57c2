"""From log-odds to codes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from conversations.hearing.themes.code_frame import RESIDUAL
from conversations.hearing.themes.thresholds import MOST, stated_codes

CODES = ("a", "b", "c", "d", "e", *RESIDUAL)


def stated(*odds: float) -> set[str]:
    (row,) = stated_codes(np.array([odds], np.float32), CODES, 0.0)
    return {code for code, said in zip(CODES, row, strict=True) if said}


def test_a_residual_code_that_is_likeliest_stands_alone() -> None:
    assert stated(3, 2, -1, -1, -1, 4, 1, -1) == {"other"}
    assert stated(3, 2, -1, -1, -1, 2.5, 1, -1) == {"a", "b"}


@given(st.lists(st.floats(-20, 20, width=32), min_size=8, max_size=8))
def test_there_are_one_to_four_themes_or_one_residual_code(odds: list[float]) -> None:
    made = stated(*odds)
    assert 1 <= len(made) <= MOST
    assert len(made) == 1 or not made & set(RESIDUAL)
