"""A worry that is told in pieces says that it took several answers."""

from typing import cast

import pytest

from conversations.hearing.screening.screener import Screener
from conversations.hearing.screening.told_in_pieces import screen_together
from conversations.hearing.values import TOGETHER, ToldBefore

NO_SCREENER = cast(Screener, None)
"""Not asked without an encoder."""


@pytest.mark.parametrize(
    ("raw", "earlier", "together"),
    [("hes 28", "my boyfriend is great", True), ("my boyfriend is 28", "", False)],
)
def test_what_took_several_answers_is_known_by_it(raw: str, earlier: str, together: bool) -> None:
    flag = screen_together(raw, (), ToldBefore(earlier, "13_15"), encoded=None, screener=NO_SCREENER)
    assert flag is not None
    assert (TOGETHER in flag.raised_by) is together
