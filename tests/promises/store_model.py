"""What the store does, said as simply as it can be: everything in dictionaries, nothing sealed, nothing lost."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import SimpleNamespace

import msgspec

from conversations.asking.answer import Answer
from conversations.asking.events import Became, Outcome, Returned
from conversations.asking.records import (
    AnswerKept,
    AnswerRemoved,
    FlagRaised,
    QuotingSaid,
    ReceiptGiven,
    Record,
    ResponseBegun,
    ResponseFinished,
    ResponseWithdrawn,
)
from conversations.asking.replies import Reply, Says
from conversations.asking.session import Session, Turn
from conversations.telling.responses import Review
from storage.consultations import HeldConsultation
from storage.errors import NotOpenError
from storage.receipts import PreparedReceipt
from storage.reply_json import whole
from storage.reviewing import Verdict
from storage.turns import Delivery, Last, Taken

_BECAME = {
    Review.NOT_NEEDED: Became.COUNTED,
    Review.WAITING: Became.WAITING,
    Review.APPROVED: Became.APPROVED,
    Review.REJECTED: Became.LEFT_OUT,
}


@dataclass(slots=True)
class Kept:
    """An answer and its reviews so far, the newest last."""

    answer: Answer
    reviews: list[tuple[Review, str]]


@dataclass(slots=True)
class Response:
    version: int
    age_band: str
    door: str
    quoting: bool | None = None
    finished: bool = False
    answers: dict[str, Kept] = field(default_factory=dict)


@dataclass(slots=True)
class KeptSession:
    state: Session
    replies: tuple[Reply, ...]


class Model:
    """One consultation. Has those methods of the store that turns need, and some that staff do."""

    def __init__(self, held: HeldConsultation) -> None:
        self.held = held
        self.responses: dict[bytes, Response] = {}
        self.receipts: dict[tuple[str, ...], bytes] = {}
        self.flags: list[str] = []
        self.outbox: dict[str, list[tuple[bool, str]]] = {}
        self._sessions: dict[str, KeptSession] = {}
        self._events: dict[tuple[str, str], tuple[Reply, ...]] = {}

    # What TurnTaker asks for

    async def consultation(self, _identifier: str) -> HeldConsultation:
        return self.held

    async def consultations(self) -> Sequence[HeldConsultation]:
        return [self.held]

    async def prepare_receipt(self, words: Sequence[str]) -> PreparedReceipt:
        return PreparedReceipt(tuple(words), "", "")

    async def turn(
        self,
        _consultation: str,
        address: str,
        event: str,
        take: Callable[[Session | None], Turn],
        *,
        at: datetime,
        receipt: PreparedReceipt | None = None,
        deliver: Delivery | None = None,
    ) -> Taken:
        if self.held.status != "open":
            raise NotOpenError("closed")
        if (address, event) in self._events:
            session = self._sessions.get(address)
            return Taken(self._events[address, event] or (session.replies if session else ()), repeated=True)
        turn = take(self._state(address))
        for record in turn.records:
            self._keep(record)
        kept = tuple(msgspec.structs.replace(reply, text=whole(reply.text)) for reply in turn.replies)
        self._sessions.pop(address, None)
        if turn.state is not None:
            self._sessions[address] = KeptSession(turn.state, kept)
        self._events[address, event] = () if turn.state else kept
        self._deliver(kept, deliver)
        return Taken(turn.replies)

    async def turn_without_session(
        self, _consultation: str, turn: Turn, *, at: datetime, deliver: Delivery | None = None
    ) -> Taken:
        for record in turn.records:
            self._keep(record)
        self._deliver(turn.replies, deliver)
        return Taken(turn.replies)

    async def last(self, _consultation: str, address: str) -> Last | None:
        state = self._state(address)
        return Last(state, self._sessions[address].replies) if state else None

    async def find_by_receipt(
        self, _consultation: str, words: Sequence[str], *, also: Collection[str] = ()
    ) -> Returned | None:
        found = self.receipts.get(tuple(words))
        if found is None:
            return None
        response = self.responses[found]
        outcomes = {key: Outcome(_BECAME[kept.reviews[-1][0]], kept.reviews[-1][1]) for key, kept in self._of(response)}
        return Returned(
            consultation=self.held.id,
            response=found,
            version=response.version,
            age_band=response.age_band,
            answers={key: kept.answer for key, kept in self._of(response)},
            quoting=response.quoting,
            finished=response.finished,
            receipt=tuple(words),
            outcomes=outcomes,
        )

    def as_store(self) -> "AsStore":
        return AsStore(self)

    # What staff do

    def decide(self, response: bytes, question: str, verdict: Verdict, reason: str) -> None:
        becomes = Review.APPROVED if verdict is Verdict.APPROVE else Review.REJECTED
        self.responses[response].answers[question].reviews.append((becomes, reason))

    def undo(self, response: bytes, question: str) -> bool:
        reviews = self.responses[response].answers[question].reviews
        if len(reviews) == 1:
            return False
        reviews.pop()
        return True

    def close(self, today: date) -> None:
        """Closed early, that day is the last on which answers were taken."""
        self.held = replace(self.held, status="closed", closes=min(self.held.closes or today, today))
        self._sessions.clear()
        self._events.clear()
        self.outbox.clear()

    # How

    def _of(self, response: Response) -> list[tuple[str, Kept]]:
        return list(response.answers.items())

    def _state(self, address: str) -> Session | None:
        session = self._sessions.get(address)
        if session is None:
            return None
        response = self.responses.get(session.state.response) if session.state.response else None
        # What is kept of an answer stands in its own table, as it is kept there.
        return session.state.but(answers={key: kept.answer for key, kept in self._of(response)} if response else {})

    def _deliver(self, replies: Sequence[Reply], deliver: Delivery | None) -> None:
        if deliver is not None:
            waiting = self.outbox.setdefault(deliver.address, [])
            waiting += [(reply.says is not Says.HELP, reply.text) for reply in replies]

    def _keep(self, record: Record) -> None:
        match record:
            case ResponseBegun():
                before = self.responses.get(record.response)
                begun = Response(record.version, record.age_band, record.door)
                self.responses[record.response] = replace(begun, answers=before.answers) if before else begun
            case ReceiptGiven():
                self.receipts[record.words] = record.response
            case AnswerKept():
                self._keep_answer(record)
            case AnswerRemoved():
                self.responses[record.response].answers.pop(record.question, None)
            case QuotingSaid():
                self.responses[record.response].quoting = record.yes
            case ResponseFinished():
                self.responses[record.response].finished = True
            case ResponseWithdrawn():
                self._withdraw(record.response)
            case FlagRaised():
                self.flags.append(whole(record.flag.words))

    def _keep_answer(self, record: AnswerKept) -> None:
        answers = self.responses[record.response].answers
        before = answers.get(record.question)
        answer = replace(record.answer, text=whole(record.answer.text))
        reviews = [(Review.WAITING if answer.text else Review.NOT_NEEDED, "")]
        if before is not None and before.answer.text == answer.text:
            reviews = before.reviews
        answers[record.question] = Kept(answer, reviews)

    def _withdraw(self, response: bytes) -> None:
        self.responses.pop(response, None)
        self.receipts = {words: one for words, one in self.receipts.items() if one != response}
        gone = {address for address, session in self._sessions.items() if session.state.response == response}
        for address in gone:
            del self._sessions[address]
        self._events = {key: () if key[0] in gone else replies for key, replies in self._events.items()}


class AsStore:
    """The model in the parts of a store that TurnTaker asks."""

    def __init__(self, model: Model) -> None:
        self.consultations = SimpleNamespace(get=model.consultation, all=model.consultations)
        self.turns = model
        self.receipts = SimpleNamespace(prepare=model.prepare_receipt, find=model.find_by_receipt)
