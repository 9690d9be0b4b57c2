"""What types with options have in common."""

import pytest

from conversations.asking.locales import line
from conversations.asking.question_types.ticking import alone, option_tapped, settled
from conversations.asking.steps.places import ASKED
from tests.conversations.asking.at_a_place import RUNNING, at, tap, texts

SH4 = RUNNING.text.question("SH4")
QUESTIONS = [question for question in (*RUNNING.text.questions, *RUNNING.text.about_you) if question.options]


@pytest.mark.parametrize(
    ("picked", "newest", "left"),
    [
        (("not_sure",), (), ("not_sure",)),
        (("not_sure",), ("not_sure",), ("not_sure",)),
        (("early_help", "not_sure"), ("not_sure",), ("not_sure",)),
        (("not_sure", "early_help"), ("early_help",), ("early_help",)),
        (("early_help", "not_sure"), (), ("early_help",)),
        (("early_help", "not_sure"), ("not_sure", "early_help"), ("early_help",)),
        (("early_help", "after_18"), ("after_18",), ("early_help", "after_18")),
        (("early_help", "after_18"), (), ("early_help", "after_18")),
        ((), (), ()),
    ],
)
def test_an_option_that_goes_with_no_other_gives_way_or_stands_alone(
    picked: tuple[str, ...], newest: tuple[str, ...], left: tuple[str, ...]
) -> None:
    assert alone(SH4, picked, newest) == left


def test_what_is_kept_is_in_order_once_each_and_there() -> None:
    assert settled(SH4, ("not_sure",)) == ("not_sure",)
    assert settled(SH4, ("after_18", "gone", "early_help", "after_18")) == ("early_help", "after_18")


def test_there_are_as_many_buttons_as_options() -> None:
    for one in QUESTIONS:
        count = len(one.options)
        assert option_tapped(one, f"o{count - 1}") == one.options[-1].id
        assert option_tapped(one, f"o{count}") is None
        assert texts(tap(at(ASKED + one.id), f"o{count}"))[0] == line("stale")
