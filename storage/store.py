"""The one interface to what is kept. SQLite stands behind it in storage/sqlite.

Every method may raise StoreError. Nothing here takes or gives back an address in clear except to the door that has to
send to it.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, Protocol

from conversations.asking.answer import Answer
from conversations.asking.consultation.model import Consultation, Status
from conversations.asking.events import Returned
from conversations.asking.records import Record
from conversations.asking.replies import Reply
from conversations.asking.session import Session, Turn
from conversations.hearing.values import Risk
from conversations.telling.responses import GatheredResponse, Review
from storage.coding import Codings


class StoreError(Exception):
    """Something could not be kept or read. The text says what to do, and never holds a respondent's words."""


class UnknownConsultationError(StoreError):
    """There is no consultation with this id."""


class TooManyTriesError(StoreError):
    """Receipt words were not looked for. `busy`: everybody together tried too often within a minute; else these first
    words were tried too often within an hour."""

    def __init__(self, *, busy: bool) -> None:
        super().__init__("too many tries: wait a minute" if busy else "too many tries: wait an hour")
        self.busy = busy


class HeldUpError(StoreError):
    """It is done as far as people notice; what is left of it has to wait, and is done as soon as it can be."""


class NotOpenError(StoreError):
    """The consultation has no sessions: it is a draft, or was closed."""


# ---------------------------------------------------------------------------------------------------- consultations


@dataclass(frozen=True, slots=True)
class HeldConsultation:
    """A consultation as kept: all versions of its text, oldest first; dates are days, both included.

    `closes` is the last day on which answers were or will be taken; `stated` is what it was said to be, which is later
    where it was closed early. What young people were told counts from that.
    """

    id: str
    texts: tuple[Consultation, ...]
    status: Status
    opens: date | None
    closes: date | None
    trial: bool
    group_codes: frozenset[str] = field(default=frozenset())
    stated: date | None = None

    @property
    def latest(self) -> Consultation:
        return self.texts[-1]

    def text(self, version: int) -> Consultation:
        """The text of this version. Raises KeyError where there is none."""
        for text in self.texts:
            if text.version == version:
                return text
        raise KeyError(version)


class Consultations(Protocol):
    async def add_consultation(self, text: Consultation) -> None:
        """Keeps a new consultation as a draft, or a newer version of one. The same version again changes nothing;
        raises StoreError where that version is already kept with another text."""

    async def consultation(self, identifier: str) -> HeldConsultation:
        """Raises UnknownConsultationError."""

    async def consultations(self) -> Sequence[HeldConsultation]:
        """All, by id."""

    async def open_consultation(self, identifier: str, opens: date, closes: date, *, trial: bool, by: str) -> None:
        """From draft, or from a trial that was closed, to open (or an open one's dates changed). Makes its key. Leaves
        an audit row."""

    async def close_consultation(self, identifier: str, *, by: str, at: datetime) -> None:
        """Ends an open consultation, for good: its sessions, known events and waiting replies are deleted and
        overwritten, its key is destroyed, closed flags keep only their day. A trial's answers and closed flags go too.
        Leaves an audit row. What a crash interrupts is finished at the next start; raises HeldUpError where the
        overwriting has to wait, which `finish_closings` then does."""

    async def finish_closings(self) -> bool:
        """To be called every minute: drops the keys of what was closed, also by another process, and does what is left
        to do of it. False where that has to wait for another program."""

    async def add_group_code(self, identifier: str, code: str, group: str, *, by: str) -> None: ...


