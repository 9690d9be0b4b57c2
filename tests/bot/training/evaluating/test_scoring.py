"""The sums behind EVALUATION.md, on answers small enough to count by hand."""

import pytest

from bot.training.evaluating import scoring
from bot.training.evaluating.scoring import Share
from conversations.hearing.labelled_texts import Labelled
from conversations.hearing.values import Feeling, Kind, Risk, Span


def test_a_span_is_hidden_only_if_all_of_it_is() -> None:
    answer = Labelled("told [[PERSON:kez okafor]] and [[LOCATION:Hull]]")
    whole = scoring.hidden([answer], [[Span(5, 15, Kind.PERSON), Span(20, 24, Kind.LOCATION)]])
    part = scoring.hidden([answer], [[Span(5, 8, Kind.PERSON)]])
    assert whole.of() == Share(2, 2)
    assert whole.lower_case == Share(1, 1)
    assert part.of(Kind.PERSON) == Share(0, 1)
    assert part.of() == Share(0, 2)


def test_a_word_hidden_for_nothing_counts_as_one_of_the_others() -> None:
    answers = [Labelled("told [[PERSON:kez]] twice"), Labelled("i hope so")]
    made = scoring.hidden(answers, [[Span(5, 8, Kind.PERSON)], [Span(2, 6, Kind.PERSON)]])
    assert made.wrong == Share(1, 5)
    assert made.touched == Share(1, 1)


def test_flagged_is_flagged_at_any_level() -> None:
    answers = [Labelled("a", risk=Risk.URGENT), Labelled("b", risk=Risk.URGENT), Labelled("c", risk=Risk.NONE)]
    risks = [Risk.CONCERN, Risk.NONE, Risk.CONCERN]
    assert scoring.flagged(answers, risks, lambda one: one.risk is Risk.URGENT) == Share(1, 2)
    assert scoring.flagged(answers, risks, lambda one: one.risk is Risk.NONE) == Share(1, 1)


def test_mixed_answers_do_not_count_for_feeling() -> None:
    feelings = [Feeling.POSITIVE, Feeling.NEUTRAL, Feeling.NEGATIVE, Feeling.NEGATIVE, Feeling.MIXED]
    said = [Feeling.POSITIVE, Feeling.NEUTRAL, Feeling.NEGATIVE, Feeling.NEUTRAL, Feeling.NEUTRAL]
    answers = [Labelled("x", feeling=one) for one in feelings]
    assert scoring.feeling_f1(answers, said) == pytest.approx((1 + 2 / 3 + 2 / 3) / 3)


def test_themes_are_compared_as_sets() -> None:
    answers = [
        Labelled("x", question="SH2", codes=frozenset({"notice", "goodbye"})),
        Labelled("y", question="SH2", codes=frozenset({"other"})),
    ]
    made = scoring.themes(answers, [("notice",), ("other",)])
    assert made.sample == pytest.approx((2 / 3 + 1) / 2)
    assert made.macro == pytest.approx((1 + 0 + 1) / 3)
    assert made.interval[0] <= made.sample <= made.interval[1]


@pytest.mark.parametrize(
    ("part", "of", "low", "high"), [(21, 21, 0.845, 1.0), (0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763)]
)
def test_intervals_are_wilsons(part: int, of: int, low: float, high: float) -> None:
    assert Share(part, of).interval == pytest.approx((low, high), abs=0.001)


def test_a_share_of_nothing_is_no_fault() -> None:
    assert Share(0, 0).value == 0
    assert Share(0, 0).interval == (0.0, 1.0)
