"""What the store keeps of coding: code frames and their history, coders, and who coded what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from conversations.hearing.themes.code_frame import CodeFrame, Coding
from conversations.hearing.themes.code_frame_changes import Change
from conversations.hearing.values import Feeling
from conversations.telling.responses import Review
from storage.rules.coding_standing import FrameVersion, KeptCoding, Place, Standing, standing


@dataclass(frozen=True, slots=True)
class KeptCoder:
    """A coder that was kept. `parent`: the number of the one in use before (0: none). `score`: its cross-validated F1,
    None where there were too few examples. `forgotten`: what it learned is gone, as words that it learned from are."""

    number: int
    version: str
    frame: int
    parent: int
    score: float | None
    examples: int
    by: str
    day: date
    in_use: bool
    forgotten: bool


@dataclass(frozen=True, slots=True)
class NewCoder:
    """A coder to be kept. `learned`: its bytes."""

    version: str
    frame: int
    score: float | None
    examples: int
    learned: bytes = field(repr=False)
    use: bool


@dataclass(frozen=True, slots=True)
class CodedAnswer:
    """An answer to an open question with what stands of its coding: the last by the machine and by each person, of its
    text as it is now. `left_alone`: it was in a group that was offered as a new theme, and is none."""

    id: bytes
    question: str
    revision: int
    text: str = field(repr=False)
    review: Review
    machine: KeptCoding | None = None
    first: KeptCoding | None = None
    second: KeptCoding | None = None
    feeling: Feeling | None = None
    left_alone: bool = False

    def standing(self, history: Sequence[FrameVersion]) -> Standing | None:
        """What counts of its coding. `history`: of its question's frame."""
        return standing((self.first, self.second, self.machine), history)


@dataclass(frozen=True, slots=True)
class Uncoded:
    """An answer to be coded by the machine. `revision`: of its text."""

    id: bytes
    revision: int
    text: str = field(repr=False)


class CodeFrames(Protocol):
    async def all(self, consultation: str) -> Mapping[str, Sequence[FrameVersion]]:
        """The code frames by question, each with all its versions, oldest first; only questions that have one."""

    async def keep(
        self, consultation: str, question: str, frame: CodeFrame, change: Change, *, after: int, by: str, at: datetime
    ) -> bool:
        """Keeps the next version of a frame. False, and nothing kept, where the last is not `after` (0: there is none)
        as somebody else was faster. Leaves an audit row."""


class Coders(Protocol):
    async def all(self, consultation: str, question: str) -> Sequence[KeptCoder]:
        """Newest first."""

    async def learned(self, consultation: str, question: str, number: int) -> bytes:
        """The bytes of a coder; empty where it was forgotten or is not there."""

    async def keep(self, consultation: str, question: str, coder: NewCoder, *, by: str, at: datetime) -> int:
        """Keeps a coder, and puts it to use if it says so. Its number. Leaves an audit row where a person made it."""

    async def use(self, consultation: str, question: str, number: int, *, by: str) -> bool:
        """Goes back to a coder; False where there is none or it was forgotten. Leaves an audit row."""


class Codings(Protocol):
    async def uncoded(self, consultation: str, question: str, coder: int, before: date | None) -> Sequence[Uncoded]:
        """Answers that may count and that this coder has not coded, of days before this one (None: of any), in an order
        that says nothing."""

    async def code(
        self,
        consultation: str,
        question: str,
        made: Sequence[tuple[Uncoded, Coding]],
        *,
        frame: int,
        coder: int,
        at: datetime,
    ) -> None:
        """Adds what the machine says. What has changed or gone since it was read is left out."""

    async def unfelt(self, consultation: str, version: str, before: date | None) -> Sequence[Uncoded]:
        """Answers that may count and whose feeling is not known from this version, as `uncoded` gives them."""

    async def feel(self, made: Sequence[tuple[Uncoded, Feeling]], *, version: str, at: datetime) -> None:
        """Keeps feelings. What has changed or gone since it was read is left out."""

    async def code_by_hand(
        self,
        answer: bytes,
        codes: Collection[str],
        *,
        place: Place,
        frame: int,
        seen: str,
        by: str,
        at: datetime,
    ) -> bool:
        """Adds what a person says. `seen` is the text that they read, `frame` the version that they chose from: False,
        and nothing kept, where either has changed or the answer has gone since, or where `by` has the other place.
        Leaves an audit row without the answer's id."""

    async def coded(self, consultation: str, question: str | None = None) -> Sequence[CodedAnswer]:
        """Every answer to open questions (or to one) that may count, in an order that says nothing."""

    async def leave_alone(self, answers: Collection[bytes], *, by: str, at: datetime) -> None:
        """Remembers that these are no new theme."""
