"""Somebody writes in a language that nothing here reads, all the way from a message to every file that comes out."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot.limits import Limits, Most
from bot.telling.findings import find
from bot.telling.released_files import export_bytes, letter_bytes
from bot.telling.summary_table import summary
from bot.turns.arrived import NotKeptError
from bot.turns.consultation_choice import ConsultationChoice
from bot.turns.consultations_today import ConsultationsToday
from bot.turns.receipt_pages import Does, Sent
from bot.web import WEB
from conversations.asking.help.helplines import help_card
from conversations.asking.locales import line
from conversations.asking.replies import Says
from conversations.hearing.text.language_names import NOT_READ
from conversations.hearing.values import Heard, unheard
from conversations.telling.formats.registry import EXPORTS, LETTERS
from conversations.telling.responses import Review
from storage.errors import StoreError
from storage.rules.retention import Retention
from storage.store import Store
from tests.bot.someone import HOMES, Someone, opened_store
from tests.leaks import forms
from tests.listening import hear

WRITTEN = "Мій прийомний батько б'є мене, коли нікого немає"
OPEN = HOMES.questions[1]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with opened_store(tmp_path) as store:
        yield store


async def test_help_comes_in_the_same_turn_and_whole_once(store: Store) -> None:
    someone = Someone(store, door=WEB)
    await someone.agree()
    await someone.tap("2")
    shown = await someone.say(WRITTEN)
    assert someone.replies[0].says is Says.HELP
    assert line("other_language", number="999") in shown
    assert line("hidden_one", things="a name") not in shown
    shown = await someone.say("Я боюся йти додому")
    assert help_card() not in shown
    assert line("other_language_again", number="999") in shown
    assert not await store.flags.raised(HOMES.id)


async def test_its_own_language_stands_beside_the_english_where_that_is_switched_on(store: Store) -> None:
    someone = Someone(store, door=WEB)
    assert (await someone.turn_taker.help_for(WRITTEN))[0].beside is None
    someone = Someone(store, door=WEB, unchecked_help=True)
    await someone.agree()
    await someone.tap("2")
    shown = await someone.say(WRITTEN)
    card = someone.replies[0]
    assert card.text == help_card()
    assert card.beside
    assert card.beside.language == "uk"
    assert line("other_language", number="999") in shown
    assert (await someone.turn_taker.help_for(WRITTEN))[0] == card
    assert (await someone.turn_taker.choice.before_choosing(WRITTEN))[0] == card
    shown = await someone.say("/help")
    assert [one.beside for one in someone.replies] == [None] * len(someone.replies)


async def test_what_hearing_fails_on_is_sealed_and_brings_help(store: Store, tmp_path: Path) -> None:
    someone = Someone(store, door=WEB)
    await someone.agree()
    await someone.tap("2")

    async def fails(text: str, *_: object, **__: object) -> Heard:
        return unheard(text)

    someone.turn_taker._first._hear = fails
    shown = await someone.say("my uncle Zebedee")
    assert someone.replies[0].text == help_card()
    assert line("not_read", number="999") in shown
    assert "language" not in line("not_read", number="999")
    assert line("not_read_again", number="999") in await someone.say("it is Zebedee again")
    [queued] = await store.reviewing.queue(HOMES.id)
    assert (queued.answer.language, queued.review) == (NOT_READ, Review.UNREAD)
    made = await asyncio.to_thread(lambda: [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()])
    assert not any(b"Zebedee" in one for one in made)


async def test_help_comes_even_where_nothing_can_be_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    someone = Someone(store)
    await someone.agree()

    async def fails(*_: object, **__: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(store.turns, "turn", fails)
    with pytest.raises(NotKeptError) as told:
        await someone.say(WRITTEN)
    assert told.value.replies[0].text == help_card()
    assert told.value.replies[1].text == line("other_language", number="999")


async def test_help_is_never_too_fast(store: Store) -> None:
    someone = Someone(store)
    await someone.agree()
    await someone.tap("2")
    someone.turn_taker._limits = Limits(Most(1, 1, 1), timer=lambda: 0.0)
    for _ in range(5):
        await someone.say(WRITTEN)


async def test_help_comes_before_a_consultation_is_chosen_and_for_what_no_turn_takes(store: Store) -> None:
    someone = Someone(store)
    today = ConsultationsToday(store, clock=someone.clock, retention=Retention(), web_address="")
    choice = ConsultationChoice(store, today, clock=someone.clock, hear=hear)
    assert (await choice.before_choosing(WRITTEN))[0].text == help_card()
    assert (await someone.turn_taker.help_for(WRITTEN))[0].text == help_card()


async def test_no_output_has_any_of_it_and_ticks_count_as_ever(store: Store, tmp_path: Path) -> None:
    for number in range(12):
        someone = Someone(store, door=WEB, name=f"one {number}")
        await someone.agree()
        await someone.tap("2")
        await someone.say(WRITTEN)
        await someone.tap(line("done"))
    output = StringIO()
    today = date(2026, 11, 24)
    await summary(store, HOMES.id, Console(file=output, width=200), today)
    made = [output.getvalue().encode()]
    made += [(await export_bytes(store, HOMES.id, fmt, today))[2] for fmt in EXPORTS.names]
    made += [(await letter_bytes(store, HOMES.id, fmt, today))[2] for fmt in LETTERS.names]
    made += await asyncio.to_thread(lambda: [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()])
    for word in ("прийомний", "немає"):
        for form in forms(word).values():
            assert not any(form in one for one in made)
    assert f"{OPEN.text}" in output.getvalue()
    found = await find(store, HOMES.id, today, {})
    assert found.figures.took_part == 10  # twelve, rounded
    assert found.figures.waiting
    assert [one.answers[OPEN.id].counts for one in found.responses] == [True] * 12
    assert [bool(one.answers[HOMES.questions[0].id].answer.chosen) for one in found.responses] == [True] * 12


async def test_after_closing_six_words_say_that_it_was_not_read_and_a_new_one_is_refused(store: Store) -> None:
    someone = Someone(store, door=WEB)
    words = " ".join(await someone.agree())
    await someone.tap("2")
    await someone.say(WRITTEN)
    await store.consultations.close(HOMES.id, by="test", at=someone.clock())
    sent = Sent(id="1", door=WEB, consultation=HOMES.id, does=Does.SAVE, words=words, question=OPEN.id, text=WRITTEN)
    back = await someone.turn_taker.by_words(sent)
    assert line("other_language_closed") in [one.text for one in back.replies]
    assert back.replies[0].text == help_card()
    assert back.returned
    assert back.returned.answers[OPEN.id].language == "uk"
    assert back.returned.answers[OPEN.id].text == ""
