"""The demo: fills an empty database with synthetic answers, each of which goes the way of a real one."""

import asyncio
import random
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.inference.listener import Hear
from bot.plain_errors import PlainError
from bot.turn_taker import Arrived, TurnTaker
from conversations.asking.consultation.model import Consultation, Question
from conversations.asking.events import Did, Door
from conversations.asking.left_out import LeaveOutReason, WhyLeftOut
from conversations.asking.locales import line
from conversations.asking.question_types.demonstration import Material, one_of
from conversations.asking.question_types.type_registry import type_of
from conversations.asking.replies import Expects, Reply, Says
from conversations.asking.steps.beginning import TRIAL_CODE
from conversations.asking.steps.places import FROM_13, UNDER_13
from conversations.hearing.values import Risk
from storage.consultations import HeldConsultation
from storage.reviewing import QueuedAnswer, Verdict
from storage.store import Store

BY = "demo"
AT_ONCE = 16
"""Respondents who answer at the same moment: they share commits."""

MOST_STEPS = 80
"""More turns than the longest way has."""

_APPROVED = 0.72
_MAY_QUOTE = 0.8
_STOPS_BEFORE_A_QUESTION = 0.02


class DemoError(PlainError):
    """The demo cannot be filled in here. The text says what to do."""


class _Ticked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    skip: float
    weights: Mapping[str, float]


