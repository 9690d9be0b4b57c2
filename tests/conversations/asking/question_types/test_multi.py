"""Multi, where a transcript does not go."""

from dataclasses import replace

import pytest

from bot.telegram import TELEGRAM
from bot.web import WEB
from conversations.asking.answer import Answer
from conversations.asking.door import Door
from conversations.asking.events import Did
from conversations.asking.locales import line
from conversations.asking.question_types.demonstration import Material, Move
from conversations.asking.question_types.multi import MULTI
from conversations.asking.replies import Reply
from conversations.asking.session import Session
from conversations.asking.steps.places import ASKED
from conversations.asking.steps.step_registry import show
from conversations.asking.turn_builder import BREAK
from tests.conversations.asking.at_a_place import NOW, RUNNING, after, at, say, take, tap, texts
from tests.conversations.asking.question_types.drawing import Drawn

SH4, EXPERIENCE = RUNNING.text.question("SH4"), RUNNING.text.question("experience")
IDS = [option.id for option in SH4.options]
PLACE = f"{ASKED}SH4"
TICKED = at(PLACE, picked=(IDS[0],), sitting=("SH4",))


def marked(shown: Reply) -> list[str]:
    """The options that are marked, in the order of the file."""
    labels = {button.label for button in shown.buttons if button.picked}
    return [option.id for option in SH4.options if option.text in labels]


def test_no_limit_is_told_as_none() -> None:
    assert show(RUNNING, at(f"{ASKED}experience")).most == 0
    assert show(RUNNING, at(PLACE)).most == 3


def test_a_tick_is_taken_away_by_itself() -> None:
    there = at(PLACE)
    for action, picked in (("o0", IDS[:1]), ("o1", IDS[:2]), ("o2", IDS[:3]), ("o1", [IDS[0], IDS[2]])):
        turn = tap(there, action)
        there = after(turn)
        assert list(there.picked) == picked
        assert marked(turn.replies[-1]) == picked


def test_ticks_of_this_sitting_are_marked() -> None:
    assert marked(show(RUNNING, TICKED)) == IDS[:1]


@pytest.mark.parametrize("answers", [{}, {"SH4": Answer(chosen=(IDS[1],))}])
def test_ticks_from_before_a_break_are_neither_shown_nor_counted(answers: dict[str, Answer]) -> None:
    """Whoever holds the phone now sees nothing of them, and Done does not make them an answer."""
    before = TICKED.but(answers=answers)
    paused = after(take(before, Did.START, at=NOW + BREAK + BREAK))
    for there in (paused, after(say(before, "stop"))):
        turn = tap(there, "carry_on", at=there.at)
        assert marked(turn.replies[-1]) == []
        done = tap(after(turn), "done", at=there.at)
        assert (done.records, texts(done)[0]) == ((), line("pick_one_first"))


def test_done_with_nothing_ticked_asks_again() -> None:
    turn = tap(at(PLACE), "done")
    assert texts(turn) == [line("pick_one_first"), SH4.text]


@pytest.mark.parametrize("answers", [{}, {"SH4": Answer(chosen=(IDS[7],))}])
def test_a_form_with_too_many_ticks_says_so_and_keeps_them_ticked(answers: dict[str, Answer]) -> None:
    turn = tap(at(PLACE, answers=answers), "o0", "o1", "o2", "o3", "done", door=WEB)
    assert turn.records == ()
    assert texts(turn) == [line("too_many_picked", most=3), SH4.text]
    assert marked(turn.replies[-1]) == IDS[:4]


def test_a_fourth_tick_is_not_taken_and_said() -> None:
    turn = tap(TICKED.but(picked=tuple(IDS[:3])), "o3", door=TELEGRAM)
    assert texts(turn) == [line("too_many_picked", most=3), SH4.text]
    assert list(after(turn).picked) == IDS[:3]


