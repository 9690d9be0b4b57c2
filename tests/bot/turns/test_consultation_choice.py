"""Which consultation someone comes for, where the door does not say."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from conversations.asking.locales import line
from conversations.asking.replies import Says
from conversations.hearing.values import Risk
from storage.store import Store
from tests.bot.someone import ADVOCACY, FIRST, HOMES, LAST, Someone, opened_store


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with opened_store(tmp_path) as store:
        yield store


async def test_who_begins_with_two_open_consultations_is_asked_which(store: Store) -> None:
    await store.consultations.add(ADVOCACY)
    await store.consultations.open(ADVOCACY.id, FIRST, LAST, trial=False, by="test")
    someone = Someone(store)
    assert await someone.turn_taker.choice.route(someone.address) is None
    await someone.agree()
    assert await someone.turn_taker.choice.route(someone.address) == HOMES.id
    assert await someone.turn_taker.choice.route(someone.address, starts=True) is None
    assert await someone.turn_taker.choice.route(someone.address, ADVOCACY.id, starts=True) == ADVOCACY.id


async def test_a_closing_day_that_has_passed_shuts_nobody_out_of_another_consultation(store: Store) -> None:
    someone = Someone(store)
    await someone.agree()
    await store.consultations.add(ADVOCACY)
    await store.consultations.open(ADVOCACY.id, FIRST, date(2027, 3, 31), trial=False, by="test")
    someone.clock.now += timedelta(weeks=11)
    assert await someone.turn_taker.choice.route(someone.address) == ADVOCACY.id


async def test_a_worry_before_a_consultation_is_chosen_is_kept_and_helped(store: Store) -> None:
    await store.consultations.add(ADVOCACY)
    await store.consultations.open(ADVOCACY.id, date(2026, 11, 2), LAST, trial=False, by="test")
    someone = Someone(store)
    replies = await someone.turn_taker.choice.before_choosing("hello my dad hits me")
    assert [reply.says for reply in replies] == [Says.HELP, Says.QUESTION]
    (flag,) = await store.flags.raised(ADVOCACY.id)
    assert flag.level > Risk.NONE


async def test_help_is_there_before_a_consultation_is_chosen(store: Store) -> None:
    await store.consultations.add(ADVOCACY)
    await store.consultations.open(ADVOCACY.id, FIRST, LAST, trial=False, by="test")
    replies = await Someone(store).turn_taker.choice.before_choosing("/help")
    assert replies[0].says is Says.HELP


async def test_six_words_say_which_consultation_they_are_of(store: Store) -> None:
    await store.consultations.add(ADVOCACY)
    await store.consultations.open(ADVOCACY.id, FIRST, LAST, trial=False, by="test")
    words = " ".join(await Someone(store).agree())
    another = Someone(store, name="two")
    choice = another.turn_taker.choice
    assert await choice.route(another.address) is None
    for text in (words, f"delete {words}", f"/delete {words}"):
        assert await choice.of_words(text) == (HOMES.id, ())
    assert await choice.of_words("hello there you") == (None, ())
    wrong = " ".join(reversed(words.split()))
    found, [said] = await choice.of_words(wrong)
    assert (found, said.text) == (None, line("receipt_unknown"))
    replies = await choice.before_choosing(f"/delete {wrong}", (said,))
    assert [reply.text for reply in replies] == [line("receipt_unknown"), line("which_consultation")]
