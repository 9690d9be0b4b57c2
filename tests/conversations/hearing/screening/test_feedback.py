"""Moderators' decisions move what was learned, gently."""

from dataclasses import replace

import numpy as np
import pytest

from conversations.hearing.screening.feedback import HIGHER, LOWER, STEP, Decision, adjust
from conversations.hearing.screening.risk_model import Mix, RiskModel, learned
from conversations.hearing.values import Risk

ALARM = "the fire drill was at lunch and we all went out"
WORRY = "the blue bag is under my bed like he told me"


@pytest.fixture
def worries() -> RiskModel:
    return learned()


def odds(worries: RiskModel, text: str) -> float:
    return float(worries.ngrams(text)[0])


def test_a_false_alarm_lowers_its_words_a_little(worries: RiskModel) -> None:
    moved = odds(adjust(worries, [Decision(ALARM, Risk.NONE)]), ALARM) - odds(worries, ALARM)
    assert -STEP <= moved < 0


def test_a_worry_raised_by_hand_raises_its_words_and_those_that_are_like_them(worries: RiskModel) -> None:
    after = adjust(worries, [Decision(WORRY, Risk.URGENT)] * 5)
    assert odds(after, WORRY) > odds(worries, WORRY) + 0.1
    assert odds(after, "theres a blue bag under my bed") > odds(worries, "theres a blue bag under my bed")


def test_a_thousand_false_alarms_do_not_make_it_deaf(worries: RiskModel) -> None:
    text = "my stepdad hits me"
    before = odds(worries, text)
    after = odds(adjust(worries, [Decision(text, Risk.NONE)] * 1000), text)
    assert before - LOWER - 0.01 <= after < before


def test_a_thousand_worries_do_not_make_it_shout(worries: RiskModel) -> None:
    after = odds(adjust(worries, [Decision(WORRY, Risk.URGENT)] * 1000), WORRY)
    assert after <= odds(worries, WORRY) + HIGHER + 0.01


def test_a_false_alarm_says_nothing_of_how_urgent_a_true_worry_is(worries: RiskModel) -> None:
    after = adjust(worries, [Decision(ALARM, Risk.NONE)] * 10)
    assert after.ngrams(ALARM)[1] == worries.ngrams(ALARM)[1]


def test_each_set_of_decisions_has_its_version_in_whatever_order_they_come(worries: RiskModel) -> None:
    one, two = Decision(ALARM, Risk.NONE), Decision(WORRY, Risk.CONCERN)
    first, second = adjust(worries, [one, two]), adjust(worries, [two, one])
    assert first.version == second.version != worries.version
    assert np.array_equal(first.ngrams.weight, second.ngrams.weight)
    assert adjust(worries, [one]).version != first.version
    assert adjust(worries, []) is worries


def test_what_was_learned_is_left_as_it_was(worries: RiskModel) -> None:
    before = odds(worries, ALARM)
    adjust(worries, [Decision(ALARM, Risk.NONE)] * 10)
    assert odds(worries, ALARM) == before


def test_where_grams_count_for_more_a_decision_moves_them_less(worries: RiskModel) -> None:
    heavy = Mix(np.array([25.0, 0.0]), np.zeros(2), 0.0, 0.0, np.inf)
    loud = replace(worries, with_encoder=heavy, without_encoder=heavy)
    moved = [odds(adjust(one, [Decision(ALARM, Risk.NONE)]), ALARM) - odds(one, ALARM) for one in (worries, loud)]
    assert abs(moved[1]) < abs(moved[0])
