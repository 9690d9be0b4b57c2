"""A person stands over the machine, the first person over the second, and all of them in the frame as it is now."""

from datetime import date

import pytest

from conversations.hearing.themes.code_frame import CodeFrame, Theme
from conversations.hearing.themes.code_frame_changes import Change, Did, merged, split
from storage.rules.coding_standing import (
    FrameVersion,
    KeptCoding,
    Place,
    Standing,
    machine_may_code,
    may_code,
    standing,
    standing_of,
)

DAY = date(2026, 3, 2)
PETS, CALM, FOOD = (Theme(one, one.title(), f"About {one}.") for one in ("pets", "calm", "food"))
FRAME = CodeFrame("home", "What makes a place a home?", (PETS, CALM, FOOD))
BEGAN = FrameVersion(1, FRAME, Change(Did.BEGAN), "the file", DAY)


def person(*codes: str, frame: int = 1, by: str = "Ada") -> KeptCoding:
    return KeptCoding(codes, frame, 0, by, DAY)


def machine(*codes: str, frame: int = 1) -> KeptCoding:
    return KeptCoding(codes, frame, 7, "", DAY)


def test_the_first_person_stands_over_the_second_and_both_over_the_machine() -> None:
    places = {Place.MACHINE: machine("pets"), Place.SECOND: person("calm", by="Bo"), Place.FIRST: person("food")}
    assert standing_of(places, [BEGAN]) == Standing(("food",), by_person=True)
    del places[Place.FIRST]
    assert standing_of(places, [BEGAN]) == Standing(("calm",), by_person=True)
    del places[Place.SECOND]
    assert standing_of(places, [BEGAN]) == Standing(("pets",), by_person=False)
    assert standing_of({}, [BEGAN]) is None


def test_what_was_said_of_merged_themes_stands_for_the_one_that_they_became() -> None:
    frame, change = merged(FRAME, "calm", "pets")
    history = [BEGAN, FrameVersion(2, frame, change, "Ada", DAY)]
    for code in ("pets", "calm"):
        assert standing([person(code)], history) == Standing(("pets",), by_person=True)


def test_whose_theme_was_split_should_look_again_and_a_machine_steps_in_until_then() -> None:
    parts = (Theme("dogs", "Dogs", "About dogs."), Theme("cats", "Cats", "About cats."))
    frame, change = split(FRAME, "pets", parts, ever=("pets", "calm", "food"))
    history = [BEGAN, FrameVersion(2, frame, change, "Ada", DAY)]
    assert standing([person("pets"), None, machine("dogs", frame=2)], history) == Standing(
        ("dogs",), by_person=False, look=True
    )
    assert standing([person("pets", "calm")], history) == Standing(("calm",), by_person=True, look=True)
    assert standing([machine("pets")], history) is None
    assert standing([machine("pets", "calm")], history) == Standing(("calm",), by_person=False), "nobody looks for it"


def test_a_change_from_before_somebody_coded_does_not_touch_what_they_said() -> None:
    _, change = merged(FRAME, "calm", "pets")
    history = [BEGAN, FrameVersion(2, FRAME, change, "Ada", DAY)]
    assert standing([person("calm", frame=2)], history) == Standing(("calm",), by_person=True)


def test_a_person_codes_the_words_and_the_frame_that_are_there() -> None:
    assert may_code("Ada", seen="a dog", text="a dog", chosen_from=2, newest=2, beside=None)
    assert not may_code("Ada", seen="a dog", text="a cat", chosen_from=2, newest=2, beside=None)
    assert not may_code("Ada", seen="a dog", text="a dog", chosen_from=1, newest=2, beside=None)


def test_nobody_is_both_persons() -> None:
    assert may_code("Ada", seen="a dog", text="a dog", chosen_from=1, newest=1, beside="Bo")
    assert not may_code("Ada", seen="a dog", text="a dog", chosen_from=1, newest=1, beside="Ada")
    assert (Place.FIRST.beside, Place.SECOND.beside) == (Place.SECOND, Place.FIRST)
    with pytest.raises(ValueError, match="no machine"):
        _ = Place.MACHINE.beside


def test_only_the_coder_in_use_speaks_for_the_machine() -> None:
    assert machine_may_code(3, in_use=3)
    assert not machine_may_code(2, in_use=3)