# ------------------------------------------------------------------------------------------------------------ turns


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where replies go when they cannot be handed back at once: by the door of this name, to an address that only that
    door understands. `context` is the door's own too (which message to edit)."""

    door: str
    address: str = field(repr=False)
    context: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PreparedReceipt:
    """Receipt words and what verifies them, made in a thread beforehand since Argon2id is slow on purpose."""

    words: tuple[str, ...] = field(repr=False)
    locator: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """`repeated`: this event was known, and nothing changed. The replies are then those of the first time where it was
    the last event or ended the session, else those that the session stands at by now."""

    replies: tuple[Reply, ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Last:
    """Where a session is, and the replies of its last turn; none of those once its event is forgotten."""

    state: Session
    replies: tuple[Reply, ...]


class Turns(Protocol):
    async def turn(
        self,
        consultation: str,
        address: str,
        event: str,
        take: Callable[[Session | None], Turn],
        *,
        at: datetime,
        receipt: PreparedReceipt | None = None,
        deliver: Delivery | None = None,
    ) -> Taken:
        """One event, in one transaction: note the event's id, read the session, take the turn, write session, records
        and replies. `take` runs on the writer's thread and may run again; an exception from it undoes all of this turn
        and is raised here. With `deliver` the replies wait in the outbox, sealed. Raises NotOpenError."""

    async def turn_without_session(
        self, consultation: str, turn: Turn, *, at: datetime, deliver: Delivery | None = None
    ) -> Taken:
        """Keeps what a turn causes where there is no key: flags, withdrawals, and replies that wait. Events that come
        again are not known here. Raises StoreError for any other record."""

    async def last(self, consultation: str, address: str) -> Last | None:
        """None where there is no session."""

    async def sessions(self, address: str, consultations: Collection[str]) -> dict[str, Session]:
        """The sessions of this address in these consultations, by consultation."""

    async def find_by_receipt(
        self, consultation: str, words: Sequence[str], *, also: Collection[str] = ()
    ) -> Returned | None:
        """The response that six receipt words bring back, with what became of it; `also`: other consultations that it
        may be of. Takes the same time whether or not they are known. Raises TooManyTriesError, whatever the words."""

    async def returned(self, response: bytes, words: Sequence[str]) -> Returned | None:
        """A response that these words have brought back just now, as it is by now; None where it is gone."""

    async def keep_by_receipt(
        self, consultation: str, response: bytes, form: str, records: Sequence[Record], *, at: datetime
    ) -> bool:
        """Keeps what was done with receipt words alone: no session is read or made. `form` is the form's own random id.
        False, and nothing kept, where this form came before or the response is gone."""

    async def knows_form(self, form: str) -> bool:
        """Whether a form was sent before, with receipt words."""

    async def prepare_receipt(self, words: Sequence[str]) -> PreparedReceipt: ...

    async def dead_letter(self, door: str, what: str, at: datetime) -> None:
        """Notes that an event was given up. `what` is the kind of failure, never content."""


# ----------------------------------------------------------------------------------------------------------- outbox


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One reply waiting to be sent. Within an address, `id` gives the order; help cards (`first`) go before all."""

    id: int
    address: str = field(repr=False)
    context: str = field(repr=False)
    reply: Reply = field(repr=False)
    first: bool
    tries: int
    created: datetime


class Outbox(Protocol):
    """Each door's sender names its door: what waits for another door is neither seen nor touched."""

    async def waiting(self, door: str, at: datetime, limit: int = 100) -> Sequence[Outgoing]:
        """What is due, help cards first, then oldest first; at most one for each address."""

    async def waits(self, door: str, identifier: int) -> bool:
        """Whether it is there still: closing a consultation erases what waits."""

    async def sent(self, door: str, identifier: int) -> None:
        """Erases it."""

    async def put_off(self, door: str, identifier: int, until: datetime) -> None:
        """Tries again later, and counts the try."""

    async def drop_older(self, door: str, than: datetime) -> int:
        """Erases what waited too long; says how many."""


# -------------------------------------------------------------------------------------------------------- reviewing


class Verdict(StrEnum):
    APPROVE = "approve"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class QueuedAnswer:
    """An open-text answer for a moderator. `may_quote`: its author said yes to being quoted."""

    id: bytes
    consultation: str
    question: str
    version: int
    answer: Answer = field(repr=False)
    may_quote: bool
    review: Review
    reason: str = ""


BY_PERSON = "person:"
"""What a flag's `raised_by` begins with where a person raised it, by hand; their name comes after it."""


class FlagVerdict(StrEnum):
    """What a person found when they looked into a flag."""

    RIGHT = "right"
    FALSE_ALARM = "false_alarm"


@dataclass(frozen=True, slots=True)
class Raised:
    """A flag as kept. `day_only`: its time was made coarse, and `at` is midnight. `raised_by` as in Flag, or who
    raised it by hand after BY_PERSON; empty where it was raised before that was kept. `verdict`: None where it is open,
    or was closed before anyone was asked."""

    id: int
    consultation: str
    level: Risk
    kinds: tuple[str, ...]
    words: str = field(repr=False)
    at: datetime
    closed: bool
    closed_by: str = ""
    day_only: bool = False
    raised_by: tuple[str, ...] = ()
    verdict: FlagVerdict | None = None


class Reviewing(Protocol):
    async def queue(
        self, consultation: str, *, review: Review = Review.WAITING, limit: int = 50, offset: int = 0
    ) -> Sequence[QueuedAnswer]:
        """Open-text answers in this state of review: flagged first, urgent before concern, then in no order that says
        when they came."""

    async def queue_length(self, consultation: str, review: Review = Review.WAITING) -> int: ...

    async def queued(self, answer: bytes) -> QueuedAnswer | None:
        """One answer; None where it is gone (withdrawn) or unknown."""

    async def decide(self, answer: bytes, verdict: Verdict, *, reason: str, seen: str, by: str, at: datetime) -> bool:
        """Appends a decision. `seen` is the text that the moderator read: False, and nothing kept, where the answer has
        changed or gone since."""

    async def undo(self, answer: bytes, *, by: str, at: datetime) -> bool:
        """Takes back the last decision by appending one that does; False where there is none."""

    async def flags(self, consultation: str, *, closed: bool = False) -> Sequence[Raised]:
        """Urgent first, then newest first."""

    async def close_flag(self, identifier: int, verdict: FlagVerdict, *, by: str, at: datetime) -> bool:
        """False where there is no such flag, or it was closed already. Leaves an audit row with the verdict."""

    async def raise_flag(
        self, answer: bytes, level: Risk, kinds: Sequence[str], *, seen: str, by: str, at: datetime
    ) -> bool:
        """A worry that a person found in an answer: a flag of its words, and the answer is as worrying from then on.
        `seen` as in `decide`. Raised again by hand while it is open it is kept once. Leaves an audit row."""

    async def judged_flags(self) -> Sequence[Raised]:
        """What people said of worries, in all consultations but trials: flags that were closed with a verdict, and
        those that were raised by hand."""


class Gathering(Protocol):
    async def gather(self, consultation: str) -> Sequence[GatheredResponse]:
        """Every response that was not withdrawn, in an order that says nothing."""


# ------------------------------------------------------------------------------------------------------------ files


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that was handed out. `by` is a staff account's name, or the command line."""

    name: str
    what: Literal["letter", "figures"]
    format: str
    day: date
    by: str


@dataclass(frozen=True, slots=True)
class ToRecall:
    """A file of a day on which files held what was taken back since: the words of so many people, and so many who are
    counted in the figures. `since`: the newest day on which something was taken back."""

    file: MadeFile
    words: int
    counted: int
    since: date


class Files(Protocol):
    async def note_file(
        self, consultation: str, file: MadeFile, *, counted: Collection[bytes], quoted: Collection[tuple[bytes, str]]
    ) -> None:
        """Notes a file before it is handed out: the responses that its figures count, and the answers (response and
        question) whose words it has. The same file again on the same day is one file."""

    async def files_to_recall(self, consultation: str) -> Sequence[ToRecall]:
        """Newest first."""


# ------------------------------------------------------------------------------------------------------------ staff


@dataclass(frozen=True, slots=True)
class Staff:
    id: int
    name: str
    roles: frozenset[str]
    disabled: bool
    password: str = field(repr=False)  # an Argon2id hash; empty until one is set


class StaffAccounts(Protocol):
    async def add_staff(self, name: str, roles: Collection[str], *, by: str) -> Staff:
        """Raises StoreError where the name is taken."""

    async def staff(self) -> Sequence[Staff]: ...

    async def staff_named(self, name: str) -> Staff | None:
        """Upper and lower case are the same."""

    async def set_password(self, staff: int, password: str, *, by: str) -> None:
        """Keeps a hash that the caller made; ends all sign-ins of this account and uses up its links."""

    async def disable_staff(self, staff: int, *, by: str) -> None:
        """Ends all sign-ins of this account too."""

    async def add_link(self, staff: int, secret: str, until: datetime) -> None:
        """A one-time link: only a digest of the secret is kept."""

    async def link(self, secret: str, at: datetime) -> Staff | None:
        """Whose link this is, if it is still good. set_password uses it up."""

    async def sign_in(self, staff: int, secret: str, until: datetime) -> None:
        """Keeps a digest of the sign-in's secret, and an audit row."""

    async def signed_in(self, secret: str, at: datetime) -> Staff | None: ...

    async def sign_out(self, secret: str) -> None: ...

    async def audit(self, action: str, *, by: str, detail: str = "") -> None: ...


@dataclass(frozen=True, slots=True)
class Measured:
    """How the store stands, for operators. `oldest`: since when the reply that waits longest has waited."""

    waiting: int
    oldest: datetime | None
    dead_letters: int


class Store(Consultations, Turns, Outbox, Reviewing, Gathering, Files, Codings, StaffAccounts, Protocol):
    async def start(self) -> None:
        """Opens the database, runs migrations. Raises StoreError with what to do."""

    async def close(self) -> None: ...

    async def forget_old(self, at: datetime) -> None:
        """Deletes what was kept for long enough (see Retention), and closes what nobody closed. Leaves an audit row
        where anything was deleted."""

    async def check(self) -> None:
        """Raises StoreError where nothing can be written now (for /healthz)."""

    async def measured(self) -> Measured: ...
