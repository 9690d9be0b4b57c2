"""Groups among answers that no theme claims."""

import numpy as np

from conversations.hearing.encoded import VECTOR, Floats
from conversations.hearing.themes.discovery import FEWEST, SMALLEST, groups

BUSES = [
    f"the bus is late {word}" for word in ("again", "today", "always", "here", "often", "mostly", "at night", "in town")
]
FOOD = [f"the dinner was cold {word}" for word in ("again", "today", "always", "here", "often", "mostly")]


def vectors(texts: list[str]) -> Floats:
    chance = np.random.default_rng(1)
    made = chance.normal(0, 0.05, (len(texts), VECTOR)).astype(np.float32)
    for row, text in zip(made, texts, strict=True):
        row[0 if "bus" in text else 1] += 1
    return made


def test_what_is_alike_is_grouped_and_called_by_its_typical_words() -> None:
    texts = [text for pair in zip(BUSES, [*FOOD, *FOOD[:2]], strict=True) for text in pair][:14]
    first, second = groups(texts, vectors(texts), seed=1)
    assert len(first.members) >= len(second.members)
    by_bus = {all("bus" in texts[at] for at in group.members): group for group in (first, second)}
    assert set(by_bus) == {True, False}
    assert {"bus", "late"} <= set(by_bus[True].words)
    assert {"dinner", "cold"} <= set(by_bus[False].words)


def test_the_same_seed_makes_the_same_groups_and_nobody_is_in_two() -> None:
    texts = BUSES + FOOD
    made = groups(texts, vectors(texts), seed=3)
    assert made == groups(texts, vectors(texts), seed=3)
    members = [at for group in made for at in group.members]
    assert len(members) == len(set(members))
    assert all(len(group.members) >= SMALLEST for group in made)


def test_there_are_no_groups_among_too_few_and_no_harm_in_words_of_nothing() -> None:
    few = BUSES[: FEWEST - 4]
    assert groups(few, vectors(few), seed=1) == []
    same = ["[name] 😀"] * 20
    (group,) = groups(same, np.ones((20, VECTOR), np.float32), seed=1)
    assert group.words == ()
    assert len(group.members) == 20
