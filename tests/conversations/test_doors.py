"""The main conversations, through the doors themselves: each shows the transcript's question and keeps its answers."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from conversations.asking.answer import Answer
from conversations.asking.consultation.file import bundled
from conversations.hearing.values import Risk
from storage.keys import Keys
from storage.sqlite import SqliteStore
from storage.store import Store
from tests.conversations.doors import CONSULTATION, PLAYERS
from tests.conversations.respondent import Kept, Respondent
from tests.conversations.transcript import Step, Transcript, read

EVERYWHERE = (
    "full_way",
    "skip_all",
    "back_and_change",
    "take_an_answer_away",
    "delete",
    "flagged_answer",
    "flagged_with_words_hidden",
    "hidden_word_sent_again",
)
MAIN = [
    *((name, door) for name in EVERYWHERE for door in PLAYERS),
    # Ticks are told one by one, and words can be sent during a break, only where there is no form.
    *((name, door) for name in ("too_many_picked", "stop_and_resume") for door in ("telegram", "terminal")),
    ("three_weeks_on_the_page", "web"),
    ("full_way_web", "web"),
    ("full_way_terminal", "terminal"),
    ("under_13", "web"),
    ("typed_on_the_web", "web"),
]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    store = SqliteStore(tmp_path / "earshot.sqlite3", Keys(tmp_path / "keys"), hasher=hasher)
    await store.start()
    for text in bundled():
        await store.consultations.add(text)
    await store.consultations.open(CONSULTATION, date(2026, 11, 1), date(2027, 1, 31), trial=False, by="test")
    await store.consultations.add_group_code(CONSULTATION, "k7mp-x3hr", "Tuesday club", by="test")
    yield store
    await store.close()


@pytest.mark.parametrize(("name", "door"), MAIN)
async def test_a_main_conversation_goes_the_same_way_through_every_door(name: str, door: str, store: Store) -> None:
    transcript = read(name)
    expected = Respondent(transcript)
    async with PLAYERS[door](store) as player:
        for step in transcript.steps:
            expected.play(step)
            shown = await player.play(step)
            # Where a tap changes nothing Telegram shows a toast: the question is the last thing in the chat already.
            if step.verb != "wait" and expected.last and not (expected.last[-1].again and door == "telegram"):
                question = expected.last[-1].text
                assert squeezed(question) in squeezed(shown), f"{name}.txt:{step.line}: you: {step.does}"
    assert await kept(store, transcript) == expected_answers(expected.kept)


def squeezed(text: str) -> str:
    """Without white space, which each door lays out in its own way."""
    return "".join(text.split())


async def kept(store: Store, transcript: Transcript) -> list[tuple[str, bool, dict[str, Answer]]]:
    """Age band, finished or not, and the answers of each response in the store."""
    return [
        (one.age_band, one.finished, {question: answer.answer for question, answer in one.answers.items()})
        for one in await store.gathering.responses(CONSULTATION)
    ]


def expected_answers(kept: Kept) -> list[tuple[str, bool, dict[str, Answer]]]:
    return [
        (begun.age_band, response in kept.finished, kept.answers[response])
        for response, begun in kept.responses.items()
    ]


@pytest.mark.parametrize("door", PLAYERS)
async def test_a_worry_is_flagged_and_helped_at_every_door(door: str, store: Store) -> None:
    async with PLAYERS[door](store) as player:
        for line, does in enumerate(read("flagged_answer").steps):
            shown = await player.play(Step(line, does.does, ()))
            if does.verb == "say":
                assert "0800 1111" in shown
    (flag,) = await store.flags.raised(CONSULTATION)
    assert flag.level is Risk.URGENT
