"""Choice, where a transcript does not go."""

import pytest

from conversations.asking.answer import Answer
from conversations.asking.locales import line
from conversations.asking.question_types.choice import CHOICE
from conversations.asking.question_types.demonstration import Material, Move
from conversations.asking.session import Session
from conversations.asking.steps.places import ASKED
from conversations.asking.steps.step_registry import show
from tests.conversations.asking.at_a_place import RUNNING, after, at, say, tap, texts
from tests.conversations.asking.question_types.drawing import Drawn

SH1 = RUNNING.text.question("SH1")
FIRST, SECOND = SH1.options[0].id, SH1.options[1].id
PLACE = f"{ASKED}SH1"


def marked(state: Session) -> list[str]:
    return [button.label for button in show(RUNNING, state).buttons if button.picked]


def test_what_was_chosen_is_marked_in_the_same_sitting_only() -> None:
    given = at(PLACE, answers={"SH1": Answer(chosen=(SECOND,))})
    assert marked(given.but(sitting=("SH1",))) == [SH1.options[1].text]
    assert marked(given) == []


def test_what_was_taken_away_again_is_not_marked() -> None:
    turn = tap(at(PLACE, answers={"SH1": Answer(chosen=(SECOND,))}, sitting=("SH1",)), "clear")
    assert marked(after(turn)) == []
    assert not any(button.picked for button in turn.replies[-1].buttons)


def test_two_options_at_once_are_no_answer() -> None:
    turn = tap(at(PLACE), "o0", "o1")
    assert (turn.records, texts(turn)[0]) == ((), line("stale"))


@pytest.mark.parametrize("words", ["blah", "done"])
def test_words_that_are_no_option_are_asked_again(words: str) -> None:
    """Nor is a word for Done one, though "done" is just one letter from "None"."""
    turn = say(at(PLACE), words)
    assert (turn.records, texts(turn)) == ((), [line("not_understood"), SH1.text])


def test_an_answer_counts_for_one_option_even_if_the_question_once_took_several() -> None:
    assert list(CHOICE.counted(SH1, Answer(chosen=(FIRST, SECOND)))) == [FIRST]


@pytest.mark.parametrize("words", ["none and 1", "1, 2"])
def test_two_options_typed_are_no_answer(words: str) -> None:
    assert texts(say(at(PLACE), words))[0] == line("not_understood")


def test_one_option_is_none_to_choose_from() -> None:
    with pytest.raises(ValueError, match="a choice question needs at least two options"):
        CHOICE.check("options", SH1.options[:1], {})
    CHOICE.check("options", SH1.options[:2], {})
    CHOICE.check("shuffle", True, {"options": SH1.options})


@pytest.mark.parametrize(("part", "said"), [(0.19, ()), (0.2, (SH1.options[1].text,))])
def test_the_demonstration_skips_as_often_as_it_should(part: float, said: tuple[str, ...]) -> None:
    material = Material(skip=0.2, weights={FIRST: 1.0, SECOND: 1.0}, draw=str)
    assert CHOICE.demonstrate(SH1, material, Drawn(part, options=(SECOND,))) == said


def test_the_demonstration_taps_what_it_says() -> None:
    assert CHOICE.moves(("None",), at_once=False) == (Move(taps=("None",)),)
