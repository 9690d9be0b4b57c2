"""The one way of every event, with the real store: across versions, consultations and doors."""

import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.inference.hearing_lanes import Lane
from bot.terminal import TERMINAL
from bot.turns.arrived import NotKeptError
from bot.turns.turn_taker import TurnTaker
from bot.web import WEB
from conversations.asking.consultation.model import Consultation
from conversations.asking.events import Did
from conversations.asking.locales import line
from conversations.asking.replies import Says
from conversations.hearing.pipeline import BY_RULES
from conversations.hearing.values import Heard
from storage.sqlite import SqliteStore
from storage.sqlite.tables import session_tables
from storage.store import Store
from tests.bot.someone import ADVOCACY, FIRST, HOMES, LAST, Someone, opened_store


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with opened_store(tmp_path) as store:
        yield store


def newer(text: Consultation) -> Consultation:
    """A next version in which the second question is another one."""
    first, second, *rest = text.questions
    return text.model_copy(
        update={"version": text.version + 1, "questions": (first, second.model_copy(update={"id": "SH2b"}), *rest)}
    )


async def test_words_of_an_older_version_bring_back_that_version(store: Store) -> None:
    before = Someone(store, name="before")
    words = await before.agree()
    await before.tap("2")
    await store.consultations.add(newer(HOMES))
    after = Someone(store, name="after")
    await after.agree()
    shown = await after.say(" ".join(words))
    assert line("receipt_found") in shown
    assert HOMES.question("SH2").text in await after.tap(line("carry_on"))
    await after.say("tell me first")
    responses = await store.gathering.responses(HOMES.id)
    assert {"SH1", "SH2"} in [set(one.answers) for one in responses]


async def test_under_16s_are_not_asked_on_telegram_by_way_of_their_words(store: Store) -> None:
    on_the_page = Someone(store, door=WEB)
    words = await on_the_page.agree(age="13 to 15")
    on_telegram = Someone(store)
    await on_telegram.does(Did.START)
    shown = await on_telegram.say(" ".join(words))
    assert "https://e.example.org/c/stable_homes" in shown
    assert HOMES.questions[0].text not in shown


async def test_a_button_of_another_consultation_answers_nothing(store: Store) -> None:
    await store.consultations.add(ADVOCACY)
    await store.consultations.open(ADVOCACY.id, FIRST, LAST, trial=False, by="test")
    someone = Someone(store)
    await someone.agree(consultation=ADVOCACY.id)
    old = someone.button("Yes")
    await someone.agree()
    assert line("stale") in await someone.does(Did.TAP, taps=(old,))
    assert [dict(one.answers) for one in await store.gathering.responses(HOMES.id)] == [{}]


async def test_half_a_character_is_no_fault(store: Store) -> None:
    someone = Someone(store, door=TERMINAL)
    await someone.agree()
    await someone.tap("2")
    assert line("more_words") in await someone.say("hi \udcff there")
    (response,) = await store.gathering.responses(HOMES.id)
    assert response.answers["SH2"].answer.text == "hi ? there"


async def test_what_only_rules_have_read_is_marked_for_whoever_reviews_it(store: Store) -> None:
    one = Someone(store)
    await one.agree()
    await one.tap("2")

    async def by_rules(text: str, before: str = "", **_: object) -> Heard:
        return BY_RULES.redact_and_screen(text, before)

    await one.say("tell me first")
    assert not (await store.reviewing.queue(HOMES.id))[0].answer.by_rules
    one.turn_taker = TurnTaker(
        store, clock=one.clock, chance=secrets.token_bytes, web_address="https://e.example.org", hear=by_rules
    )
    await one.say("and why")
    assert (await store.reviewing.queue(HOMES.id))[0].answer.by_rules, "once a part of it, the whole of it"


@pytest.mark.parametrize("begun", [False, True], ids=["without a session", "in a session"])
async def test_what_is_too_long_is_never_heard_and_its_cry_brings_the_card_and_a_flag(
    store: Store, begun: bool
) -> None:
    one = Someone(store)
    if begun:
        await one.agree()
        await one.tap("2")
    heard: list[int] = []

    async def hear(text: str, before: str, *, lane: Lane, **_: object) -> Heard:
        heard.append(len(text) * (lane is not Lane.RULES))
        return BY_RULES.by_rules(text, before)

    one.turn_taker = TurnTaker(
        store, clock=one.clock, chance=secrets.token_bytes, web_address="https://e.example.org", hear=hear
    )
    said = await one.say("the cat sat. " * 5000 + "i want to kill myself")
    assert sum(heard) == 0
    assert line("media_too_long") in said or not begun
    assert "Samaritans" in said
    (flag,) = await store.flags.raised(HOMES.id)
    assert "kill myself" in flag.words
    assert not any(response.answers for response in await store.gathering.responses(HOMES.id)) or begun


@pytest.mark.parametrize("change", ["place", "aside", "version", "unreadable"])
async def test_a_worry_in_a_session_that_is_not_known_here_still_brings_help_and_a_flag(
    tmp_path: Path, change: str
) -> None:
    async with opened_store(tmp_path) as kept:
        someone = Someone(kept)
        await someone.agree()
        assert isinstance(kept, SqliteStore)
        key = await kept._keys.find(HOMES.id)
        last = await kept.turns.last(HOMES.id, someone.address)
        assert key is not None
        assert last is not None
        session = key.session(someone.address)
        state = last.state.but(**({} if change == "unreadable" else {change: 99 if change == "version" else "quiz"}))
        sealed, _ = session_tables.sealed(key, session, state, b"[]")
        if change == "unreadable":
            sealed = key.seal.seal(b'\n{"of": "a later version"}', b"session" + session)
        await kept._database.write(lambda db: db.execute("UPDATE session SET state = ?", (sealed,)))
        with pytest.raises(NotKeptError) as caught:
            await someone.say("my dad hits me every night")
        assert [reply.says for reply in caught.value.replies] == [Says.HELP, Says.LINE]
        [flag] = await kept.flags.raised(HOMES.id)
        assert "hits me" in flag.words
