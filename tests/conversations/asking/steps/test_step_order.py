"""The order of the steps, at its two ends."""

from conversations.asking.answer import Answer
from conversations.asking.locales import line
from conversations.asking.steps.places import ASKED, CHECK
from conversations.asking.steps.step_order import first_open_place
from tests.conversations.asking.at_a_place import RUNNING, after, at, say, texts

GIVEN = Answer(chosen=("x",))


def test_back_at_the_first_question_stays_there_and_says_so() -> None:
    turn = say(at(f"{ASKED}SH1"), "back")
    assert (after(turn).place, texts(turn)[0]) == (f"{ASKED}SH1", line("first_one"))


def test_whoever_comes_back_carries_on_after_the_last_answer() -> None:
    ids = [question.id for question in RUNNING.text.questions]
    for number, expected in enumerate((*(ASKED + one for one in ids), CHECK)):
        state = at(CHECK, answers=dict.fromkeys(ids[:number], GIVEN))
        assert first_open_place(RUNNING.text, state) == expected


def test_questions_that_were_skipped_before_the_last_answer_are_not_asked_again() -> None:
    assert first_open_place(RUNNING.text, at(CHECK, answers={"SH3": GIVEN})) == f"{ASKED}SH4"
