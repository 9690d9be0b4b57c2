"""The one way of every event from every door: hear it, take the turn, keep it, hand back the replies."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import structlog

from bot.inference.listener import Hear
from bot.limits import LimitedError, Limits, Whose
from bot.metrics import Metrics, Outcome
from bot.receipt_pages import Back, Returner, Sent
from conversations.asking.consultation.model import Running
from conversations.asking.events import Did, Door, Event, Media, ReceiptNeededError, Refusal, Returned
from conversations.asking.help.helplines import help_card
from conversations.asking.locales import line
from conversations.asking.receipts.after_closing import words_in
from conversations.asking.receipts.receipt_words import draw
from conversations.asking.records import FlagRaised
from conversations.asking.replies import Button, Expects, Place, Reply, Says
from conversations.asking.session import Session, Turn
from conversations.asking.turn import take_turn
from conversations.asking.typed.commands import Command, command_of
from conversations.hearing.values import Heard
from storage.consultations import HeldConsultation
from storage.errors import NotOpenError, StoreError, TooManyTriesError, UnknownConsultationError
from storage.receipts import PreparedReceipt
from storage.rules.retention import Retention
from storage.store import Store
from storage.turns import Delivery, Last, Taken

log = structlog.get_logger()

LONGEST = 4096
"""Characters of one message, as Telegram has it; the other doors keep to it too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """What a door has of one event, before anything is heard.

    `id` is the door's own id for it: the same event again has the same id. `address` is who it came from, with the door
    before it ("telegram:123", "web:SECRET"). `text` is raw. With `deliver` the replies also wait in the outbox.
    """

    id: str
    door: Door
    address: str = field(repr=False)
    consultation: str
    did: Did
    text: str | None = field(default=None, repr=False)
    taps: tuple[str, ...] = ()
    message: str = ""
    forwarded: bool = False
    media: Media | None = None
    deliver: Delivery | None = field(default=None, repr=False)


class NotKeptError(Exception):
    """The turn could not be kept. `replies` are to be shown all the same: the help card, if any, and what to do."""

    def __init__(self, replies: tuple[Reply, ...]) -> None:
        super().__init__("the turn could not be kept")
        self.replies = replies


class TooFastError(NotKeptError):
    """The turn was not taken: the session, or everybody together, is over a limit. Never raised for a worry."""

    def __init__(self, limited: LimitedError) -> None:
        super().__init__((Reply(Says.LINE, line("too_fast" if limited.whose is Whose.SESSION else "too_busy")),))
        self.limited = limited


