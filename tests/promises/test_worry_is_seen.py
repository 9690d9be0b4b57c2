"""Promise 5: before its turn is acknowledged a worry is before the leads, with all that they need, however it came."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from conversations.asking.events import Did
from conversations.hearing.values import Risk
from storage.keys import Keys
from storage.sqlite import SqliteStore
from storage.worries.cases import Case, CaseFilter
from tests.promises.withdrawing import Time, Town

SAID = "I see my cat a lot. my dad hits me when hes drunk. Then I go out"
SENTENCE = "my dad hits me when hes drunk."


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    time = Time()
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    store = SqliteStore(tmp_path / "data" / "earshot.sqlite3", Keys(tmp_path / "keys"), clock=time, hasher=hasher)
    await store.start()
    town = Town(store, time)
    await town.opens()
    yield town
    await store.close()


async def only_case(town: Town) -> Case:
    [listed] = await town.store.cases.listed(CaseFilter())
    found = await town.store.cases.case(listed.id)
    assert found is not None
    return found


async def test_a_lead_has_the_whole_answer_its_question_and_the_age_band(town: Town) -> None:
    await town.answers("1", AD4=SAID)
    await town.answers("2", AD4="somebody kind who turns up")
    found = await only_case(town)
    [flag], [answer] = found.flags, found.answers
    assert (flag.question, flag.sentences, flag.raised.level >= Risk.CONCERN) == ("AD4", SENTENCE, True)
    assert (answer.question, answer.text, found.age_band) == ("AD4", SAID, "16_17")


async def test_while_it_is_being_written_all_of_it_is_there(town: Town) -> None:
    for typed in ("/start", "16 to 17", "Next", "Yes, I want to take part", *["/skip"] * 3, SAID):
        await town.say("1", typed)
    found = await only_case(town)
    assert (found.flags[0].question, found.flags[0].sentences) == ("AD4", SENTENCE)
    assert [one.text for one in found.answers] == [SAID]


async def test_what_one_person_worries_about_is_one_case(town: Town) -> None:
    await town.answers("1", AD4=SAID, AD7="i want to kill myself")
    await town.answers("2", AD4="my mum hits me")
    assert await town.store.cases.count(CaseFilter()) == 2
    first = await town.store.cases.case(1)
    assert first is not None
    assert {flag.question for flag in first.flags} == {"AD4", "AD7"}


async def test_who_takes_everything_back_leaves_the_question_and_the_sentences(town: Town) -> None:
    await town.answers("1", AD4=SAID)
    await town.do("1", Did.TEXT, "/delete")
    await town.say("1", "Yes, delete it all")
    found = await only_case(town)
    assert (found.flags[0].question, found.flags[0].sentences) == ("AD4", SENTENCE)
    assert (found.answers, found.age_band) == ((), "")


async def test_a_worry_before_anybody_took_part_is_a_case_too(town: Town) -> None:
    await town.say("1", "my dad hits me")
    found = await only_case(town)
    assert (found.flags[0].question, found.flags[0].sentences) == ("", "my dad hits me")


async def test_an_answer_that_is_changed_after_closing_is_found_by_its_words(town: Town) -> None:
    six = await town.answers("1", AD4="somebody kind who turns up")
    await town.answers("2", AD4="a garden")
    await town.closes()
    page = town.page()
    await page.words(six)
    await page.press("Change")
    action, data = page.form("Keep this", filled={"text": SAID})
    await page.send(action, data)
    found = await only_case(town)
    assert (found.flags[0].question, found.by_words) == ("AD4", True)
    assert [one.text for one in found.answers] == [SAID]
