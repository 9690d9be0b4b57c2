"""The order in which the meanings of typed words are tried."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.telegram import TELEGRAM
from conversations.asking.answer import Answer
from conversations.asking.consultation.file import read_consultation
from conversations.asking.consultation.model import Running
from conversations.asking.events import Did, Event
from conversations.asking.locales import line
from conversations.asking.records import AnswerKept, Record
from conversations.asking.session import Session, Turn
from conversations.asking.steps.places import ASKED
from conversations.asking.turn import take_turn
from conversations.asking.typed.typed_ladder import LADDER
from tests.conversations.respondent import chance
from tests.listening import heard

FILE = """\
format: 1
id: clubs
version: 1
title: Clubs
about: What to do after school.
questions:
  - id: C1
    type: open
    text: What is missing?
  - id: C2
    type: multi
    text: Which clubs do you like?
    options:
      - {id: sport, text: Sport}
      - {id: music, text: Music}
about_you:
  - id: part
    type: choice
    text: Where do you live?
    why: So that we see what is missing where.
    options:
      - {id: north, text: North}
      - {id: hidden, text: I'd rather not say}
"""
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
RUNNING = Running(
    text=read_consultation(FILE, "clubs.yaml"),
    status="open",
    opens=date(2026, 3, 1),
    closes=date(2026, 3, 31),
    words_until=date(2026, 4, 14),
)
STALE = "v1:7-1.add"


def typed(words: str, place: str, *, aside: str = "", answers: Any = None, **more: Any) -> Turn:
    state = Session(
        version=1, place=place, aside=aside, at=NOW, stamp=2, seed=7, response=bytes(16), answers=answers or {}
    )
    event = Event(did=Did.TEXT, door=TELEGRAM, at=NOW, chance=chance(1), heard=heard(words), message="1", **more)
    return take_turn(RUNNING, state, event)


def kept(records: Sequence[Record]) -> list[Answer]:
    return [record.answer for record in records if isinstance(record, AnswerKept)]


def test_the_order_is_written_down() -> None:
    assert [rung.__name__ for rung in LADDER] == [
        "_a_command",
        "_for_an_earlier_question",
        "_somebody_elses",
        "_a_button_of_a_question_for_words",
        "_words_for_what_waits",
        "_a_button",
        "_nothing_known",
    ]
    assert all(rung.__doc__ for rung in LADDER)


@pytest.mark.parametrize("more", [{}, {"taps": (STALE,)}, {"forwarded": True}], ids=["by itself", "stale", "forwarded"])
def test_a_command_comes_before_everything(more: Any) -> None:
    turn = typed("stop", f"{ASKED}C1", **more)
    assert not kept(turn.records)
    assert turn.state
    assert turn.state.aside == "paused"


def test_a_word_for_done_is_no_command_of_an_old_form() -> None:
    turn = typed("done", f"{ASKED}C1", answers={"C1": Answer(text="a pool")}, taps=(STALE,))
    assert turn.replies[0].text == line("stale")
    assert turn.state
    assert turn.state.place == f"{ASKED}C1"


@pytest.mark.parametrize(("key", "more"), [("stale", {"taps": (STALE,)}), ("forwarded", {"forwarded": True})])
@pytest.mark.parametrize("words", ["a swimming pool", line("keep"), "sport"])
@pytest.mark.parametrize("place", ["C1", "C2"])
def test_nothing_is_kept_of_an_old_form_or_of_somebody_elses_words(words: str, place: str, key: str, more: Any) -> None:
    turn = typed(words, ASKED + place, answers={"C1": Answer(text="a pool")}, **more)
    assert not kept(turn.records)
    assert turn.replies[0].text == line(key)
    assert turn.state
    assert not turn.state.picked


def test_the_words_of_a_button_are_that_button_where_own_words_are_the_answer() -> None:
    turn = typed(line("keep").upper(), f"{ASKED}C1", answers={"C1": Answer(text="a pool")})
    assert not kept(turn.records)
    assert turn.state
    assert turn.state.place == f"{ASKED}C2"


def test_an_option_comes_before_a_control_of_the_same_name() -> None:
    assert line("rather_not") == "I'd rather not say"
    turn = typed("I'd rather not say", f"{ASKED}part")
    assert kept(turn.records) == [Answer(chosen=("hidden",))]


def test_a_control_is_understood_by_its_words() -> None:
    turn = typed(line("clear"), f"{ASKED}part", answers={"part": Answer(chosen=("north",))})
    assert turn.state
    assert not turn.state.answers


def test_a_word_for_done_means_nothing_where_one_thing_is_the_answer() -> None:
    assert typed("done", f"{ASKED}part").replies[0].text == line("not_understood")
    assert typed("done", f"{ASKED}C2").replies[0].text == line("pick_one_first")


def test_words_at_a_short_way_off_are_no_answer_to_the_question_behind_it() -> None:
    turn = typed("a swimming pool", f"{ASKED}C1", aside="delete")
    assert not kept(turn.records)
    assert turn.replies[0].text == line("not_understood")


def test_the_help_card_is_not_taken_back_by_a_command_that_nobody_knows() -> None:
    turn = typed("/i want to kill myself", f"{ASKED}C1")
    said = [reply.text for reply in turn.replies]
    assert any("999" in text for text in said)
    assert line("unknown_command") not in said