class TurnTaker:
    """Takes turns for all doors.

    `clock` gives the time in UTC, `chance` that many random bytes; `hear` redacts and screens one raw text. Without
    `limits` there are none.
    """

    def __init__(
        self,
        store: Store,
        *,
        clock: Callable[[], datetime],
        chance: Callable[[int], bytes],
        web_address: str,
        hear: Hear,
        retention: Retention = Retention(),  # noqa: B008 - it never changes
        limits: Limits | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._chance = chance
        self._web_address = web_address
        self._hear = hear
        self._retention = retention
        self._limits = limits
        self._metrics = metrics or Metrics()
        self._returner = Returner(store, clock=clock, chance=chance, find=self.find, running=self._running)

    async def take(self, arrived: Arrived) -> Taken:
        """Takes one turn and keeps it. Raises NotKeptError (with replies to show) where the store fails, TooFastError
        (one of those) where it is over a limit, and UnknownConsultationError where there is no such consultation."""
        began = self._metrics.timer()
        try:
            taken = await self._take(arrived)
        except NotKeptError as error:
            outcome = Outcome.SLOWED if isinstance(error, TooFastError) else Outcome.NOT_KEPT
            self._metrics.turn(arrived.door, outcome, began)
            raise
        self._metrics.turn(arrived.door, Outcome.REPEATED if taken.repeated else Outcome.TAKEN, began)
        return taken

    async def _take(self, arrived: Arrived) -> Taken:
        at = self._clock()
        if arrived.text is not None:
            # Half a character (a lone surrogate) can neither be searched nor stored.
            arrived = replace(arrived, text=arrived.text.encode("utf-8", "replace").decode())
        heard = await self._heard(arrived) if arrived.text is not None else None
        try:
            # A worry is never too fast, and never one too many.
            if self._limits is not None and not (heard and heard.flag):
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
            turn = take_turn(self._running(held, held.latest.version), None, event)
            return await self._store.turns.turn_without_session(held.id, turn, at=at, deliver=arrived.deliver)
        except StoreError as error:
            log.error("turn not kept", door=arrived.door.value, reason=type(error).__name__)
            raise NotKeptError(unkept_replies(heard)) from error

    async def _heard(self, arrived: Arrived) -> Heard:
        """The text, heard with what was said before of the same answer: "my uncle" may need the message before it."""
        before = ""
        with contextlib.suppress(StoreError):
            if last := await self._store.turns.last(arrived.consultation, arrived.address):
                before = "\n".join(part.text for part in last.state.draft)
        return await self._hear(arrived.text or "", before)

    async def _let_through(self, limits: Limits, arrived: Arrived) -> None:
        """Counts this turn, or raises TooFastError."""
        try:
            limits.turn(arrived.address)
            if limits.full and await self._store.turns.last(arrived.consultation, arrived.address) is None:
                raise limits.refuse_new()
        except LimitedError as limited:
            if limits.to_be_noted():
                log.warning("turns come too fast", door=arrived.door.value)
            raise TooFastError(limited) from None

    async def by_words(self, sent: Sent) -> Back:
        """Does what a page with receipt words asks for. Raises NotKeptError and UnknownConsultationError, as `take`."""
        heard = await self._hear(sent.text, "") if sent.text is not None else None
        try:
            return await self._returner.take(sent, heard)
        except UnknownConsultationError:
            raise
        except StoreError as error:
            log.error("turn not kept", door=Door.WEB.value, reason=type(error).__name__)
            raise NotKeptError(unkept_replies(heard)) from error

    def takes_answers(self, held: HeldConsultation) -> bool:
        """Whether it is open today. Where it is not, receipt words lead to a page of their own."""
        today = self._clock().date()
        return held.status == "open" and (held.opens or today) <= today <= (held.closes or today)

    async def first_page(self, consultation: str, door: Door) -> tuple[Reply, ...]:
        """What someone sees who has no session yet. Nothing is kept."""
        held = await self._store.consultations.get(consultation)
        event = Event(did=Did.LOOK, door=door, at=self._clock(), chance=self._chance(32))
        return take_turn(self._running(held, held.latest.version), None, event).replies

    async def last(self, consultation: str, address: str) -> Last | None:
        """Where this session is, and what its last turn said; None without a session."""
        return await self._store.turns.last(consultation, address)

    async def route(self, address: str, payload: str = "", *, starts: bool = False) -> str | None:
        """The consultation that an event from this address is for: the one that a deep link names, the one of its
        newest session, or the only open one; where none is open, the one that closed last. None where someone has to
        choose (also where they begin, `starts`, and several are open), or where nothing was ever open."""
        known = {held.id: held for held in await self._store.consultations.all() if held.status != "draft"}
        if payload in known:
            return payload
        running = [held.id for held in known.values() if self.takes_answers(held)]
        if starts and len(running) > 1:
            return None
        sessions = await self._store.turns.sessions(address, known)
        # One that takes answers goes before one that has closed.
        if theirs := [one for one in sessions if one in running] or ([] if running else list(sessions)):
            return max(theirs, key=lambda one: sessions[one].at)
        if not running and known:
            return max(known.values(), key=lambda held: held.closes or date.min).id
        return running[0] if len(running) == 1 else None

    async def which(self) -> Reply:
        """Asks which consultation; each button's value is `v1:go.` and its id, which a door turns into a START."""
        buttons = tuple(
            Button(held.latest.title, f"v1:go.{held.id}", Place.OPTION)
            for held in await self._store.consultations.all()
            if self.takes_answers(held)
        )
        if not buttons:
            return Reply(Says.LINE, f"{line('nothing_open')}\n\n{help_card()}")
        return Reply(Says.QUESTION, line("which_consultation"), buttons, Expects.ONE)

    async def before_choosing(self, text: str | None) -> tuple[Reply, ...]:
        """What someone is told who has not said yet which consultation they come for. A worry is kept all the same,
        with the open consultation that began last; a command gets its answer."""
        heard = await self._hear(text, "") if text is not None else None
        command = command_of(text) if text else None
        replies = []
        if heard and heard.flag:
            open_ones = [held for held in await self._store.consultations.all() if self.takes_answers(held)]
            if open_ones:
                newest = max(open_ones, key=lambda held: held.opens or date.min)
                turn = Turn(None, (), (FlagRaised(heard.flag),))
                await self._store.turns.turn_without_session(newest.id, turn, at=self._clock())
        if command is Command.HELP or (heard and heard.flag):
            replies.append(Reply(Says.HELP, help_card()))
        if command is Command.PRIVACY:
            replies.append(Reply(Says.LINE, line("privacy")))
        if command is Command.DELETE:
            replies.append(Reply(Says.LINE, line("nothing_to_delete")))
        return (*replies, await self.which())

    async def help_for(self, text: str | None) -> tuple[Reply, ...]:
        """The help card, if this text holds a worry: for a text that no turn can be taken with."""
        heard = await self._hear(text, "") if text is not None else None
        return (Reply(Says.HELP, help_card()),) if heard and heard.flag else ()

    def _running(self, held: HeldConsultation, version: int) -> Running:
        today = self._clock().date()
        return Running(
            text=held.text(version),
            status=held.status,
            opens=held.opens or today,
            closes=held.closes or today,
            words_until=self.words_until(held),
            trial=held.trial,
            group_codes=held.group_codes,
            web_address=f"{self._web_address}/c/{held.id}",
        )

    async def _event(self, arrived: Arrived, held: HeldConsultation, at: datetime, heard: Heard | None) -> Event:
        did, media, returned, refused, withdraws = arrived.did, arrived.media, None, None, False
        if arrived.text is not None and len(arrived.text) > LONGEST:
            did, media = Did.MEDIA, Media.TOO_LONG
        elif did in (Did.TEXT, Did.BRING_BACK) and (found := words_in(arrived.text or "")):
            did = Did.BRING_BACK
            words, withdraws = found
            # A chat is not of one consultation alone, as a page is: the words may be of one that was before.
            others = () if arrived.door is Door.WEB else await self._store.consultations.all()
            returned, refused = await self.find(words, (held, *others), at)
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

    async def find(
        self, words: Sequence[str], among: Sequence[HeldConsultation], at: datetime
    ) -> tuple[Returned | None, Refusal | None]:
        """What receipt words bring back of these consultations, or why they were not looked for. After the last day of
        all of them nothing is looked for."""
        in_time = [one.id for one in among if one.status != "draft" and at.date() <= self.words_until(one)]
        if not in_time:
            return None, None
        try:
            return await self._store.receipts.find(in_time[0], words, also=in_time), None
        except TooManyTriesError as error:
            return None, Refusal.BUSY if error.busy else Refusal.TRIES

    def words_until(self, held: HeldConsultation) -> date:
        """The last day on which receipt words of this consultation work."""
        return self._retention.receipts_until(held.stated or held.closes or self._clock().date())

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
            turn = take_turn(self._running(held, version), state, event)
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


def unkept_replies(heard: Heard | None) -> tuple[Reply, ...]:
    """What someone is shown whose message could not be kept: help first, if screening found a worry."""
    sorry = Reply(Says.LINE, line("not_kept"))
    if heard and heard.flag:
        return (Reply(Says.HELP, help_card()), sorry)
    return (sorry,)
