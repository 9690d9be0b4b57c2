"""What the store keeps of consultations: their texts, their dates, their group codes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from conversations.asking.consultation.model import Consultation, Status


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

    def wording(self, version: int, question: str) -> str:
        """How a question was put in a version; its id where there is no such question or version."""
        try:
            return self.text(version).question(question).text
        except KeyError:
            return question


class Consultations(Protocol):
    async def add(self, text: Consultation) -> None:
        """Keeps a new consultation as a draft, or a newer version of one. The same version again changes nothing;
        raises StoreError where that version is already kept with another text."""

    async def keeps(self, identifier: str, version: int) -> bool:
        """Whether this version's text is kept."""

    async def get(self, identifier: str) -> HeldConsultation:
        """Raises UnknownConsultationError."""

    async def all(self) -> Sequence[HeldConsultation]:
        """All, by id."""

    async def open(self, identifier: str, opens: date, closes: date, *, trial: bool, by: str) -> None:
        """From draft, or from a trial that was closed, to open (or an open one's dates changed). Makes its key. Leaves
        an audit row."""

    async def close(self, identifier: str, *, by: str, at: datetime) -> bool:
        """Ends an open consultation, for good: its sessions, known events and waiting replies are deleted and
        overwritten, its key is destroyed, closed flags keep only their day. A trial's answers and closed flags go too.
        Leaves an audit row. What a crash interrupts is finished at the next start, or here: True where this was begun
        earlier, and what was left of it is done now. Raises HeldUpError where the overwriting has to wait, which
        `finish_closings` then does, and StoreError where it is closed to the end already."""

    async def finish_closings(self) -> bool:
        """To be called every minute: drops the keys of what was closed, also by another process, and does what is left
        to do of it. False where that has to wait for another program."""

    async def add_group_code(self, identifier: str, code: str, group: str, *, by: str) -> None: ...
