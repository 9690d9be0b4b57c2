"""Receipts: the words that bring a respondent back to their answers, and what is done with them alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from conversations.asking.events import Returned
from conversations.asking.records import Record


@dataclass(frozen=True, slots=True)
class PreparedReceipt:
    """Receipt words and what verifies them, made in a thread beforehand since Argon2id is slow on purpose."""

    words: tuple[str, ...] = field(repr=False)
    locator: str = field(repr=False)
    verifier: str = field(repr=False)


class Receipts(Protocol):
    async def find(self, consultation: str, words: Sequence[str], *, also: Collection[str] = ()) -> Returned | None:
        """The response that six receipt words bring back, with what became of it; `also`: other consultations that it
        may be of. Takes the same time whether or not they are known. Raises TooManyTriesError: for too many wrong
        tries of the same two first words whatever the words, for too many of everybody's only where they are wrong."""

    async def returned(self, response: bytes, words: Sequence[str]) -> Returned | None:
        """A response that these words have brought back just now, as it is by now; None where it is gone."""

    async def keep(
        self, consultation: str, response: bytes, form: str, records: Sequence[Record], *, at: datetime
    ) -> bool:
        """Keeps what was done with receipt words alone: no session is read or made. `form` is the form's own random id.
        False, and nothing kept, where this form came before or the response is gone."""

    async def knows_form(self, form: str) -> bool:
        """Whether a form was sent before, with receipt words."""

    async def prepare(self, words: Sequence[str]) -> PreparedReceipt: ...
