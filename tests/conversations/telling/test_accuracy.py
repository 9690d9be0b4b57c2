"""How far coding can be trusted."""

import random

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import cohen_kappa_score, f1_score

from conversations.hearing.themes.code_frame import CodeFrame, Theme
from conversations.telling.accuracy import ENOUGH, Twice, accuracy, overlap, statement

FRAME = CodeFrame("home", "Home?", (Theme("a", "A", "A."), Theme("b", "B", "B."), Theme("c", "C", "C.")))


def some(count: int, seed: int = 3) -> list[Twice]:
    """Two people and a machine who agree most of the time; nobody ever names c."""
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        first = frozenset(chance.choice([("a",), ("b",), ("a", "b"), ("other",)]))
        second = first if chance.random() < 0.8 else frozenset(["a"])
        made.append(Twice("home", first, second, first if chance.random() < 0.7 else frozenset(["b"])))
    return made


def flags(coded: list[frozenset[str]]) -> NDArray[np.bool_]:
    return np.array([[code in one for code in FRAME.codes] for one in coded])


def test_f1_is_that_of_every_answer_on_average() -> None:
    coded = some(60)
    [whole, home] = accuracy([FRAME], coded)
    assert home.people is not None
    people = f1_score(flags([one.first for one in coded]), flags([one.second for one in coded]), average="samples")
    assert home.people.mean == pytest.approx(people)
    machine = flags([one.machine or frozenset() for one in coded])
    against = [
        f1_score(flags(persons), machine, average="samples")
        for persons in ([one.first for one in coded], [one.second for one in coded])
    ]
    assert home.machine is not None
    assert home.machine.mean == pytest.approx(sum(against) / 2)
    assert home.machine.low < home.machine.mean < home.machine.high
    assert whole.machine == home.machine


def test_the_interval_is_the_same_every_time_and_narrower_with_more() -> None:
    few, many = accuracy([FRAME], some(40))[0].machine, accuracy([FRAME], some(400))[0].machine
    assert few is not None
    assert many is not None
    assert accuracy([FRAME], some(40))[0].machine == few
    assert many.high - many.low < few.high - few.low


def test_kappa_and_prevalence_of_each_theme() -> None:
    coded = some(80)
    themes = {one.code: one for one in accuracy([FRAME], coded)[1].themes}
    assert set(themes) == {"a", "b", "c", "other", "unclear", "no_change"}
    first, second = (["a" in one.first for one in coded], ["a" in one.second for one in coded])
    assert themes["a"].people == pytest.approx(cohen_kappa_score(first, second))
    assert themes["a"].prevalence == pytest.approx((sum(first) + sum(second)) / 160)
    assert themes["c"].prevalence == 0
    assert themes["c"].people is None, "nobody named it: chance would do as well"


@pytest.mark.parametrize("seed", range(5))
def test_every_kappa_is_the_one_of_scikit_learn(seed: int) -> None:
    coded = some(60 + seed, seed)
    persons = [one.first for one in coded] + [one.second for one in coded]
    machine = [one.machine or frozenset() for one in coded] * 2
    for theme in accuracy([FRAME], coded)[1].themes:
        pairs = [(theme.people, persons[: len(coded)], persons[len(coded) :]), (theme.machine, machine, persons)]
        for kappa, one, other in pairs:
            labels = [theme.code in codes for codes in one], [theme.code in codes for codes in other]
            if kappa is not None:
                assert kappa == pytest.approx(cohen_kappa_score(*labels), abs=1e-12)
            else:
                assert len({*labels[0]}) == len({*labels[1]}) == 1


def test_on_few_answers_nothing_is_measured() -> None:
    [whole, home] = accuracy([FRAME], some(ENOUGH - 1))
    assert (whole.machine, whole.people, home.themes) == (None, None, ())
    assert statement([whole]) == "How well the written answers were sorted: not measured yet."


def test_the_statement_has_both_figures_and_no_exact_number_of_people() -> None:
    said = statement(accuracy([FRAME], some(63)))
    assert "about 65 answers" in said
    assert "63" not in said
    assert said.count(" to ") == 2


def test_answers_that_the_machine_did_not_code_say_nothing_of_it() -> None:
    coded = [Twice(one.question, one.first, one.second, None) for one in some(30)]
    [whole, home] = accuracy([FRAME], coded)
    assert whole.machine is None
    assert whole.people is not None
    assert all(theme.machine is None for theme in home.themes)
    assert "not measured yet" in statement([whole])


def test_overlap_counts_both_ways() -> None:
    assert overlap(["a", "b"], ["b"]) == pytest.approx(2 / 3)
    assert overlap(["a"], ["b"]) == 0
