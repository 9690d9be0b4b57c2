"""Open, where a transcript does not go."""

import pytest

from conversations.asking.answer import Answer
from conversations.asking.buttons import value
from conversations.asking.locales import line
from conversations.asking.question_types.demonstration import Material, Move
from conversations.asking.question_types.open import CUT, LEFT_OUT, OPEN, SKIPPED, WORRIED
from conversations.asking.steps.places import ASKED
from tests.conversations.asking.at_a_place import RUNNING, after, at, say, tap, texts
from tests.conversations.asking.question_types.drawing import Drawn

SH2 = RUNNING.text.question("SH2")
PLACE, NEXT = f"{ASKED}SH2", f"{ASKED}SH3"


def test_done_without_an_answer_says_so_and_asks_again() -> None:
    turn = tap(at(PLACE), "done")
    assert texts(turn) == [line("nothing_yet"), SH2.text]


@pytest.mark.parametrize("words", ["", "   "])
def test_a_form_with_its_done_alone_is_done(words: str) -> None:
    there = at(PLACE, answers={"SH2": Answer(text="more time")})
    turn = say(there, words, taps=(value(there, "done"),))
    assert (turn.records, after(turn).place) == ((), NEXT)


@pytest.mark.parametrize(("count", "cut"), [(CUT, False), (CUT + 1, True)])
def test_long_words_are_cut_where_they_are_shown_back(count: int, cut: bool) -> None:
    words = "a" * count
    shown = OPEN.in_words(SH2, Answer(text=words))
    assert shown == (line("check_cut", words=words[:CUT]) if cut else words)


WORRY, LEAVE = ("he hits me",), ("call me",)


@pytest.mark.parametrize(
    ("part", "worries", "left_out", "said"),
    [
        (SKIPPED - 0.001, WORRY, LEAVE, ()),
        (SKIPPED, WORRY, LEAVE, WORRY),
        (SKIPPED + WORRIED - 0.001, WORRY, LEAVE, WORRY),
        (SKIPPED + WORRIED - 0.001, (), LEAVE, ("more time",)),
        (SKIPPED + WORRIED, WORRY, LEAVE, ("more time",)),
        (0.5, WORRY, LEAVE, ("more time",)),
        (1 - LEFT_OUT, WORRY, LEAVE, ("more time",)),
        (1 - LEFT_OUT + 0.001, WORRY, LEAVE, LEAVE),
        (1 - LEFT_OUT + 0.001, WORRY, (), ("more time",)),
    ],
)
def test_the_demonstration_writes_now_and_then_what_the_desk_has_to_find(
    part: float, worries: tuple[str, ...], left_out: tuple[str, ...], said: tuple[str, ...]
) -> None:
    material = Material(weights={}, draw=lambda: "more time", worries=worries, left_out=left_out)
    assert OPEN.demonstrate(SH2, material, Drawn(part)) == said


def test_the_demonstration_types_what_it_says() -> None:
    assert OPEN.moves(("more time",), at_once=True) == (Move(words="more time"),)
