"""Answers are coded in the background, and never so that it tells when they came."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.inference.background_coding import BackgroundCoding, unclaimed
from bot.inference.coding_agreement import measured
from bot.inference.coding_functions import CodingFunctions
from bot.inference.double_coding import DOUBLE_CODED
from conversations.hearing.themes.code_frame import Theme
from conversations.hearing.themes.code_frame_changes import added
from conversations.hearing.values import Feeling
from storage.coding import CodedAnswer
from storage.keys import Keys
from storage.rules.coding_standing import Place
from storage.sqlite import SqliteStore
from tests.by_words import Learner, by_words
from tests.storage.stored import CHEAP, NOW, Takes, answered, consultation, kept
from tests.waiting import HANGS

TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    made = SqliteStore(tmp_path / "data" / "earshot.db", Keys(tmp_path / "keys"), clock=lambda: NOW, hasher=CHEAP)
    await made.start()
    yield made
    await made.close()


async def running(store: SqliteStore, *texts: str, trial: bool = True) -> None:
    text = consultation()
    themes = [
        {"id": "pets", "definition": "Animals.", "examples": ["a dog", "my cat"]},
        {"id": "calm", "definition": "Quiet.", "examples": ["calm and quiet"]},
    ]
    raw = text.model_dump(mode="json", exclude_none=True)
    raw["questions"][0]["themes"] = themes
    await store.consultations.add(type(text).model_validate(raw))
    await store.consultations.open("care", date(2026, 3, 1), date(2026, 3, 31), trial=trial, by="ada")
    for number, words in enumerate(texts, 1):
        await answered(store, kept(words, number=number), number=number)


def coding(
    store: SqliteStore, learner: Learner | None = None, *, now: datetime = NOW, share: int = DOUBLE_CODED
) -> BackgroundCoding:
    return BackgroundCoding(store, lambda: by_words(learner), clock=lambda: now, share=share)


async def machine(store: SqliteStore) -> dict[str, tuple[str, ...]]:
    return {one.text: one.machine.codes for one in await store.codings.coded("care", "home") if one.machine}


async def by_hand(
    store: SqliteStore, one: CodedAnswer, *codes: str, place: Place = Place.FIRST, by: str = "Ada"
) -> None:
    frame = (await store.code_frames.all("care"))["home"][-1].version
    assert await store.codings.code_by_hand(one.id, codes, place=place, frame=frame, seen=one.text, by=by, at=NOW)


@pytest.mark.parametrize(("trial", "wait"), [(False, 2), (True, 0)])
async def test_answers_of_today_are_said_to_wait(store: SqliteStore, trial: bool, wait: int) -> None:
    await running(store, "a dog that barks", "quiet, not loud", trial=trial)
    background, held = coding(store), await store.consultations.get("care")
    assert await background.finish() == 2 - wait
    assert await background.waiting(held) == wait


async def test_everything_written_is_coded_and_felt(store: SqliteStore) -> None:
    await running(store, "a dog that barks", "quiet, not loud", "money")
    assert await coding(store).finish() == 3
    assert await machine(store) == {"a dog that barks": ("pets",), "quiet, not loud": ("calm",), "money": ("other",)}
    felt = {one.text: one.feeling for one in await store.codings.coded("care")}
    assert felt == {
        "a dog that barks": Feeling.POSITIVE,
        "quiet, not loud": Feeling.NEGATIVE,
        "money": Feeling.POSITIVE,
    }
    assert await coding(store).finish() == 0


async def test_answers_of_today_wait_for_the_rest_of_their_day(store: SqliteStore) -> None:
    await running(store, "a dog", trial=False)
    assert await coding(store).finish() == 0
    assert await coding(store).heard("care") == []
    assert await coding(store, now=TOMORROW).finish() == 1
    cat = replace(kept("my cat"), day=TOMORROW.date())
    await store.turns.turn("care", "telegram:1", "cat", Takes(cat), at=TOMORROW)
    assert await coding(store, now=TOMORROW).finish() == 0, "changed today, it waits again"
    await store.consultations.close("care", by="ada", at=TOMORROW)
    assert await coding(store, now=TOMORROW).finish() == 1, "once it is closed nobody comes any more"


async def test_nothing_is_learned_where_nothing_is_to_be_coded(store: SqliteStore) -> None:
    learner = Learner()
    await running(store)
    await coding(store, learner).finish()
    assert learner.taught == []
    assert set(await store.code_frames.all("care")) == {"home", "say"}


async def test_a_changed_frame_codes_everything_anew_and_keeps_what_was_said(store: SqliteStore) -> None:
    await running(store, "a dog", "money for trips")
    background = coding(store)
    await background.finish()
    [history] = [(await store.code_frames.all("care"))["home"]]
    frame, change = added(history[-1].frame, Theme("", "Trips", "Trips.", ("trips",)), ever=())
    await store.code_frames.keep("care", "home", frame, change, after=1, by="Ada", at=NOW)
    assert await background.finish() == 2
    assert (await machine(store))["money for trips"] == ("trips",)
    rows = await store._database.rows("SELECT frame, coder, count(*) FROM coding GROUP BY frame, coder ORDER BY frame")
    assert rows == [(1, 1, 2), (2, 2, 2)]


async def test_it_learns_from_people_but_never_from_what_two_people_code(store: SqliteStore) -> None:
    await running(store, *(f"trampoline {number}" for number in range(40)))
    learner = Learner()
    background = coding(store, learner, share=50)
    await background.finish()
    answers = await store.codings.coded("care", "home")
    for one in answers:
        await by_hand(store, one, "pets")
    made = await background.retrain("care", "home", by="Ada")
    assert made is not None
    taught = {example.text for example in learner.taught[-1][1]}
    alone = {one.text for one in answers if not background.for_two(one.id)}
    assert 0 < len(alone) < 40
    assert taught == alone
    assert made.after.examples == len(alone)
    assert await background.finish() == 40
    assert (await machine(store))["trampoline 1"] == ("pets",)
    again = await background.retrain("care", "home", by="Ada")
    assert again is not None
    assert again.same


async def test_a_coder_that_scores_less_is_kept_and_not_used(store: SqliteStore) -> None:
    await running(store, *(f"trampoline {number}" for number in range(20)))
    background = coding(store, Learner([0.8, 0.7, 0.9]))
    await background.finish()
    answers = [one for one in await store.codings.coded("care", "home") if not background.for_two(one.id)]
    await by_hand(store, answers[0], "pets")
    worse = await background.retrain("care", "home", by="Ada")
    assert worse is not None
    assert (worse.after.in_use, worse.after.score, worse.before and worse.before.score) == (False, 0.7, 0.8)
    assert await background.finish() == 0
    await by_hand(store, answers[1], "pets")
    better = await background.retrain("care", "home", by="Ada")
    assert better is not None
    assert better.after.in_use
    assert await background.finish() == 20
    assert await background.go_back("care", "home", 1, by="Ada")
    assert await background.finish() == 20
    assert [one.number for one in await store.coders.all("care", "home") if one.in_use] == [1]
    assert not await background.go_back("care", "home", 99, by="Ada")


async def test_what_was_forgotten_is_learned_anew_when_it_is_needed(store: SqliteStore) -> None:
    await running(store, "a dog", "a cow")
    learner = Learner()
    background = coding(store, learner)
    await background.finish()
    await store._database.write(lambda db: db.execute("UPDATE coder SET learned = x''"))
    assert await background.finish() == 0, "what it said stands"
    await answered(store, kept("my cat", number=3), number=3)
    assert await background.finish() == 3
    assert len(learner.taught) == 2


async def test_groups_are_of_what_no_theme_claims_and_nobody_left_alone(store: SqliteStore) -> None:
    await running(store, "a dog", "trips to sea", "trips to zoo", "trips far", "money")
    background = coding(store)
    await background.finish()
    [trips] = await background.suggested("care", "home") or []
    assert (trips.words, sorted(one.text for one in trips.answers)) == (
        ("trips",),
        ["trips far", "trips to sea", "trips to zoo"],
    )
    await store.codings.leave_alone([one.id for one in trips.answers], by="Ada", at=NOW)
    assert await background.suggested("care", "home") == []
    assert not unclaimed(replace(trips.answers[0], left_alone=True), (await store.code_frames.all("care"))["home"])


async def test_without_an_encoder_it_codes_by_words_and_offers_no_groups(store: SqliteStore) -> None:
    await running(store, "a dog", "trips to sea", "trips to zoo")

    async def blind() -> CodingFunctions:
        return replace(await by_words(), encode=None, groups=None)

    background = BackgroundCoding(store, blind, clock=lambda: NOW)
    assert await background.finish() == 3
    assert await background.suggested("care", "home") is None


async def test_it_follows_a_kick_and_outlives_a_fault(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    await running(store, "a dog")
    background = coding(store)
    looked: list[int] = []
    again = asyncio.Event()

    async def finish() -> int:
        looked.append(len(looked))
        if len(looked) == 1:
            background.kick()
            raise ValueError("a dog")
        again.set()
        return 0

    monkeypatch.setattr(background, "finish", finish)
    task = asyncio.ensure_future(background.run())
    await asyncio.wait_for(again.wait(), HANGS)
    task.cancel()
    assert looked == [0, 1]


async def test_accuracy_is_measured_on_what_two_people_coded(store: SqliteStore) -> None:
    await running(store, *(f"a dog {number}" for number in range(24)))
    await coding(store).finish()
    for number, one in enumerate(await store.codings.coded("care", "home")):
        await by_hand(store, one, "pets")
        await by_hand(store, one, "pets" if number % 2 else "calm", place=Place.SECOND, by="Bo")
    [whole, home] = await measured(store, "care")
    assert whole.answers == 24
    assert whole.people is not None
    assert whole.machine is not None
    assert (whole.people.mean, whole.machine.mean) == (0.5, 0.75)
    assert home.question == "home"
