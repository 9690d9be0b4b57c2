"""Cases: what safeguarding leads do about worries. The flags of one person's answers are one case."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from conversations.hearing.values import Risk
from storage.worries.flags import Raised


class CaseState(StrEnum):
    WAITING = "waiting"
    """Nobody has looked yet."""
    OPENED = "opened"
    """Somebody has looked, and nobody has taken it in hand."""
    IN_HAND = "in_hand"
    CLOSED = "closed"


class Move(StrEnum):
    """What is done with a case. Rows of it are only ever added."""

    OPENED = "opened"
    TAKEN = "taken"
    HANDED_OVER = "handed_over"
    NOTED = "noted"
    LEVEL = "level"
    CLOSED = "closed"
    REOPENED = "reopened"
    UNDONE = "undone"
    """The last of those that can be undone is."""
    JOINED = "joined"
    """One more flag of the same person came."""


class Outcome(StrEnum):
    ACTED_ON = "acted_on"
    NO_ACTION = "no_action"
    FALSE_ALARM = "false_alarm"
    WORRY = "worry"
    """Its flags were closed one by one: it was a worry, and what was done about it was not asked."""


@dataclass(frozen=True, slots=True)
class CaseMove:
    """`goes_to`: whose hands it is in from then on. `words` (a note, how or why) and `next_step` are redacted. `at` is
    to the hour once the case is closed."""

    move: Move
    by: str
    at: datetime
    goes_to: str = ""
    level: Risk | None = None
    outcome: Outcome | None = None
    words: str = field(default="", repr=False)
    next_step: str = field(default="", repr=False)
    hour_only: bool = False


@dataclass(frozen=True, slots=True)
class CaseStanding:
    """Where a case stands after its moves. `fresh`: a flag came since somebody took it in hand, and nobody has looked.
    `undoes`: the move that can be undone, if any."""

    state: CaseState
    level: Risk
    owner: str = ""
    outcome: Outcome | None = None
    fresh: bool = False
    undoes: CaseMove | None = None


@dataclass(frozen=True, slots=True)
class CaseFlag:
    """A flag of a case, with the id of the question that was asked ("" where it is not known) and the sentences that
    its words stand in."""

    raised: Raised
    question: str
    sentences: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """An answer of whoever the case is about, as it is now. `unread`: in another language, and nobody has redacted it;
    then `text` has what was understood."""

    question: str
    text: str = field(repr=False)
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """`answers`: every written answer of the same person; empty once they took them back, and where nothing says any
    more whose they are. `version` of the consultation's text that they answered, 0 where it is not known. `by_words`:
    answers were found by the words of a flag, and may be several people's. `since`: when the clock began."""

    id: int
    consultation: str
    standing: CaseStanding
    since: datetime
    flags: tuple[CaseFlag, ...]
    moves: tuple[CaseMove, ...]
    answers: tuple[CaseAnswer, ...] = ()
    age_band: str = ""
    version: int = 0
    by_words: bool = False
    hour_only: bool = False

    @property
    def next_step(self) -> str:
        """The one that was noted last."""
        return next((move.next_step for move in reversed(self.moves) if move.next_step), "")


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case as a list shows it, with the next step that was noted last. `words`: of its most worrying flag, in their
    sentences where those are short."""

    id: int
    consultation: str
    state: CaseState
    level: Risk
    owner: str
    outcome: Outcome | None
    since: datetime
    fresh: bool
    kinds: tuple[str, ...]
    words: str = field(repr=False)
    question: str = ""
    flags: int = 1
    hour_only: bool = False
    next_step: str = field(default="", repr=False)

    @property
    def clock_runs(self) -> bool:
        """Whether somebody has still to take it in hand."""
        return self.state in (CaseState.WAITING, CaseState.OPENED) or self.fresh


@dataclass(frozen=True, slots=True)
class ScreeningCounts:
    """What screening did against what people found. `kind`: "" for flags of any, and of none. `right`, `false_alarms`:
    flags that screening raised and that somebody looked into; `open`: those that nobody has closed. `missed`: worries
    that a person raised where screening had raised none of the same person."""

    kind: str
    right: int
    false_alarms: int
    missed: int
    open: int


@dataclass(frozen=True, slots=True)
class LateFrom:
    """A case whose clock began before this is overdue: an urgent one, and any other."""

    urgent: datetime
    other: datetime


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases a list shows; what is empty leaves nothing out. `late` shows those alone that are overdue."""

    closed: bool = False
    consultation: str = ""
    level: Risk | None = None
    kind: str = ""
    owner: str = ""
    late: LateFrom | None = None


class Cases(Protocol):
    async def listed(self, which: CaseFilter, *, limit: int = 25, offset: int = 0) -> Sequence[ListedCase]:
        """By level, then those whose clock began first; closed ones the newest first."""

    async def count(self, which: CaseFilter) -> int: ...

    async def late(self, late: LateFrom) -> int:
        """How many are overdue."""

    async def screening(self, *, trial: bool) -> Sequence[ScreeningCounts]:
        """Over all consultations that are trials, or over all that are none: all flags first, then those of each
        kind."""

    async def case(self, identifier: int) -> Case | None:
        """None where there is no such case (any more)."""

    async def look(self, identifier: int, *, by: str, at: datetime) -> None:
        """Somebody looks at it: it is opened, if it waited, and the audit has a row for them and this day."""

    async def move(self, identifier: int, move: CaseMove, *, seen: int | None = None) -> bool:
        """Does what a lead asks for, if the case stands so that it can be done: False where it does not, and where it
        has not as many moves as they have `seen`. Closing closes its flags with what the outcome says of them;
        reopening and undoing opens them again. Leaves an audit row."""
