"""Several options: one that goes with no other is never dropped without a word."""

import pytest

from conversations.asking.consultation.model import Question
from conversations.asking.locales import line
from conversations.asking.question_types import ticking
from tests.conversations.respondent import Respondent
from tests.conversations.transcript import Step, Transcript

BEGINNING = ("start", "tap 16 to 17", "tap Next", "tap Yes, I want to take part")
MONEY = "SH4"


def at_money(door: str) -> Respondent:
    """Somebody at the first question with boxes."""
    someone = Respondent(Transcript("", (), {"door": door}, (), ()))
    for does in BEGINNING:
        someone.play(Step(1, does, ()))
    for _ in range(20):
        if someone.state and someone.state.place == f"q:{MONEY}":
            return someone
        someone.play(Step(1, "say skip", ()))
    raise AssertionError("never came there")


def question(someone: Respondent) -> Question:
    return next(one for one in someone.running.text.questions if one.id == MONEY)


@pytest.mark.parametrize("ticked", ["Not sure; Homes close by", "Homes close by; Things to do; Not sure"])
def test_a_form_with_both_is_asked_about_and_keeps_its_ticks(ticked: str) -> None:
    someone = at_money("web")
    shown = someone.play(Step(1, f"pick {ticked}", ()))
    assert shown[0] == line("goes_alone", option="Not sure")
    assert all(f"*{label}" in shown[-1] for label in ticked.split("; "))
    assert not any(someone.kept.answers.values())
    someone.play(Step(1, "pick Homes close by", ()))
    assert [answers[MONEY].chosen for answers in someone.kept.answers.values()] == [("homes_close_by",)]


@pytest.mark.parametrize("typed", ["not sure and 1", "1 and not sure", "not sure, homes close by"])
def test_both_in_one_message_are_asked_about(typed: str) -> None:
    someone = at_money("telegram")
    said = someone.play(Step(1, f"say {typed}", ()))[0]
    assert said == line("goes_alone_unchanged", option="Not sure")
    assert "take" not in said.lower()  # nothing is ticked that could be taken away
    assert someone.state is not None
    assert someone.state.picked == ()


@pytest.mark.parametrize(("first", "then"), [("Not sure", "Homes close by"), ("Homes close by", "Not sure")])
def test_one_after_the_other_takes_the_first_away_where_it_is_seen(first: str, then: str) -> None:
    someone = at_money("telegram")
    someone.play(Step(1, f"tap {first}", ()))
    shown = someone.play(Step(1, f"tap {then}", ()))[-1]
    assert f"*{then}" in shown
    assert f"*{first}" not in shown


def test_only_an_option_that_goes_alone_clashes() -> None:
    asked = question(at_money("telegram"))
    homes, things, sure = (option.id for option in asked.options if option.text in WORDS)
    assert ticking.clash(asked, (homes, things)) is None
    assert ticking.clash(asked, (sure,)) is None
    assert ticking.clash(asked, (sure, sure)) is None
    assert ticking.clash(asked, (homes, sure)) == "Not sure"


WORDS = ("Homes close by", "Things to do", "Not sure")
