"""Scale."""

from conversations.asking.question_types.scale import SCALE
from tests.conversations.asking.at_a_place import RUNNING


def test_those_that_stay_at_the_end_stand_in_no_order() -> None:
    question = RUNNING.text.question("SH3")
    last = [place for place, option in enumerate(question.options) if option.last]
    assert last
    in_order = SCALE.counting(question).in_order
    assert [*in_order, *last] == list(range(len(question.options)))
