"""Changing a code frame."""

from collections.abc import Callable

import pytest

from conversations.hearing.themes.code_frame import CodeFrame, Theme
from conversations.hearing.themes.code_frame_changes import (
    Change,
    Did,
    FrameError,
    added,
    carried,
    changed,
    code_for,
    merged,
    split,
)

PETS = Theme("pets", "Pets", "Animals.", ("a dog", "my cat"))
CALM = Theme("calm", "Calm", "Quiet.", ("no shouting",))
FRAME = CodeFrame("home", "What makes a home?", (PETS, CALM))


def test_a_new_theme_gets_a_code_from_its_name_that_was_never_used() -> None:
    frame, change = added(FRAME, Theme("", " Own  space ", "A room.", ("my room", "my room", " ")), ever={"own_space"})
    assert frame.themes[-1] == Theme("own_space_2", "Own space", "A room.", ("my room",))
    assert change == Change(Did.ADDED, ("own_space_2",), ("Own space",))


def test_a_theme_keeps_its_code_when_it_is_renamed() -> None:
    frame, change = changed(FRAME, Theme("pets", "Animals", "Pets.", ("a dog",)))
    assert frame.themes == (Theme("pets", "Animals", "Pets.", ("a dog",)), CALM)
    assert change.names == ("Pets", "Animals")


def test_a_merged_theme_leaves_its_examples_and_its_answers_to_the_other() -> None:
    frame, change = merged(FRAME, "calm", "pets")
    assert frame.themes == (Theme("pets", "Pets", "Animals.", ("a dog", "my cat", "no shouting")),)
    assert carried(("pets", "calm"), [change]) == (("pets",), False)


def test_a_split_theme_is_replaced_where_it_stood_and_a_person_has_to_look() -> None:
    parts = [Theme("", "Dogs", "Dogs.", ("a dog",)), Theme("", "Cats", "Cats.", ("my cat",))]
    frame, change = split(FRAME, "pets", parts, ever={"pets", "calm"})
    assert [theme.code for theme in frame.themes] == ["dogs", "cats", "calm"]
    assert carried(("pets", "calm"), [change]) == (("calm",), True)
    assert carried(("calm",), [change]) == (("calm",), False)


@pytest.mark.parametrize(
    "theme",
    [
        Theme("", "", "Something."),
        Theme("", "Name", " "),
        Theme("", "x" * 81, "Something."),
        Theme("", "pets", "Again."),
        Theme("", "Name", "x" * 301),
    ],
)
def test_a_theme_needs_a_name_of_its_own_and_a_definition(theme: Theme) -> None:
    with pytest.raises(FrameError):
        added(FRAME, theme, ever=())


def test_what_cannot_be_done_says_so() -> None:
    impossibles: list[Callable[[], object]] = [
        lambda: merged(FRAME, "pets", "pets"),
        lambda: merged(FRAME, "gone", "pets"),
        lambda: changed(FRAME, PETS),
        lambda: split(FRAME, "pets", [Theme("", "Dogs", "Dogs.")], ever=()),
        lambda: split(FRAME, "pets", [Theme("", "Dogs", "Dogs."), Theme("", "dogs", "Dogs.")], ever=()),
    ]
    for impossible in impossibles:
        with pytest.raises(FrameError):
            impossible()


@pytest.mark.parametrize(
    ("name", "code"), [("Fewer changes!", "fewer_changes"), ("16 to 17", "theme_16_to_17"), ("Ünë 🎉", "n")]
)
def test_a_code_is_letters_digits_and_underscores(name: str, code: str) -> None:
    assert code_for(name, ()) == code


def test_a_code_is_never_one_that_every_frame_has() -> None:
    assert code_for("Other", ()) == "other_2"
    assert code_for("🎉", ()) == "theme"
