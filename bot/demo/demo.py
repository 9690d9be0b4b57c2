"""The demo: fills an empty database with synthetic answers, each of which goes the way of a real one."""

import asyncio
import random
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.demo.demo_error import DemoError
from bot.demo.synthetic_people import Person, answers, make_people
from bot.demo.synthetic_respondent import SyntheticRespondent
from bot.inference.listener import HearsIn
from bot.turns.turn_taker import TurnTaker
from conversations.asking.left_out import WhyLeftOut
from conversations.hearing.values import Risk
from storage.consultations import HeldConsultation
from storage.reviewing import QueuedAnswer, Verdict
from storage.store import Store

BY = "demo"
AT_ONCE = 16
"""Respondents who answer at the same moment: they share commits."""

_APPROVED = 0.72


async def fill(
    store: Store,
    consultation: str,
    people: int,
    seed: int,
    today: date,
    *,
    hear: HearsIn,
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
                await SyntheticRespondent(turn_taker, held, person).answer()
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
