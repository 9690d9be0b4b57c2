"""The two halves of answers-dev: on `tune` thresholds and mixes are fitted, on `test` nothing is.

Which half an answer is in hangs on its own words alone, so it never moves when others come or go.
"""

import hashlib
from collections.abc import Iterable
from typing import Final

from conversations.hearing.labelled_texts import Labelled

TUNE: Final = "tune"
TEST: Final = "test"

SEED = 1327
"""Of the first 3,000 numbers the one whose halves are most alike in their labels: questions, kinds of personal data,
risks, feelings, look-alikes. What hearing makes of them was not looked at."""


def half(answer: Labelled) -> str:
    """TUNE or TEST."""
    digest = hashlib.sha256(f"{SEED}\n{answer.marked}".encode()).digest()
    return TEST if digest[0] % 2 else TUNE


def in_half(name: str, answers: Iterable[Labelled]) -> list[Labelled]:
    """Those of the answers that are in that half, in their order."""
    return [answer for answer in answers if half(answer) == name]
