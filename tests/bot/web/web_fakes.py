"""A turn taker and a store of hand-made replies, so that the page is tested by itself."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from bot.turns.arrived import Arrived, NotKeptError
from bot.turns.receipt_pages import Back, Sent
from bot.web import WEB
from conversations.asking.consultation.model import Consultation, Status
from conversations.asking.door import Door
from conversations.asking.events import Did
from conversations.asking.replies import Button, Expects, Place, Reply, Says
from conversations.asking.session import Session
from storage.consultations import HeldConsultation
from storage.errors import UnknownConsultationError
from storage.turns import Last, Taken

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

ONE = Reply(
    Says.QUESTION,
    "How old are you?",
    (
        Button("13 to 15", "v1:1.o1"),
        Button("16 to 17", "v1:1.o2"),
        Button("Skip", "v1:1.skip", Place.CONTROL),
    ),
    Expects.ONE,
    progress="Question 3 of 9",
    hint="Pick what fits.",
)
MANY = Reply(
    Says.QUESTION,
    "What should come first?",
    (
        Button("Homes close by", "v1:2.o0"),
        Button("Seeing family", "v1:2.o1", picked=True),
        Button("Done", "v1:2.done", Place.CONTROL),
        Button("Skip", "v1:2.skip", Place.CONTROL),
    ),
    Expects.MANY,
    most=3,
)
WORDS = Reply(
    Says.QUESTION,
    "What makes a place feel like home?",
    (Button("Skip", "v1:3.skip", Place.CONTROL),),
    Expects.WORDS,
    hint="Please don't use names.",
    anchor="v1:3.add",
    done="v1:3.done",
)
HELP = Reply(Says.HELP, "You can talk to someone now.\nChildline: call 0800 1111")
YOU = Reply(Says.YOU, "16 to 17")
SORRY = Reply(Says.LINE, "We could not keep that.")


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, some: timedelta) -> None:
        self.now += some


@dataclass
class Chance:
    """Counts instead of throwing dice: never the same bytes twice, and always the same run."""

    thrown: int = 0

    def __call__(self, count: int) -> bytes:
        self.thrown += 1
        return self.thrown.to_bytes(count)


@dataclass
class FakeTurnTaker:
    """Answers every event with `says`. `fails`: the store does not keep it. `ends`: the session is over afterwards.
    `not_today`: consultations that begin later."""

    clock: Clock
    says: tuple[Reply, ...] = (YOU, ONE)
    fails: bool = False
    breaks: bool = False
    ends: bool = False
    place: str = "q:SH1"
    not_today: set[str] = field(default_factory=set)
    arrived: list[Arrived] = field(default_factory=list)
    sessions: dict[tuple[str, str], Last] = field(default_factory=dict)
    events: dict[tuple[str, str], tuple[Reply, ...]] = field(default_factory=dict)

    async def take(self, arrived: Arrived) -> Taken:
        if self.breaks:
            raise RuntimeError("My name is Dave")
        if self.fails:
            raise NotKeptError((HELP, SORRY))
        event = (arrived.address, arrived.id)
        if event in self.events:
            return Taken(self.events[event], repeated=True)
        self.arrived.append(arrived)
        self.events[event] = self.says
        key = (arrived.consultation, arrived.address)
        if self.ends:
            self.sessions.pop(key, None)
        else:
            self.sessions[key] = Last(Session(version=1, place=self.place, at=self.clock()), self.says)
        return Taken(self.says)

    async def first_page(self, consultation: str, door: Door) -> tuple[Reply, ...]:
        assert door is WEB
        return (ONE,)

    async def by_words(self, sent: Sent) -> Back:
        raise NotImplementedError

    def takes_answers(self, held: HeldConsultation) -> bool:
        return held.status == "open" and held.id not in self.not_today

    def words_until(self, held: HeldConsultation) -> date:
        return date(2026, 6, 14)

    async def last(self, consultation: str, address: str) -> Last | None:
        return self.sessions.get((consultation, address))

    @property
    def did(self) -> list[Did]:
        return [one.did for one in self.arrived]


def held(identifier: str, *, status: Status = "open", trial: bool = False) -> HeldConsultation:
    text = Consultation.model_validate(
        {
            "format": 1,
            "id": identifier,
            "version": 1,
            "title": f"About {identifier}",
            "about": "Where you live.",
            "questions": [{"id": "Q1", "type": "open", "text": "What would you change?"}],
        }
    )
    return HeldConsultation(identifier, (text,), status, date(2026, 3, 1), date(2026, 5, 31), trial)


class FakeConsultations:
    """Only what the page reads."""

    def __init__(self, *helds: HeldConsultation) -> None:
        self._held = {one.id: one for one in helds}

    async def get(self, identifier: str) -> HeldConsultation:
        if identifier not in self._held:
            raise UnknownConsultationError(f"there is no consultation {identifier}")
        return self._held[identifier]

    async def all(self) -> tuple[HeldConsultation, ...]:
        return tuple(self._held.values())
