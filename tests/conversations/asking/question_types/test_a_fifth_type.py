"""A fifth type of question needs one file and one row in the list of types: nothing else asks which type it is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from bot.telegram import TELEGRAM
from bot.web import WEB
from conversations.asking.answer import Answer
from conversations.asking.consultation.file import ConsultationFileError, read_consultation
from conversations.asking.consultation.model import Running
from conversations.asking.events import Did, Event, Returned
from conversations.asking.locales import line
from conversations.asking.question_types import type_registry
from conversations.asking.question_types.demonstration import Material
from conversations.asking.question_types.type_registry import type_of
from conversations.asking.receipts.after_closing import change, items
from conversations.asking.records import AnswerKept
from conversations.asking.replies import Reply
from conversations.asking.session import Session
from conversations.asking.steps.places import ASKED
from conversations.asking.turn import take_turn
from conversations.telling.figures import figures
from conversations.telling.responses import Review, ReviewedAnswer, ReviewedResponse
from tests.conversations.asking.question_types.ranking import Ranking
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
    type: ranking
    text: What matters most?
    options:
      - {id: near, text: It is near}
      - {id: free, text: It is free}
      - {id: friends, text: My friends go}
  - id: C2
    type: open
    text: What is missing?
"""
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def ranking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type_registry, "TYPES", {**type_registry.TYPES, "ranking": Ranking()})


def running() -> Running:
    return Running(
        text=read_consultation(FILE, "clubs.yaml"),
        status="open",
        opens=date(2026, 3, 1),
        closes=date(2026, 3, 31),
        words_until=date(2026, 4, 14),
    )


class Chat:
    """Someone at the first question."""

    def __init__(self) -> None:
        self.running = running()
        self.state = Session(version=1, place=f"{ASKED}C1", at=NOW, stamp=1, seed=7, response=bytes(16))
        self.replies: Sequence[Reply] = ()
        self.kept: list[Answer] = []
        self.do(Did.LOOK)

    def do(self, did: Did, **more: Any) -> None:
        at = self.state.at + timedelta(seconds=20)
        turn = take_turn(self.running, self.state, Event(did=did, door=TELEGRAM, at=at, chance=chance(1), **more))
        assert turn.state
        self.state, self.replies = turn.state, turn.replies
        self.kept += [record.answer for record in turn.records if isinstance(record, AnswerKept)]

    def tap(self, label: str) -> None:
        self.do(Did.TAP, taps=(next(one.value for one in self.replies[-1].buttons if one.label == label),))

    def say(self, words: str) -> None:
        self.do(Did.TEXT, heard=heard(words))


def test_the_file_format_has_it() -> None:
    assert running().text.questions[0].type == "ranking"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("type: ranking", "type: rank", "Did you mean ranking? The types are choice, multi, scale, open, ranking"),
        ("    type: ranking", "    type: ranking\n    max: 2", "only a multi question has 'max'"),
        (
            "    type: open",
            "    type: open\n    shuffle: true",
            "only a choice, multi or ranking question can be shuffled",
        ),
        (
            "      - {id: near",
            "\n".join(f"      - {{id: a{at}, text: A{at}}}" for at in range(3)) + "\n      - {id: near",
            "five options at most",
        ),
    ],
)
def test_its_mistakes_are_told_in_words(old: str, new: str, said: str) -> None:
    with pytest.raises(ConsultationFileError) as raised:
        read_consultation(FILE.replace(old, new), "clubs.yaml")
    assert said in str(raised.value)


def test_it_is_shown_with_what_every_question_has() -> None:
    shown = Chat().replies[-1]
    assert shown.text == "What matters most?"
    assert shown.progress == "Question 1 of 2"
    labels = [button.label for button in shown.buttons]
    assert labels == ["It is near", "It is free", "My friends go", "Skip", "Back", "Help", "Stop"]


def test_it_is_answered_by_tapping() -> None:
    chat = Chat()
    for label in ("My friends go", "It is near"):
        chat.tap(label)
        assert chat.replies[-1].replaces
    assert chat.replies[-1].hint == "1. My friends go, 2. It is near"
    chat.tap("It is free")
    assert chat.kept == [Answer(chosen=("friends", "near", "free"))]
    assert [reply.text for reply in chat.replies] == [
        "My friends go, then It is near, then It is free",
        "What is missing?",
    ]


def test_it_is_answered_by_typing() -> None:
    chat = Chat()
    chat.say("3, it is free")
    chat.say("near what")
    assert not chat.kept
    chat.say("it is near")
    assert chat.kept == [Answer(chosen=("friends", "free", "near"))]


def test_it_can_be_skipped_taken_away_and_read_over_at_the_check() -> None:
    chat = Chat()
    chat.say("1, 2, 3")
    chat.say("back")
    chat.tap(line("clear"))
    assert not chat.state.answers
    chat.say("3, 2, 1")
    for _ in range(2):
        chat.say("skip")
    assert "1. What matters most?\nMy friends go, then It is free, then It is near" in chat.replies[-1].text


def test_what_became_of_it_is_told_and_it_can_be_changed_by_receipt() -> None:
    open_still = running()
    closed = replace(open_still, status="closed")
    question = open_still.text.questions[0]
    given = {"C1": Answer(chosen=("free", "near", "friends"))}
    returned = Returned("clubs", bytes(16), 1, "16_17", given, None, True, ())
    (item,) = items(open_still.text, returned)
    assert item.said == "It is free, then It is near, then My friends go"
    event = Event(did=Did.BRING_BACK, door=WEB, at=NOW, chance=chance(1))
    turn = change(closed, returned, question, ("near", "free", "friends"), event)
    assert [one.answer for one in turn.records if isinstance(one, AnswerKept)] == [
        Answer(chosen=("near", "free", "friends"))
    ]


def test_figures_count_it_as_the_type_says() -> None:
    def response(*chosen: str) -> ReviewedResponse:
        answers = {"C1": ReviewedAnswer(Answer(chosen=chosen), Review.NOT_NEEDED)}
        return ReviewedResponse(bytes(16), 1, "16_17", WEB.name, True, answers)

    gathered = [
        *[response("near", "free", "friends")] * 40,
        *[response("free", "near", "friends")] * 20,
        *[response("friends", "near", "free")] * 30,
    ]
    table = figures(running().text, gathered, doors={}).table("C1")
    assert [cell.label for cell in table.cells] == ["It is near", "It is free", "My friends go"]
    assert [cell.count for cell in table.cells] == [40, 20, 30]


def test_the_demonstration_answers_it() -> None:
    question = running().text.questions[0]
    said = type_of(question).demonstrate(question, Material(weights={}, draw=str), Random(1))
    chat = Chat()
    for move in type_of(question).moves(said, at_once=False):
        chat.tap(move.taps[0])
    assert len(chat.kept[0].chosen) == 3


def test_it_is_gone_where_no_test_puts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert tuple(type_registry.TYPES) == ("choice", "multi", "scale", "open")
    with pytest.raises(TypeError):
        type_registry.TYPES["ranking"] = Ranking()  # type: ignore[index]
