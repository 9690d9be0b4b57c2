"""What a page with receipt words does after the closing day. Each form brings the words again, so no session is made
and nothing of who sent it is kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.turns.consultations_today import ConsultationsToday
from conversations.asking.consultation.model import Question, Running
from conversations.asking.door import Door
from conversations.asking.events import Did, Event, Media, Returned
from conversations.asking.locales import line
from conversations.asking.receipts.after_closing import change, say_quoting, take_away, withdraw
from conversations.asking.receipts.receipt_words import parse
from conversations.asking.records import AnswerKept
from conversations.asking.replies import Reply, Says
from conversations.asking.session import Turn
from conversations.asking.turn import take_turn
from conversations.hearing.values import Heard
from storage.store import Store


class Does(StrEnum):
    """What a form asks for."""

    LOOK = "look"  # at all answers, and what became of them
    CHANGE = "change"  # the question again, to give another answer
    SAVE = "save"  # that answer
    TAKE_AWAY = "take_away"  # one answer
    QUOTING_YES = "quoting_yes"
    QUOTING_NO = "quoting_no"
    ASK = "ask"  # whether to delete everything
    DELETE = "delete"  # everything


class Shows(StrEnum):
    """Which page comes back."""

    WORDS = "words"  # asks for the words
    ANSWERS = "answers"
    CHANGE = "change"
    ASK = "ask"
    OVER = "over"  # everything is deleted


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One form. `id` is the form's own random id; `words` and `text` are raw; `chosen` are option ids."""

    id: str
    door: Door
    consultation: str
    does: Does
    words: str = field(repr=False)
    question: str = ""
    text: str | None = field(default=None, repr=False)
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Back:
    """What to show. `running` has the version that was answered; `returned` is None where the words brought nothing."""

    shows: Shows
    replies: tuple[Reply, ...]
    running: Running
    returned: Returned | None = None
    question: Question | None = None


class Returner:
    """Takes such forms. `clock` gives the time in UTC, `chance` that many random bytes."""

    def __init__(
        self,
        store: Store,
        today: ConsultationsToday,
        *,
        clock: Callable[[], datetime],
        chance: Callable[[int], bytes],
    ) -> None:
        self._store = store
        self._today = today
        self._clock = clock
        self._chance = chance

    async def take(self, sent: Sent, heard: Heard | None) -> Back:
        """Does what a form asks for. `heard` is its text, heard. Raises StoreError."""
        at = self._clock()
        held = await self._store.consultations.get(sent.consultation)
        words = parse(sent.words)
        returned, refused = await self._today.find(words, (held,), at) if words else (None, None)
        known = await self._store.receipts.knows_form(_form(sent, heard))
        event = Event(
            did=Did.BRING_BACK,
            door=sent.door,
            at=at,
            chance=self._chance(32),
            heard=heard,
            media=Media.TOO_LONG if sent.text is not None and len(sent.text) > sent.door.longest else None,
            returned=returned,
            refused=refused,
        )
        if returned is None:
            running = self._today.running(held)
            if known and sent.does is Does.DELETE:
                return Back(Shows.OVER, (Reply(Says.LINE, line("deleted")),), running)
            turn = take_turn(running, None, event)
            if turn.records:  # a worry counts whatever the words
                await self._store.turns.turn_without_session(held.id, turn, at=at)
            return Back(Shows.WORDS, turn.replies, running)
        return await self._with(returned, self._today.running(held, returned.version), sent, event)

    async def _with(self, returned: Returned, running: Running, sent: Sent, event: Event) -> Back:
        asked = {question.id: question for question in (*running.text.questions, *running.text.about_you)}
        question = asked.get(sent.question)
        if sent.does is Does.ASK:
            return Back(Shows.ASK, (), running, returned)
        if sent.does is Does.CHANGE and question and question.id in returned.answers:
            return Back(Shows.CHANGE, (), running, returned, question)
        turn = _turn(returned, running, sent, question, event)
        if not turn.records:
            return Back(_after(sent, turn, question), turn.replies, running, returned, question)
        await self._store.receipts.keep(
            running.text.id, returned.response, _form(sent, event.heard), turn.records, at=event.at
        )
        if sent.does is Does.DELETE:
            return Back(Shows.OVER, turn.replies, running)
        again = await self._store.receipts.returned(returned.response, returned.receipt)
        if again is None:  # withdrawn a moment ago, from somewhere else
            return Back(Shows.WORDS, (Reply(Says.LINE, line("receipt_unknown")),), running)
        return Back(_after(sent, turn, question), turn.replies, running, again, question)


def _turn(returned: Returned, running: Running, sent: Sent, question: Question | None, event: Event) -> Turn:
    match sent.does:
        case Does.SAVE if question:
            return change(running, returned, question, sent.chosen, event)
        case Does.TAKE_AWAY if question:
            return take_away(running, returned, question, event)
        case Does.QUOTING_YES | Does.QUOTING_NO:
            return say_quoting(running, returned, event, yes=sent.does is Does.QUOTING_YES)
        case Does.DELETE:
            return withdraw(running, returned, event)
    return Turn(None)


def _after(sent: Sent, turn: Turn, question: Question | None) -> Shows:
    """The question again where its answer could not be kept."""
    kept = any(isinstance(record, AnswerKept) for record in turn.records)
    return Shows.CHANGE if sent.does is Does.SAVE and question and not kept else Shows.ANSWERS


def _form(sent: Sent, heard: Heard | None) -> str:
    """What the form is known by, should it come twice. The same form with something else in it is another one."""
    return "\n".join((sent.id, sent.does, sent.question, heard.redacted if heard else "", *sent.chosen))
