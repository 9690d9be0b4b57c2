"""Promise 3: nothing lost, nothing twice. Every call of the store fails, before or after it took effect."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from lxml import html
from starlette.applications import Starlette

from bot.turns.arrived import NotKeptError
from bot.turns.turn_taker import TurnTaker
from bot.web.chat_routes import chat_problems, chat_routes
from conversations.asking.answer import Answer
from conversations.asking.locales import line
from conversations.asking.replies import Reply, Says
from storage.keys import Keys
from storage.sqlite import SqliteStore
from storage.store import Store
from tests.bot.telegram.conftest import DAY, Place
from tests.bot_api import BotApi
from tests.bot_api.whole_way_respondent import Respondent
from tests.promises.faulty_store import FaultyStore, Plan, When, faulty, never, nth, outages, seeded
from tests.promises.many import CONSULTATION, answers_of, each_answer_is_there_once, was_never_reset
from tests.promises.way import ID, WAY, WORRY, Step, arrived, chance_of, hear, taker_of
from tests.storage.stored import CHEAP, NOW, opened
from tests.waiting import HANGS

SAID = {
    "home": Answer(text=f"a dog\n{WORRY}"),
    "say": Answer(text="more people who listen"),
    "plan": Answer(chosen=("y",)),
}
MANY = 8

"""Seconds after which nobody is thought to get on any more, however busy this machine is."""


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    """What is tested here is not the disk, so nothing waits for it."""
    made = SqliteStore(
        tmp_path / "data" / "earshot.db", Keys(tmp_path / "keys"), hasher=CHEAP, synchronous="NORMAL", clock=lambda: NOW
    )
    await made.start()
    await opened(made)
    yield made
    await made.close()


@dataclass(slots=True)
class Walker:
    """Goes the whole way, one step after the other; what was not kept is sent again, as it was."""

    store: Store
    address: str
    times: int = 1
    troubles: int = 0

    async def go(self, way: Sequence[Step] = WAY) -> tuple[Reply, ...]:
        shown: tuple[Reply, ...] = ()
        for number, step in enumerate(way):
            shown = await self._until_kept(number, step, shown)
        return shown

    async def _until_kept(self, number: int, step: Step, shown: tuple[Reply, ...]) -> tuple[Reply, ...]:
        event = arrived(number, step, shown, self.address)
        taker = taker_of(self.store, (self.address, number))
        while True:
            try:
                return (await taker.take(event)).replies
            except NotKeptError as error:
                instead = error.replies
            self.troubles += 1
            assert instead[-1].text == line("not_kept"), "a friendly line"
            assert (instead[0].says is Says.HELP) == (step.text == WORRY), "help comes all the same"


async def _outbox(store: SqliteStore) -> dict[str, list[str]]:
    """The texts that wait, for each address in their order, without what differs. They are gone then."""
    texts: dict[str, list[str]] = {}
    while waiting := await store.outbox.waiting("telegram", NOW + timedelta(days=1)):
        for one in waiting:
            texts.setdefault(one.address, []).append(one.reply.text if "six words" not in one.reply.text else "words")
            await store.outbox.sent("telegram", one.id)
    return texts


async def _went_well(store: SqliteStore, addresses: Sequence[str]) -> dict[str, list[str]]:
    """Everybody is at the end, and what they said is there once. What waits to be sent."""
    gathered = {one.response: one for one in await store.gathering.responses(ID)}
    assert len(gathered) == len(addresses)
    for address in addresses:
        last = await store.turns.last(ID, address)
        assert last is not None
        assert last.state.place == "done"
        assert last.state.stamp == 1 + sum(bool(step.label) for step in WAY), "moved on once with each button"
        assert last.state.response is not None
        response = gathered[last.state.response]
        assert response.finished
        assert {question: one.answer.text for question, one in response.answers.items()} == {
            question: answer.text for question, answer in SAID.items()
        }
    assert [flag.words for flag in await store.flags.raised(ID)] == [WORRY] * len(addresses)
    return await _outbox(store)


async def _counted(folder: Path) -> list[tuple[str, int, When]]:
    """Each call of the way, twice."""
    store = SqliteStore(folder / "e.db", Keys(folder / "keys"), hasher=CHEAP, synchronous="NORMAL")
    await store.start()
    await opened(store)
    made, calls = faulty(store, never)
    await Walker(made, "telegram:1").go()
    await store.close()
    return [
        (name, number, when) for name, count in calls.calls.items() for number in range(1, count + 1) for when in When
    ]


async def test_every_single_call_of_the_way_may_fail_before_or_after_it_took_effect(tmp_path: Path) -> None:
    points = await _counted(tmp_path)
    assert len(points) > 2 * 2 * len(WAY)
    troubles = 0
    store = SqliteStore(tmp_path / "data.db", Keys(tmp_path / "its_keys"), hasher=CHEAP, synchronous="NORMAL")
    await store.start()
    await opened(store)
    try:
        await Walker(store, "telegram:0").go()
        expected = await _outbox(store)
        for number, (name, call, when) in enumerate(points, 1):
            made, calls = faulty(store, nth(name, call, when))
            walker = Walker(made, f"telegram:{number}")
            await walker.go()
            # One call of `turn` says that receipt words are needed, and has no effect that it could fail after.
            assert calls.failed == [(name, when)] or (name, when) == ("turns.turn", When.AFTER)
            # What was said before is a help to hearing: without it the turn is taken all the same.
            assert walker.troubles == sum(name != "turns.last" for name, _ in calls.failed)
            troubles += walker.troubles
            assert await _outbox(store) == {str(number): expected["0"]}, (name, call, when)
        assert troubles == len([name for name, _, _ in points if name != "turns.last"]) - 1
        await _went_well(store, [f"telegram:{number}" for number in range(len(points) + 1)])
    finally:
        await store.close()


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_with_every_fifth_call_failing_nothing_is_lost_and_nothing_is_there_twice(
    store: SqliteStore, seed: int
) -> None:
    made, calls = faulty(store, seeded(seed, 0.2))
    walkers = [Walker(made, f"telegram:{number}") for number in range(MANY)]
    await asyncio.gather(*(walker.go() for walker in walkers))
    assert {when for _, when in calls.failed} == set(When)
    texts = await _went_well(store, [walker.address for walker in walkers])
    assert len(texts) == MANY
    assert len({tuple(one) for one in texts.values()}) == 1, "the same for everyone"


# ------------------------------------------------------------------------------------------- three times, late


async def test_each_event_three_times_at_once_is_one_event(store: SqliteStore) -> None:
    async def go(address: str) -> None:
        shown: tuple[Reply, ...] = ()
        for number, step in enumerate(WAY):
            event = arrived(number, step, shown, address)
            taker = taker_of(store, (address, number))
            taken = await asyncio.gather(*(taker.take(event) for _ in range(3)))
            assert sorted(one.repeated for one in taken) == [False, True, True]
            assert len({one.replies for one in taken}) == 1
            shown = taken[0].replies

    addresses = [f"telegram:{number}" for number in range(3)]
    await asyncio.gather(*(go(address) for address in addresses))
    await _went_well(store, addresses)


async def test_old_events_that_come_again_in_any_order_change_nothing(store: SqliteStore) -> None:
    chance = random.Random(7)
    taker = taker_of(store, "again")
    shown: tuple[Reply, ...] = ()
    past = []
    for number, step in enumerate(WAY):
        event = arrived(number, step, shown)
        shown = (await taker.take(event)).replies
        past.append(event)
        for old in chance.sample(past, k=min(3, len(past))):
            again = await taker.take(old)
            assert again.repeated
            assert again.replies == shown, "whatever comes again, they see where they are"
    await _went_well(store, [past[0].address])


async def test_a_message_and_a_tap_at_the_same_moment_are_taken_one_after_the_other(store: SqliteStore) -> None:
    async def end(address: str, *, together: bool, text_first: bool) -> tuple[str, ...]:
        shown = await Walker(store, address).go(WAY[:5])  # "a dog" is written, and Done is shown
        text = arrived(90, Step(text="and a cat"), shown, address)
        both = [text, arrived(91, Step(line("done")), shown, address)]
        taker = taker_of(store, address)
        if together:
            await asyncio.gather(*(taker.take(event) for event in both))
        else:
            for event in both if text_first else reversed(both):
                await taker.take(event)
        found = await store.turns.last(ID, address)
        assert found is not None
        said = (f"{key}: {one.text}" for key, one in found.state.answers.items())
        return (found.state.place, *said, *(part.text for part in found.state.draft))

    allowed = {await end(f"telegram:{number}", together=False, text_first=bool(number)) for number in range(2)}
    assert len(allowed) == 2
    for number in range(2, 12):
        assert await end(f"telegram:{number}", together=True, text_first=True) in allowed


# ----------------------------------------------------------------------------------------------------------- the doors


def _plan_but_start_up(plan: Plan) -> tuple[Plan, list[bool]]:
    """A plan that begins once the list holds something."""
    on: list[bool] = []

    def begun(name: str, arguments: tuple[object, ...]) -> When | None:
        return plan(name, arguments) if on else None

    return begun, on


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
async def test_telegram_whatever_the_store_does_everybody_gets_to_the_end(tmp_path: Path, seed: int) -> None:
    kept = SqliteStore(tmp_path / "e.db", Keys(tmp_path / "keys"), hasher=CHEAP, synchronous="NORMAL")
    await kept.start()
    try:
        await kept.consultations.add(CONSULTATION)
        await kept.consultations.open(CONSULTATION.id, DAY, DAY + timedelta(days=30), trial=True, by="test")
        made, calls = faulty(kept, outages(seed, every=150, longest=24))
        async with BotApi() as api:
            place = Place(api, made)  # type: ignore[arg-type]
            respondents = [
                Respondent(api.person(5_000_001 + number), CONSULTATION, answers_of(number)) for number in range(6)
            ]
            for respondent in respondents:
                respondent.person.patience = HANGS
            async with place.open(), asyncio.timeout(HANGS):
                await asyncio.gather(*(one.go_all_the_way() for one in respondents))
                await api.until(lambda: api.unconfirmed == 0)
        assert len(calls.failed) > 20
        assert {"turns.turn", "maintenance.check", "outbox.waiting"} <= {name for name, _ in calls.failed}
        assert await kept._database.rows("SELECT * FROM dead_letter") == []
        told = [message.text for one in respondents for message in one.person.chat.seen]
        assert line("telegram_held_up") in told, "a friendly line"
        for respondent in respondents:
            was_never_reset(respondent)
        await each_answer_is_there_once(kept, len(respondents))
    finally:
        await kept.close()


class Browser:
    """Posts forms of the chat page as a browser without script does; what was not kept is posted again."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self.page = ""
        self.troubles: list[int] = []

    async def open(self) -> None:
        while True:
            answer = await self._client.get(f"/c/{ID}")
            self.page = answer.text
            if answer.status_code == 200:
                return
            self._trouble(answer)

    async def do(self, step: Step) -> None:
        fields = self._fields(step)
        while True:
            answer = await self._client.post(f"/c/{ID}", data=fields)
            if answer.status_code == 303:
                await self.open()
                return
            self._trouble(answer)
            assert (fields["id"] in answer.text) or answer.status_code == 503, "the way to try again is the same event"

    def _trouble(self, answer: httpx.Response) -> None:
        self.troubles.append(answer.status_code)
        assert answer.status_code == 503
        assert any(kind in answer.text for kind in (line("not_kept"), line("web_store"))), "a friendly line"

    def _fields(self, step: Step) -> dict[str, str]:
        page = html.fromstring(self.page)
        label = step.label or line("done")
        [button] = [one for one in page.iter("button") if one.text_content().strip() == label]
        form = next(button.iterancestors("form"))
        identifier = form.xpath('.//input[@name="id"]/@value')[0]
        fields = {"id": identifier, "tap": button.get("value")}
        return fields | ({"text": step.text} if step.text is not None else {})


