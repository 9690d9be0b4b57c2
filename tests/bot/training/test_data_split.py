"""answers-dev in two halves: one to tune on, one to measure on."""

from collections import Counter
from collections.abc import Callable, Iterable

import pytest

from bot.training import material
from bot.training.data_split import TEST, TUNE, half, in_half
from conversations.hearing.labelled_texts import Labelled

DEV = material.labelled(material.DATA / material.DEV)


def test_every_answer_is_in_one_half() -> None:
    tune, test = in_half(TUNE, DEV), in_half(TEST, DEV)
    assert [len(tune), len(test)] == [177, 173]
    assert {one.marked for one in tune} & {one.marked for one in test} == set()
    assert sorted(one.marked for one in [*tune, *test]) == sorted(one.marked for one in DEV)


def test_an_answer_stays_in_its_half_whatever_stands_beside_it() -> None:
    assert in_half(TUNE, DEV[100:]) == [one for one in in_half(TUNE, DEV) if one in DEV[100:]]
    relabelled = Labelled(DEV[0].marked, question="AD7")
    assert half(relabelled) == half(DEV[0])


@pytest.mark.parametrize(
    "labels",
    [
        lambda one: [one.question],
        lambda one: [one.risk],
        lambda one: [one.feeling],
        lambda one: {span.kind for span in one.spans},
        lambda one: one.traits & {"hard_negative_risk", "hard_negative_pii", "lower_case"},
    ],
)
def test_the_halves_are_alike_in_their_labels(labels: Callable[[Labelled], Iterable[object]]) -> None:
    tune, test = (Counter(label for one in in_half(name, DEV) for label in labels(one)) for name in (TUNE, TEST))
    for label in tune | test:
        among = tune[label] + test[label]
        assert abs(tune[label] - test[label]) < among**0.5, label


def test_thresholds_are_fitted_on_one_half_alone() -> None:
    assert material.tuning_answers() == in_half(TUNE, DEV)
