"""Promise 3: nothing lost, nothing twice. Whatever several people, moderators and restarts do in any order, the store
holds what a few dictionaries would hold."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar, cast

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.turns.arrived import Arrived
from bot.turns.turn_taker import TurnTaker
from conversations.asking.events import Did, Media
from conversations.asking.locales import line
from conversations.asking.replies import Button, Reply
from conversations.telling.responses import Review
from storage.keys import Keys
from storage.reviewing import QueuedAnswer, Verdict
from storage.sqlite import SqliteStore
from storage.store import Store
from storage.turns import Delivery
from tests.conversations.respondent import DOORS
from tests.promises.store_model import Model
from tests.promises.way import ID, WORRY, chance_of, hear
from tests.storage.stored import CHEAP, NOW, opened

T = TypeVar("T")

PEOPLE = st.sampled_from(["telegram:1", "telegram:2", "web:3"])
SAID = st.sampled_from(
    [
        *("/start", "/skip", "/back", "/stop", "/help", "/delete", "/privacy", "done", "y", "2", "yes"),
        *(WORRY, "a garden", "more people who listen", "half a character \ud83d", "x" * 4097),
    ]
)
TICK = timedelta(minutes=13)
"""Between two events: now and then a break, and never many tries of receipt words within an hour."""


class StoreAgainstModel(RuleBasedStateMachine):
    """`shown` is what each person was shown last and before; `past` are all events so far."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp())
        self.at = NOW
        self.count = 0
        self.shown: dict[str, list[Sequence[Reply]]] = {}
        self.past: list[tuple[int, Arrived]] = []
        self.store = self._started()
        self._run(opened(self.store))
        self.model = Model(self._run(self.store.consultations.get(ID)))

    def _run(self, work: Awaitable[T]) -> T:
        async def run() -> T:
            return await work

        return self.runner.run(run())

    def _started(self) -> SqliteStore:
        store = SqliteStore(
            self.folder / "e.db", Keys(self.folder / "keys"), clock=lambda: self.at, hasher=CHEAP, synchronous="NORMAL"
        )
        self._run(store.start())
        return store

    def teardown(self) -> None:
        self._run(self.store.close())
        self.runner.close()
        shutil.rmtree(self.folder)

    # What people do

    def _take(self, number: int, arrived: Arrived) -> None:
        """The same event for both, with the same chance and at the same time."""
        taken = [
            self._run(
                TurnTaker(
                    cast("Store", store), clock=lambda: self.at, chance=chance_of(number), web_address="x", hear=hear
                ).take(arrived)
            )
            for store in (self.store, self.model.as_store())
        ]
        assert taken[0] == taken[1]
        self.shown.setdefault(arrived.address, []).append(taken[0].replies)

    def _arrives(self, address: str, did: Did, **more: Any) -> None:
        self.at += TICK
        self.count += 1
        door, _, chat = address.partition(":")
        arrived = Arrived(
            id=str(self.count),
            door=DOORS[door],
            address=address,
            consultation=ID,
            did=did,
            message=more.pop("message", str(self.count)),
            deliver=Delivery("telegram", chat) if door == "telegram" else None,
            **more,
        )
        self.past.append((self.count, arrived))
        self._take(self.count, arrived)

    def _buttons(self, address: str, back: int) -> list[Button]:
        turns = self.shown.get(address, [])[-1 - back :]
        return [button for reply in (turns[0] if turns else ()) for button in reply.buttons]

    @rule(address=PEOPLE, pick=st.integers(0, 9))
    def taps(self, address: str, pick: int) -> None:
        if buttons := self._buttons(address, 0):
            self._arrives(address, Did.TAP, taps=(buttons[pick % len(buttons)].value,))

    @initialize(steps=st.tuples(st.integers(0, 12), st.integers(0, 12)))
    def some_are_on_their_way(self, steps: tuple[int, int]) -> None:
        self.goes_on("telegram:1", steps[0])
        self.goes_on("web:3", steps[1])

    @rule(address=PEOPLE, steps=st.integers(1, 5))
    def goes_on(self, address: str, steps: int) -> None:
        for _ in range(steps):
            self._goes_on(address)

    def _goes_on(self, address: str) -> None:
        """The first button, which is the way forward, or words where words are asked for."""
        buttons = self._buttons(address, 0)
        if not buttons:
            self._arrives(address, Did.START)
        elif buttons[0].label == line("skip"):
            self._arrives(address, Did.TEXT, text=f"words {self.count}")
        else:
            older = [button for button in buttons if button.label == "16 to 17"]
            self._arrives(address, Did.TAP, taps=((older or buttons)[0].value,))

    @rule(address=PEOPLE, back=st.integers(1, 4), pick=st.integers(0, 9))
    def taps_an_old_button(self, address: str, back: int, pick: int) -> None:
        if buttons := self._buttons(address, back):
            self._arrives(address, Did.TAP, taps=(buttons[pick % len(buttons)].value,))

    @rule(address=PEOPLE, text=SAID)
    def says(self, address: str, text: str) -> None:
        self._arrives(address, Did.START if text == "/start" else Did.TEXT, text=text)

    @rule(address=PEOPLE, steps=st.integers(1, 5), decided=st.booleans())
    def goes_back_and_writes_anew(self, address: str, steps: int, decided: bool) -> None:
        if decided:
            self.a_moderator_decides(0, Verdict.APPROVE)
        for _ in range(steps):
            self._arrives(address, Did.TEXT, text="/back")
        self._arrives(address, Did.TEXT, text=f"anew {self.count}")
        self._goes_on(address)

    @rule(address=PEOPLE)
    def writes_what_worries(self, address: str) -> None:
        self._arrives(address, Did.TEXT, text=WORRY)

    @rule(address=PEOPLE, sure=st.booleans())
    def wants_everything_gone(self, address: str, sure: bool) -> None:
        self._arrives(address, Did.TEXT, text="/delete")
        wished = line("delete_yes" if sure else "delete_no")
        for button in self._buttons(address, 0):
            if button.label == wished:
                self._arrives(address, Did.TAP, taps=(button.value,))

    @rule(address=PEOPLE, pick=st.integers(0, 99), text=SAID)
    def edits(self, address: str, pick: int, text: str) -> None:
        mine = [one for _, one in self.past if one.address == address and one.did is Did.TEXT]
        if mine:
            self._arrives(address, Did.EDIT, text=text, message=mine[pick % len(mine)].message)

    @rule(address=PEOPLE, did=st.sampled_from([Did.LOOK, Did.MEDIA]))
    def looks_or_sends_a_picture(self, address: str, did: Did) -> None:
        self._arrives(address, did, media=Media.PHOTO if did is Did.MEDIA else None)

    @precondition(lambda self: self.past)
    @rule(pick=st.integers(0, 999))
    def an_event_comes_again(self, pick: int) -> None:
        self._take(*self.past[pick % len(self.past)])

    @rule(address=PEOPLE, pick=st.integers(0, 9), delete=st.booleans())
    def brings_answers_back(self, address: str, pick: int, delete: bool) -> None:
        if words := [*self.model.receipts]:
            text = " ".join(words[pick % len(words)])
            self._arrives(address, Did.TEXT, text=f"{text} delete" if delete else text)

    # What else happens

    @rule()
    def restarts(self) -> None:
        self._run(self.store.close())
        self.store = self._started()

    @rule(pick=st.integers(0, 9), verdict=st.sampled_from(Verdict))
    def a_moderator_decides(self, pick: int, verdict: Verdict) -> None:
        if waiting := self._queue(Review.WAITING):
            one = waiting[pick % len(waiting)]
            decided = self.store.reviewing.decide(
                one.id, verdict, reason="why", seen=one.answer.text, by="ada", at=self.at
            )
            assert self._run(decided)
            self.model.decide(*self._place_of(one), verdict, "why")

    @rule(pick=st.integers(0, 9), of=st.sampled_from([Review.APPROVED, Review.REJECTED]))
    def a_moderator_takes_it_back(self, pick: int, of: Review) -> None:
        if decided := self._queue(of):
            one = decided[pick % len(decided)]
            assert self._run(self.store.reviewing.undo(one.id, by="ada", at=self.at))
            assert self.model.undo(*self._place_of(one))

    @precondition(lambda self: self.count > 20 and self.model.held.status == "open")
    @rule(sure=st.booleans())
    def it_is_closed(self, sure: bool) -> None:
        if sure:
            self._run(self.store.consultations.close(ID, by="ada", at=self.at))
            self.model.close(self.at.date())
            self.past.clear()  # without a key no event is known again, and the doors forget too

    def _queue(self, review: Review) -> list[QueuedAnswer]:
        return sorted(
            self._run(self.store.reviewing.queue(ID, review=review)), key=lambda one: (one.answer.text, one.question)
        )

    def _place_of(self, one: QueuedAnswer) -> tuple[bytes, str]:
        [(response,)] = self._run(self.store._database.rows("SELECT response FROM answer WHERE id = ?", (one.id,)))
        return response, one.question

    # What is always so

    @invariant()
    def everything_that_was_said_is_there_once(self) -> None:
        found = {
            one.response: (
                one.version,
                one.age_band,
                one.door,
                one.finished,
                {key: (kept.answer, kept.review, kept.reason) for key, kept in one.answers.items()},
            )
            for one in self._run(self.store.gathering.responses(ID))
        }
        expected = {
            response: (
                one.version,
                one.age_band,
                one.door,
                one.finished,
                {key: (kept.answer, *kept.reviews[-1]) for key, kept in one.answers.items()},
            )
            for response, one in self.model.responses.items()
        }
        assert found == expected

    @invariant()
    def everybody_is_where_they_were(self) -> None:
        for address in ("telegram:1", "telegram:2", "web:3"):
            assert self._run(self.store.turns.last(ID, address)) == self._run(self.model.last(ID, address))

    @invariant()
    def no_worry_is_lost(self) -> None:
        kept = [flag.words for flag in self._run(self.store.flags.raised(ID)) for _ in range(flag.times)]
        assert sorted(kept) == sorted(self.model.flags)

    @invariant()
    def what_waits_to_be_sent_waits_in_order(self) -> None:
        rows = self._run(self.store._database.rows("SELECT id, lane, sealed, first, tries, created, due FROM outbox"))
        found: dict[str, list[tuple[bool, str]]] = {}
        for one in sorted((self.store.outbox._outgoing(row) for row in rows), key=lambda one: one.id):
            found.setdefault(one.address, []).append((not one.first, one.reply.text))
        assert found == self.model.outbox


TestStoreAgainstModel = StoreAgainstModel.TestCase
TestStoreAgainstModel.settings = settings(
    max_examples=30,
    stateful_step_count=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
