"""A door that there is in the tests only: all that it takes is a value that says what it can do."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.known_doors import DOORS, rows_in_figures
from bot.metrics import Metrics, Outcome
from conversations.asking.door import Door
from conversations.asking.events import Did
from conversations.asking.locales import line
from conversations.asking.replies import Expects, Says
from conversations.telling.figures import figures
from storage.store import Store
from tests.bot.someone import ADVOCACY, FIRST, HOMES, LAST, Someone, opened_store

LETTER_BOX = Door(
    name="letter_box",
    in_figures="door_letter_box",
    longest=100,
    under_16s=True,  # as on the chat page
    asks_first=False,  # as on Telegram
    whole_forms=True,  # as on the chat page
    one_consultation=False,
    page_for_words=False,
)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with opened_store(tmp_path) as store:
        yield store


def someone(store: Store) -> Someone:
    return Someone(store, door=LETTER_BOX, name="7", delivers=True)


async def test_it_asks_as_it_can_and_keeps_what_is_said(store: Store) -> None:
    writer = someone(store)
    assert line("not_understood") not in await writer.say("hi"), "nothing was asked before they wrote"
    await writer.agree(age="13 to 15")
    await writer.tap("2")
    assert line("media_too_long") in await writer.say("x" * (LETTER_BOX.longest + 1))
    await writer.say("x" * LETTER_BOX.longest)
    await writer.tap(line("done"), line("skip"))
    assert writer.replies[-1].expects is Expects.MANY
    boxes = [writer.button(label) for label in ("More social workers", "Things to do", line("done"))]
    await writer.does(Did.TAP, taps=tuple(boxes))
    [response] = await store.gathering.responses(HOMES.id)
    assert response.door == "letter_box"
    assert response.answers["SH2"].answer.text == "x" * LETTER_BOX.longest
    assert set(response.answers["SH4"].answer.chosen) == {"more_workers", "things_to_do"}


async def test_words_of_another_consultation_are_found_there(store: Store) -> None:
    await store.consultations.add(ADVOCACY)
    await store.consultations.open(ADVOCACY.id, FIRST, LAST, trial=False, by="test")
    words = await someone(store).agree()
    another = Someone(store, door=LETTER_BOX, name="8")
    await another.agree(consultation=ADVOCACY.id)
    assert line("receipt_found") in await another.say(" ".join(words), consultation=ADVOCACY.id)


async def test_after_the_closing_its_words_are_sent_and_no_page_is_named(store: Store) -> None:
    writer = someone(store)
    writer.clock.now = writer.clock.now.replace(year=LAST.year, month=LAST.month + 1, day=1)
    until = writer.turn_taker.words_until(await store.consultations.get(HOMES.id))
    day = f"{until.day} {until:%B %Y}"
    assert line("closed_words_here", day=day) in await writer.say("hi")


async def test_its_replies_wait_for_it_alone(store: Store) -> None:
    writer = someone(store)
    await writer.say("my dad hits me")
    at = writer.clock.now
    assert [await store.outbox.waiting(door.name, at) for door in DOORS] == [[], [], []]
    sent = []
    while waiting := await store.outbox.waiting("letter_box", at):
        assert waiting[0].address == "7"
        sent.append(waiting[0].reply)
        await store.outbox.sent("letter_box", waiting[0].id)
    assert sent == list(writer.replies)
    assert sent[0].says is Says.HELP


async def test_it_is_a_row_of_its_own_in_figures(store: Store) -> None:
    for name in ("7", "8"):
        writer = Someone(store, door=LETTER_BOX, name=name)
        await writer.agree()
        await writer.tap("2")
    known = {**rows_in_figures(), LETTER_BOX.name: "By letter"}
    gathered = await store.gathering.responses(HOMES.id)
    table = figures(HOMES, gathered, threshold=1, doors=known).table("door")
    assert [cell.label for cell in table.cells] == ["On Telegram", "On the web page, or with a worker", "By letter"]
    unknown = figures(HOMES, gathered, threshold=1, doors=rows_in_figures()).table("door")
    assert unknown.cells[-1].label == "letter_box", "never counted as the page"


async def test_its_turns_are_measured(store: Store) -> None:
    metrics = Metrics()
    for _ in range(50):
        metrics.turn(LETTER_BOX.name, Outcome.TAKEN, metrics.timer())
    shown = (await metrics.shown(store.maintenance, someone(store).clock.now)).decode()
    assert 'earshot_turns_total{door="letter_box",outcome="taken"} 50.0' in shown