class _LeftOut(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    text: str
    reason: LeaveOutReason


class Answers(BaseModel):
    """The synthetic set of demo_answers.yaml, which explains its fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    consultation: str
    ages: Mapping[str, float]
    ticked: Mapping[str, _Ticked]
    written: Mapping[str, tuple[str, ...]]
    worries: Mapping[str, tuple[str, ...]]
    left_out: Mapping[str, tuple[_LeftOut, ...]]

    @property
    def reasons(self) -> dict[str, LeaveOutReason]:
        """Why each text that is to be left out is left out."""
        return {one.text: one.reason for texts in self.left_out.values() for one in texts}


@cache
def answers() -> Answers:
    return Answers.model_validate(
        yaml.safe_load((files(__package__) / "demo_answers.yaml").read_text(encoding="utf-8"))
    )


@dataclass(frozen=True, slots=True)
class Person:
    """What one synthetic respondent is going to do. `said`: option labels or words by question id; what is not there is
    skipped. `stops_before`: the question at which they leave, if they do."""

    number: int
    door: Door
    age: str
    said: Mapping[str, tuple[str, ...]]
    may_quote: bool
    stops_before: str


async def fill(
    store: Store,
    consultation: str,
    people: int,
    seed: int,
    today: date,
    *,
    hear: Hear,
    console: Console | None = None,
) -> None:
    """Fills in answers of so many people, reviews most of them, and shows progress on `console` (stderr by default).

    Every answer goes through redaction, screening and the turn. The same seed gives the same people. Raises DemoError
    where there is no set of answers for this consultation, where it is not open in trial, or where somebody answered.
    """
    held = await _ready(store, consultation, today)
    turn_taker = TurnTaker(
        store,
        clock=lambda: datetime.combine(today, time(12), UTC),
        chance=secrets.token_bytes,
        web_address="http://127.0.0.1",
        hear=hear,
    )
    crowd = make_people(held.latest, people, seed)
    slots = asyncio.Semaphore(AT_ONCE)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console or Console(stderr=True),
    ) as progress:
        answering = progress.add_task("Synthetic people answer", total=len(crowd))
        reviewing = progress.add_task("Most answers are reviewed", total=None)

        async def one(person: Person) -> None:
            async with slots:
                await _Respondent(turn_taker, held, person).answer()
            progress.advance(answering)

        async with asyncio.TaskGroup() as group:
            for person in crowd:
                group.create_task(one(person))
        waiting = await store.reviewing.queue(consultation, limit=len(crowd) * len(held.latest.questions))
        progress.update(reviewing, total=len(waiting))
        await _review(store, waiting, seed, today, lambda: progress.advance(reviewing))
    await store.audit.note("demo", by=BY, detail=f"{consultation} {people} synthetic people")


async def _ready(store: Store, consultation: str, today: date) -> HeldConsultation:
    if consultation != answers().consultation:
        raise DemoError(f"there are synthetic answers only for {answers().consultation}: use that one")
    for one in await store.consultations.all():
        if await store.gathering.responses(one.id):
            raise DemoError(
                f"{one.id} has answers already: use an empty database (set EARSHOT_DATA_DIR to a new folder)"
            )
    held = await store.consultations.get(consultation)
    if not (held.trial and held.status == "open" and held.opens and held.opens <= today <= (held.closes or today)):
        raise DemoError(f"the demo fills only a trial that is open: open {consultation} in trial first")
    return held


# ------------------------------------------------------------------------------------------------------------- people


def make_people(text: Consultation, people: int, seed: int) -> list[Person]:
    """So many synthetic respondents: the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    decks = {question.id: _Deck(answers().written.get(question.id, ()), chance) for question in text.questions}
    return [_person(text, number, decks, chance) for number in range(people)]


class _Deck:
    """Texts in a shuffled order, each used once before any is used again."""

    def __init__(self, texts: Sequence[str], chance: random.Random) -> None:
        self._texts = list(texts)
        self._chance = chance
        self._left: list[str] = []

    def draw(self) -> str:
        if not self._left:
            self._left = self._chance.sample(self._texts, len(self._texts))
        return self._left.pop()


def _person(text: Consultation, number: int, decks: Mapping[str, _Deck], chance: random.Random) -> Person:
    age = one_of(answers().ages, chance)
    # Telegram is for those who are 16 or older.
    door = Door.WEB if age in (UNDER_13, FROM_13) or chance.random() < 0.55 else Door.TELEGRAM
    stops = ""
    said: dict[str, tuple[str, ...]] = {}
    for question in (*text.questions, *text.about_you):
        if not stops and question != text.questions[0] and chance.random() < _STOPS_BEFORE_A_QUESTION:
            stops = question.id
        if words := _said(question, decks, chance):
            said[question.id] = words
    return Person(number, door, age, said, chance.random() < _MAY_QUOTE, stops)


def _said(question: Question, decks: Mapping[str, _Deck], chance: random.Random) -> tuple[str, ...]:
    ticked = answers().ticked.get(question.id)
    material = Material(
        skip=ticked.skip if ticked else 0.0,
        weights=ticked.weights if ticked else {},
        draw=decks[question.id].draw if question.id in decks else str,
        worries=answers().worries.get(question.id, ()),
        left_out=tuple(one.text for one in answers().left_out.get(question.id, ())),
    )
    return type_of(question).demonstrate(question, material, chance)


# ---------------------------------------------------------------------------------------------------------- answering


class _Respondent:
    """One synthetic person at a door, who reads what is shown and taps or types."""

    def __init__(self, turn_taker: TurnTaker, held: HeldConsultation, person: Person) -> None:
        self._turn_taker = turn_taker
        self._held = held
        self._person = person
        self._address = f"{person.door.value}:{secrets.token_hex(16)}"
        self._events = 0

    async def answer(self) -> None:
        """All the way, or as far as this person goes."""
        shown = _waiting(await self._do(Did.START))
        for _ in range(MOST_STEPS):
            if shown is None or line("finished") in shown.text:
                return
            shown = await self._next(shown)
        raise DemoError("the way did not end: the demo does not know a step of it")

    async def _next(self, shown: Reply) -> Reply | None:
        taps = {button.label: button.value for button in shown.buttons}
        for question in (*self._held.latest.questions, *self._held.latest.about_you):
            if shown.text == question.text:
                return await self._to(question, taps)
        if line("age_question") in shown.text:
            return await self._tap(taps[line(f"age_{self._person.age}")])
        if shown.expects is Expects.WORDS and line("done") not in taps:
            return _waiting(await self._do(Did.TEXT, text=TRIAL_CODE))
        quoting = line("quoting_yes" if self._person.may_quote else "quoting_no")
        for label in (line("done"), quoting, line("welcome_next"), line("agree_yes"), line("finish")):
            if label in taps:
                return await self._tap(taps[label])
        raise DemoError("the demo does not know a step of the way")

    async def _to(self, question: Question, taps: Mapping[str, str]) -> Reply | None:
        if question.id == self._person.stops_before:
            return None
        said = self._person.said.get(question.id, ())
        if not said:
            return await self._tap(taps[line("rather_not" if question in self._held.latest.about_you else "skip")])
        shown: Reply | None = None
        for move in type_of(question).moves(said, at_once=self._person.door is Door.WEB):
            if shown is not None:
                taps = {button.label: button.value for button in shown.buttons}
            if move.words:
                shown = _waiting(await self._do(Did.TEXT, text=move.words))
            else:
                shown = await self._tap(*(taps[label] for label in move.taps))
            if shown is None:
                return None
        return shown

    async def _tap(self, *taps: str) -> Reply | None:
        return _waiting(await self._do(Did.TAP, taps=taps))

    async def _do(self, did: Did, *, text: str | None = None, taps: tuple[str, ...] = ()) -> Iterable[Reply]:
        self._events += 1
        taken = await self._turn_taker.take(
            Arrived(
                id=str(self._events),
                door=self._person.door,
                address=self._address,
                consultation=self._held.id,
                did=did,
                text=text,
                taps=taps,
                message=str(self._events),
            )
        )
        return taken.replies


def _waiting(replies: Iterable[Reply]) -> Reply | None:
    """The question that waits for an answer."""
    return next((reply for reply in replies if reply.says is Says.QUESTION), None)


# ---------------------------------------------------------------------------------------------------------- reviewing


async def _review(
    store: Store, waiting: Sequence[QueuedAnswer], seed: int, today: date, advance: Callable[[], None]
) -> None:
    """Approves most, leaves out those that are marked for it, and lets the rest wait; worries always wait."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    at = datetime.combine(today, time(13), UTC)
    reasons = answers().reasons
    slots = asyncio.Semaphore(AT_ONCE)

    async def decide(item: QueuedAnswer, verdict: Verdict, reason: WhyLeftOut) -> None:
        async with slots:
            await store.reviewing.decide(item.id, verdict, reason=reason, seen=item.answer.text, by=BY, at=at)
        advance()

    async with asyncio.TaskGroup() as group:
        for item in sorted(waiting, key=lambda item: (item.question, item.answer.text)):
            if item.answer.text in reasons:
                group.create_task(decide(item, Verdict.REJECT, reasons[item.answer.text]))
            elif item.answer.risk is Risk.NONE and chance.random() < _APPROVED:
                group.create_task(decide(item, Verdict.APPROVE, ""))
            else:
                advance()