def test_too_many_in_one_message_are_not_to_be_taken_away_where_nothing_is_ticked() -> None:
    turn = say(at(PLACE), "1, 2, 3, 4")
    assert (texts(turn)[0], after(turn).picked) == (line("too_many_unchanged", most=3), ())
    turn = say(TICKED, ", ".join(option.text for option in SH4.options[1:4]))
    assert (texts(turn)[0], list(after(turn).picked)) == (line("too_many_picked", most=3), IDS[:1])


def test_figures_count_as_many_of_one_answer_as_may_be_picked() -> None:
    assert MULTI.counting(SH4).most == 3
    assert MULTI.counting(EXPERIENCE).most == len(EXPERIENCE.options)


def test_no_more_can_be_asked_for_than_there_are() -> None:
    MULTI.check("max", 2, {"options": SH4.options[:2]})
    with pytest.raises(ValueError, match="'max' is 3 but there are only 2 options"):
        MULTI.check("max", 3, {"options": SH4.options[:2]})
    with pytest.raises(ValueError, match="a multi question needs at least two options"):
        MULTI.check("options", SH4.options[:1], {})


@pytest.mark.parametrize(
    ("part", "count", "drawn", "said"),
    [
        (0.19, 3, (0, 1, 2), []),
        (0.2, 1, (0, 1, 2), [0]),
        (0.2, 2, (0, 1, 2), [0, 1]),
        (0.2, 3, (2, 0, 1), [2, 0, 1]),
        (0.2, 3, (9, 1, 2), [9]),
        (0.2, 3, (1, 9, 2), [1]),
    ],
    ids=["skipped", "one", "two", "three", "one that goes with no other", "one that would go with no other"],
)
def test_the_demonstration_picks_as_people_can(
    part: float, count: int, drawn: tuple[int, ...], said: list[int]
) -> None:
    material = Material(skip=0.2, weights=dict.fromkeys(IDS, 1.0), draw=str)
    chance = Drawn(part, count, tuple(IDS[at] for at in drawn))
    assert MULTI.demonstrate(SH4, material, chance) == tuple(SH4.options[at].text for at in said)


def test_the_demonstration_picks_two_at_most_where_there_is_no_limit_and_never_one_twice() -> None:
    several = [option for option in EXPERIENCE.options if not option.alone]
    material = Material(weights={option.id: 1.0 for option in EXPERIENCE.options}, draw=str)
    chance = Drawn(count=3, options=tuple(option.id for option in several))
    assert MULTI.demonstrate(EXPERIENCE, material, chance) == tuple(option.text for option in several[:2])
    with pytest.raises(AssertionError):
        MULTI.demonstrate(EXPERIENCE, material, Drawn(count=3, options=(several[0].id,) * 2))


def test_the_demonstration_ticks_one_by_one_or_sends_a_form() -> None:
    done = line("done")
    assert MULTI.moves(("A", "B"), at_once=True) == (Move(taps=("A", "B", done)),)
    assert MULTI.moves(("A", "B"), at_once=False) == (Move(taps=("A",)), Move(taps=("B",)), Move(taps=(done,)))


def test_an_answer_from_before_is_marked_when_they_come_back_in_the_same_sitting() -> None:
    there: Session = at(f"{ASKED}SH5", answers={"SH4": Answer(chosen=(IDS[2],))}, sitting=("SH4",))
    assert marked(say(there, "back").replies[-1]) == [IDS[2]]
    assert marked(say(there.but(sitting=()), "back").replies[-1]) == []


def test_words_for_nothing_that_is_there_are_asked_again() -> None:
    turn = say(at(PLACE), "blah", replace(RUNNING, trial=True))
    assert texts(turn) == [line("not_understood"), SH4.text]


@pytest.mark.parametrize("door", [WEB, TELEGRAM])
def test_done_in_words_keeps_what_was_ticked_in_words(door: Door) -> None:
    """On the web as well, where a tap on Done brings its boxes along and typed words bring none."""
    ticked = after(say(at(PLACE), SH4.options[0].text, door=door))
    assert list(after(say(ticked, "done", door=door)).answers["SH4"].chosen) == IDS[:1]
