"""Scale: one of several options that stand in an order, as from always to never."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversations.asking.question_types import ticking
from conversations.asking.question_types.choice import Choice
from conversations.asking.question_types.question_type import Counting

if TYPE_CHECKING:
    from conversations.asking.consultation.model import Question


class Scale(Choice):
    """Asked and answered as a choice is. Its order means something, so it is never shuffled, and figures may show
    neighbours as one."""

    name = "scale"
    also_called = ()
    parts = frozenset({"options"})

    def counting(self, question: Question) -> Counting:
        """Those marked `last`, as "Not sure" is, stand in no order."""
        in_order = tuple(place for place, option in enumerate(question.options) if not option.last)
        return Counting(ticking.cells(question), in_order=in_order)


SCALE = Scale()
