"""Files that were handed out, and which of them hold what was taken back since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol


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
    async def note(
        self, consultation: str, file: MadeFile, *, counted: Collection[bytes], quoted: Collection[tuple[bytes, str]]
    ) -> None:
        """Notes a file before it is handed out: the responses that its figures count, and the answers (response and
        question) whose words it has. The same file again on the same day is one file."""

    async def to_recall(self, consultation: str) -> Sequence[ToRecall]:
        """Newest first."""
