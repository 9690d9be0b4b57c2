"""The one way of every event from every door: hear it, take the turn, keep it, hand back the replies."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import structlog

from bot.inference.listener import HearsIn
from bot.limits import LimitedError, Limits
from bot.metrics import Metrics, Outcome
from bot.turns.arrived import Arrived, NotKeptError, TooFastError, unkept_replies
from bot.turns.consultation_choice import ConsultationChoice
from bot.turns.consultations_today import ConsultationsToday
from bot.turns.heard_first import HeardFirst
from bot.turns.receipt_pages import Back, Returner, Sent
from conversations.asking.door import Door
from conversations.asking.events import Did, Event, Media, ReceiptNeededError
from conversations.asking.help.help_in_language import first_help
from conversations.asking.receipts.after_closing import words_in
from conversations.asking.receipts.receipt_words import draw
from conversations.asking.records import FlagRaised
from conversations.asking.replies import Reply
from conversations.asking.session import Session, Turn
from conversations.asking.turn import take_turn
from conversations.hearing.values import NOTHING_TOLD, Heard
from storage.consultations import HeldConsultation
from storage.errors import NotOpenError, StoreError, UnknownConsultationError
from storage.receipts import PreparedReceipt
from storage.rules.retention import Retention
from storage.store import Store
from storage.turns import Last, Taken

log = structlog.get_logger()


class TurnTaker:
    """Takes turns for all doors.

    `clock` gives the time in UTC, `chance` that many random bytes; `hear` redacts and screens one raw text. Without
    `limits` there are none. `unchecked_help`: see Running. `choice` finds the consultation of whoever is at a door that
    does not say it.
    """

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], datetime],
        chance: Callable[[int], bytes],
        web_address: str,
        hear: HearsIn,
        retention: Retention = Retention(),  # noqa: B008 - it never changes
        limits: Limits | None = None,
        metrics: Metrics | None = None,
        unchecked_help: bool = False,
    ) -> None:
        self._store = store
        self._clock = clock
        self._chance = chance
        self._first = HeardFirst(hear, limits)
        self._limits = limits
        self._metrics = metrics or Metrics()
        self._today = ConsultationsToday(
            store, clock=clock, retention=retention, web_address=web_address, unchecked_help=unchecked_help
        )
        self._returner = Returner(store, self._today, clock=clock, chance=chance)
        self.choice = ConsultationChoice(store, self._today, clock=clock, hear=self._first.hear)

    async def take(self, arrived: Arrived) -> Taken:
        """Takes one turn and keeps it. Raises NotKeptError (with replies to show) where the store fails, TooFastError
        (one of those) where it is over a limit, and UnknownConsultationError where there is no such consultation."""
        began = self._metrics.timer()
        try:
            taken = await self._take(arrived)
        except NotKeptError as error:
            outcome = Outcome.SLOWED if isinstance(error, TooFastError) else Outcome.NOT_KEPT
            self._metrics.turn(arrived.door.name, outcome, began)
            raise
        self._metrics.turn(arrived.door.name, Outcome.REPEATED if taken.repeated else Outcome.TAKEN, began)
        return taken

    async def _take(self, arrived: Arrived) -> Taken:
        at = self._clock()
        if arrived.text is not None:
            # Half a character (a lone surrogate) can neither be searched nor stored.
            arrived = replace(arrived, text=arrived.text.encode("utf-8", "replace").decode())
        heard = await self._heard(arrived) if arrived.text is not None else None
        try:
            # A worry is never too fast, and never one too many; nor is what may be one.
            if self._limits is not None and not (heard and heard.needs_help):
                await self._let_through(self._limits, arrived)
            held = await self._store.consultations.get(arrived.consultation)
            event = await self._event(arrived, held, at, heard)
            if event.returned is not None and event.returned.consultation != held.id:
                arrived = replace(arrived, consultation=event.returned.consultation)
                held = await self._store.consultations.get(arrived.consultation)
            while held.status == "open":
                try:
                    return await self._in_a_session(arrived, held, event)
                except NotOpenError:  # closed a moment ago
                    held = await self._store.consultations.get(arrived.consultation)
            turn = take_turn(self._today.running(held), None, event)
            return await self._store.turns.turn_without_session(held.id, turn, at=at, deliver=arrived.deliver)
        except StoreError as error:
            log.error("turn not kept", door=arrived.door.name, reason=type(error).__name__)
            raise NotKeptError(self._unkept(heard)) from error
        except NotKeptError:
            raise
        except Exception as error:
            # A session of a later version, perhaps. Where it is cannot be known; that help is needed is.
            if heard is None or not heard.needs_help:
                raise
            log.error("turn failed", door=arrived.door.name, reason=type(error).__name__)
            await self._keep_worry(arrived.consultation, heard, at)
            raise NotKeptError(self._unkept(heard)) from error

    async def _keep_worry(self, consultation: str, heard: Heard, at: datetime) -> None:
        """Lets a person know of the worry in words that could not be kept, as far as the store can."""
        if heard.flag is not None:
            with contextlib.suppress(StoreError):
                worry = Turn(None, records=(FlagRaised(heard.flag),))
                await self._store.turns.turn_without_session(consultation, worry, at=at)

    async def _heard(self, arrived: Arrived) -> Heard:
        """The text, heard with what was said before of the same answer: "my uncle" may need the message before it."""
        before, session, told = "", "", NOTHING_TOLD
        # Whatever is wrong with what was said before, this is heard.
        with contextlib.suppress(Exception):
            if last := await self._store.turns.last(arrived.consultation, arrived.address):
                # What is in another language is not to be heard as English, nor to stand among a flag's words.
                before = "\n".join(part.english if part.language else part.text for part in last.state.draft)
                session, told = arrived.address, last.state.told_before
        door = arrived.door
        return await self._first.hear(
            arrived.text or "", before, told=told, session=session, longest=door.longest, patience=door.patience
        )

    async def _let_through(self, limits: Limits, arrived: Arrived) -> None:
        """Counts this turn, or raises TooFastError."""
        try:
            limits.turn(arrived.address)
            if limits.full and await self._store.turns.last(arrived.consultation, arrived.address) is None:
                raise limits.refuse_new()
        except LimitedError as limited:
            if limits.to_be_noted():
                log.warning("turns come too fast", door=arrived.door.name)
            raise TooFastError(limited) from None

    async def by_words(self, sent: Sent) -> Back:
        """Does what a page with receipt words asks for. Raises NotKeptError and UnknownConsultationError, as `take`."""
        heard = None
        if sent.text is not None:
            heard = await self._first.hear(sent.text, longest=sent.door.longest, patience=sent.door.patience)
        try:
            return await self._returner.take(sent, heard)
        except UnknownConsultationError:
            raise
        except StoreError as error:
            log.error("turn not kept", door=sent.door.name, reason=type(error).__name__)
            raise NotKeptError(self._unkept(heard)) from error

    def takes_answers(self, held: HeldConsultation) -> bool:
        """Whether it is open today."""
        return self._today.takes_answers(held)

    def words_until(self, held: HeldConsultation) -> date:
        """The last day on which receipt words of this consultation work."""
        return self._today.words_until(held)

    async def first_page(self, consultation: str, door: Door) -> tuple[Reply, ...]:
        """What someone sees who has no session yet. Nothing is kept."""
        held = await self._store.consultations.get(consultation)
        event = Event(did=Did.LOOK, door=door, at=self._clock(), chance=self._chance(32))
        return take_turn(self._today.running(held), None, event).replies

    async def last(self, consultation: str, address: str) -> Last | None:
        """Where this session is, and what its last turn said; None without a session."""
        return await self._store.turns.last(consultation, address)

    async def help_for(self, text: str | None, patience: float = 0.0) -> tuple[Reply, ...]:
        """The help card, if this text holds a worry: for a text that no turn can be taken with."""
        heard = await self._first.hear(text, patience=patience) if text is not None else None
        return first_help(heard, unchecked=self._today.unchecked_help)

    def _unkept(self, heard: Heard | None) -> tuple[Reply, ...]:
        return unkept_replies(heard, unchecked_help=self._today.unchecked_help)

    async def _event(self, arrived: Arrived, held: HeldConsultation, at: datetime, heard: Heard | None) -> Event:
        did, media, returned, refused, withdraws = arrived.did, arrived.media, None, None, False
        if arrived.text is not None and len(arrived.text) > arrived.door.longest:
            did, media = Did.MEDIA, Media.TOO_LONG
        elif did in (Did.TEXT, Did.BRING_BACK) and (found := words_in(arrived.text or "")):
            did = Did.BRING_BACK
            words, withdraws = found
            # In a chat the words may be of a consultation that was before.
            others = () if arrived.door.one_consultation else await self._store.consultations.all()
            returned, refused = await self._today.find(words, (held, *others), at)
        return Event(
            did=did,
            door=arrived.door,
            at=at,
            chance=self._chance(32),
            heard=heard,
            taps=arrived.taps,
            message=arrived.message,
            forwarded=arrived.forwarded,
            media=media,
            returned=returned,
            refused=refused,
            withdraws=withdraws,
        )

    async def _in_a_session(self, arrived: Arrived, held: HeldConsultation, event: Event) -> Taken:
        try:
            return await self._turn(arrived, held, event, None)
        except ReceiptNeededError:
            receipt = await self._store.receipts.prepare(draw(self._chance(32)))
            return await self._turn(arrived, held, replace(event, receipt=receipt.words), receipt)

    async def _turn(
        self, arrived: Arrived, held: HeldConsultation, event: Event, receipt: PreparedReceipt | None
    ) -> Taken:
        begins = False

        def take(state: Session | None) -> Turn:
            nonlocal begins
            # Answers that words bring back stay with the version that they were given to.
            version = event.returned.version if event.returned else state.version if state else held.latest.version
            turn = take_turn(self._today.running(held, version), state, event)
            begins = state is None and turn.state is not None
            return turn

        # The address is part of the event's id: nobody can be shown another's replies by guessing an id.
        taken = await self._store.turns.turn(
            arrived.consultation,
            arrived.address,
            f"{arrived.address}\n{arrived.id}",
            take,
            at=event.at,
            receipt=receipt,
            deliver=arrived.deliver,
        )
        if begins and self._limits is not None:
            self._limits.began()
        return taken