WEB_WAY = (
    *(Step("16 to 17"), Step(line("welcome_next")), Step(line("agree_yes"))),
    *(Step(text=f"a dog\n{WORRY}"), Step(text="more people who listen"), Step("Option y")),
    *(Step(line("quoting_yes")), Step(line("finish"))),
)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_web_whatever_the_store_does_everybody_gets_to_the_end(store: SqliteStore, seed: int) -> None:
    plan, on = _plan_but_start_up(outages(seed, every=12, longest=4))
    made, calls = faulty(store, plan)
    chance = chance_of(seed)
    taker = TurnTaker(made, clock=lambda: NOW, chance=chance, web_address="http://earshot.test", hear=hear)
    app = Starlette(
        routes=chat_routes(taker, made.consultations, clock=lambda: NOW, chance=chance, secure=False),
        exception_handlers=chat_problems(chance=chance),
    )
    on.append(True)

    async def go() -> Browser:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://earshot.test") as client:
            browser = Browser(client)
            await browser.open()
            for step in WEB_WAY:
                await browser.do(step)
            return browser

    browsers = await asyncio.gather(*(go() for _ in range(5)))
    assert sum(len(browser.troubles) for browser in browsers) > 5
    assert {when for name, when in calls.failed if name == "turns.turn"} == set(When)
    responses = await store.gathering.responses(ID)
    assert len(responses) == 5
    for response in responses:
        assert response.finished
        assert {question: one.answer.text for question, one in response.answers.items()} == {
            question: answer.text for question, answer in SAID.items()
        }
    assert [flag.words for flag in await store.flags.raised(ID)] == [f"a dog\n{WORRY}"] * 5
    assert isinstance(calls, FaultyStore)
