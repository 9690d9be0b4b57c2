"""Which consultation someone comes for, where the door does not say: a chat may be about any that is open."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol

from bot.turns.consultations_today import ConsultationsToday
from conversations.asking.help.help_in_language import first_help, help_reply
from conversations.asking.help.helplines import help_card
from conversations.asking.locales import line
from conversations.asking.receipts.after_closing import words_in
from conversations.asking.records import FlagRaised
from conversations.asking.replies import Button, Expects, Place, Reply, Says
from conversations.asking.session import Turn
from conversations.asking.typed.commands import Command, command_of, is_command
from conversations.hearing.values import Heard
from storage.store import Store


class HearsOneText(Protocol):
    """Redacts and screens one raw text, which may wait so many seconds for its turn."""

    async def __call__(self, text: str, *, patience: float = 0.0) -> Heard: ...


class ConsultationChoice:
    """Finds it, or asks for it."""

    def __init__(
        self, store: Store, today: ConsultationsToday, *, clock: Callable[[], datetime], hear: HearsOneText
    ) -> None:
        self._store = store
        self._today = today
        self._clock = clock
        self._hear = hear

    async def route(self, address: str, payload: str = "", *, starts: bool = False) -> str | None:
        """The consultation that an event from this address is for: the one that a deep link names, the one of its
        newest session, or the only open one; where none is open, the one that closed last. None where someone has to
        choose (also where they begin, `starts`, and several are open), or where nothing was ever open."""
        known = {held.id: held for held in await self._store.consultations.all() if held.status != "draft"}
        if payload in known:
            return payload
        running = [held.id for held in known.values() if self._today.takes_answers(held)]
        if starts and len(running) > 1:
            return None
        sessions = await self._store.turns.sessions(address, known)
        # One that takes answers goes before one that has closed.
        if theirs := [one for one in sessions if one in running] or ([] if running else list(sessions)):
            return max(theirs, key=lambda one: sessions[one].at)
        if not running and known:
            return max(known.values(), key=lambda held: held.closes or date.min).id
        return running[0] if len(running) == 1 else None

    async def of_words(self, text: str | None) -> tuple[str | None, tuple[Reply, ...]]:
        """The consultation whose answers six words in a text bring back; else None, and what is said of the words, if
        there are any."""
        if (found := words_in(text or "")) is None:
            return None, ()
        returned, refused = await self._today.find(found[0], await self._store.consultations.all(), self._clock())
        if returned is not None:
            return returned.consultation, ()
        return None, (Reply(Says.LINE, line(f"receipt_{refused}" if refused else "receipt_unknown")),)

    async def before_choosing(
        self, text: str | None, said: tuple[Reply, ...] = (), patience: float = 0.0
    ) -> tuple[Reply, ...]:
        """What someone is told who has not said yet which consultation they come for. A worry is kept all the same,
        with the open consultation that began last; a command gets its answer, unless something was `said` to the text
        already. `patience`: seconds that it may wait to be heard."""
        heard = await self._hear(text, patience=patience) if text is not None else None
        command = command_of(text) if text and not said else None
        replies: list[Reply] = []
        if heard and heard.flag:
            open_ones = [held for held in await self._store.consultations.all() if self._today.takes_answers(held)]
            if open_ones:
                newest = max(open_ones, key=lambda held: held.opens or date.min)
                turn = Turn(None, (), (FlagRaised(heard.flag),))
                await self._store.turns.turn_without_session(newest.id, turn, at=self._clock())
        replies += first_help(heard, unchecked=self._today.unchecked_help)
        if command is Command.HELP and not replies:
            replies.append(help_reply())
        if command is Command.PRIVACY:
            replies.append(Reply(Says.LINE, line("privacy")))
        if command is Command.DELETE:
            replies.append(Reply(Says.LINE, line("nothing_to_delete")))
        if command is None and not said and is_command(text or ""):
            replies.append(Reply(Says.LINE, line("unknown_command")))
        return (*replies, *said, await self._which())

    async def _which(self) -> Reply:
        """Asks which consultation; each button's value is `v1:go.` and its id, which a door turns into a START."""
        buttons = tuple(
            Button(held.latest.title, f"v1:go.{held.id}", Place.OPTION)
            for held in await self._store.consultations.all()
            if self._today.takes_answers(held)
        )
        if not buttons:
            return Reply(Says.LINE, f"{line('nothing_open')}\n\n{help_card()}")
        return Reply(Says.QUESTION, line("which_consultation"), buttons, Expects.ONE)
