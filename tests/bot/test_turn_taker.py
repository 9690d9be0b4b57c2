"""The one way of every event, with the real store: across versions, consultations and doors."""

import secrets
from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from bot.turn_taker import Arrived, TurnTaker
from conversations.asking.consultation.file import bundled
from conversations.asking.consultation.model import Consultation
from conversations.asking.events import Did, Door
from conversations.asking.locales import line
from conversations.asking.replies import Reply, Says
from conversations.hearing.pipeline import BY_RULES
from conversations.hearing.values import Heard, Risk
from storage.keys import Keys
from storage.sqlite import SqliteStore
from storage.store import Store
from tests.conversations.doors import Clock
from tests.listening import hear

FIRST, LAST = date(2026, 11, 1), date(2027, 1, 31)
HOMES, ADVOCACY = bundled()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    store = SqliteStore(tmp_path / "earshot.sqlite3", Keys(tmp_path / "keys"), hasher=hasher)
    await store.start()
    await store.consultations.add(HOMES)
    await store.consultations.open(HOMES.id, FIRST, LAST, trial=False, by="test")
    yield store
    await store.close()


class Someone:
    """Talks through TurnTaker from one address; presses buttons by their labels."""

    def __init__(self, store: Store, *, door: Door = Door.TELEGRAM, name: str = "one") -> None:
        self.clock = Clock()
        self.turn_taker = TurnTaker(
            store, clock=self.clock, chance=secrets.token_bytes, web_address="https://e.example.org", hear=hear
        )
        self.door = door
        self.address = f"{door.value}:{name}"
        self.replies: Sequence[Reply] = ()
        self._numbers = count()

    async def does(
        self, did: Did, *, text: str | None = None, taps: tuple[str, ...] = (), consultation: str = HOMES.id
    ) -> str:
        taken = await self.turn_taker.take(
            Arrived(
                id=str(next(self._numbers)),
                door=self.door,
                address=self.address,
                consultation=consultation,
                did=did,
                text=text,
                taps=taps,
            )
        )
        self.replies = taken.replies
        return "\n".join(reply.text for reply in taken.replies)

    async def say(self, text: str, consultation: str = HOMES.id) -> str:
        return await self.does(Did.TEXT, text=text, consultation=consultation)

    def button(self, label: str) -> str:
        return next(button.value for reply in self.replies for button in reply.buttons if button.label == label)

    async def tap(self, *labels: str, consultation: str = HOMES.id) -> str:
        shown = ""
        for label in labels:
            shown = await self.does(Did.TAP, taps=(self.button(label),), consultation=consultation)
        return shown

    async def agree(self, age: str = "16 to 17", consultation: str = HOMES.id) -> tuple[str, ...]:
        """Goes as far as the first question; gives the six words."""
        await self.does(Did.START, consultation=consultation)
        shown = await self.tap(age, line("welcome_next"), line("agree_yes"), consultation=consultation)
        return tuple(shown.splitlines()[2].split())


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
    on_the_page = Someone(store, door=Door.WEB)
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


async def test_who_begins_with_two_open_consultations_is_asked_which(store: Store) -> None:
    await store.consultations.add(ADVOCACY)
    await store.consultations.open(ADVOCACY.id, FIRST, LAST, trial=False, by="test")
    someone = Someone(store)
    assert await someone.turn_taker.route(someone.address) is None
    await someone.agree()
    assert await someone.turn_taker.route(someone.address) == HOMES.id
    assert await someone.turn_taker.route(someone.address, starts=True) is None
    assert await someone.turn_taker.route(someone.address, ADVOCACY.id, starts=True) == ADVOCACY.id


async def test_a_closing_day_that_has_passed_shuts_nobody_out_of_another_consultation(store: Store) -> None:
    someone = Someone(store)
    await someone.agree()
    await store.consultations.add(ADVOCACY)
    await store.consultations.open(ADVOCACY.id, FIRST, date(2027, 3, 31), trial=False, by="test")
    someone.clock.now += timedelta(weeks=11)
    assert await someone.turn_taker.route(someone.address) == ADVOCACY.id


async def test_a_worry_before_a_consultation_is_chosen_is_kept_and_helped(store: Store) -> None:
    await store.consultations.add(ADVOCACY)
    await store.consultations.open(ADVOCACY.id, date(2026, 11, 2), LAST, trial=False, by="test")
    someone = Someone(store)
    replies = await someone.turn_taker.before_choosing("hello my dad hits me")
    assert [reply.says for reply in replies] == [Says.HELP, Says.QUESTION]
    (flag,) = await store.flags.raised(ADVOCACY.id)
    assert flag.level > Risk.NONE


async def test_help_is_there_before_a_consultation_is_chosen(store: Store) -> None:
    await store.consultations.add(ADVOCACY)
    await store.consultations.open(ADVOCACY.id, FIRST, LAST, trial=False, by="test")
    replies = await Someone(store).turn_taker.before_choosing("/help")
    assert replies[0].says is Says.HELP


async def test_half_a_character_is_no_fault(store: Store) -> None:
    someone = Someone(store, door=Door.TERMINAL)
    await someone.agree()
    await someone.tap("2")
    assert line("more_words") in await someone.say("hi \udcff there")
    (response,) = await store.gathering.responses(HOMES.id)
    assert response.answers["SH2"].answer.text == "hi ? there"


async def test_what_only_rules_have_read_is_marked_for_whoever_reviews_it(store: Store) -> None:
    one = Someone(store)
    await one.agree()
    await one.tap("2")

    async def by_rules(text: str, before: str = "") -> Heard:
        return BY_RULES.redact_and_screen(text, before)

    await one.say("tell me first")
    assert not (await store.reviewing.queue(HOMES.id))[0].answer.by_rules
    one.turn_taker = TurnTaker(
        store, clock=one.clock, chance=secrets.token_bytes, web_address="https://e.example.org", hear=by_rules
    )
    await one.say("and why")
    assert (await store.reviewing.queue(HOMES.id))[0].answer.by_rules, "once a part of it, the whole of it"
