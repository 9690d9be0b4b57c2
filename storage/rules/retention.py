"""How long what is kept is kept. A database has to delete what a term is over for, with all copies of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, StrEnum, auto


class Kept(StrEnum):
    """What is kept for a time, in the words of the audit row that says how many went."""

    EVENTS = "known events"
    FORMS = "known forms"
    LINKS = "links"
    SIGN_INS = "sign-ins"
    DEAD_LETTERS = "dead letters"
    RECEIPTS = "receipts"
    RESPONSES = "responses with their answers"
    CODERS = "coders"
    HELD_IN_FILES = "what files held"
    FILES = "files made"
    SNAPSHOTS = "snapshots of figures"
    FLAGS = "closed flags"
    AUDIT = "audit rows"


class Since(Enum):
    """What the days of a term are counted from."""

    WRITTEN = auto()
    """The day that it was written, or that its event came."""
    OWN_END = auto()
    """The moment until which it is good, which is kept with it."""
    STATED = auto()
    """The last day that was stated of its consultation."""
    CLOSED = auto()
    """The day that its consultation was closed, or was to be; nothing goes while that is open."""
    FLAG_CLOSED = auto()
    """The day that somebody closed it. An open flag stays."""


@dataclass(frozen=True, slots=True)
class Term:
    """A number of days is over when so many whole days lie between then and now."""

    what: Kept
    since: Since
    days: int

    def first_kept(self, today: date) -> date:
        """What counts from an earlier day than this one goes today."""
        return today - timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Retention:
    """Whole days.

    `receipt_days` after the last day that was stated receipts end, and a consultation that nobody closed is closed.
    `answers_days` after it was closed its answers are deleted, and what is known of files that were made of them;
    `flag_days` after it was closed a flag is. `dead_letter_days` and `audit_days` count from when they were written,
    `event_days` from when the event came: for so long one that comes again is known.
    """

    receipt_days: int = 14
    answers_days: int = 730
    flag_days: int = 730
    dead_letter_days: int = 90
    audit_days: int = 2192
    event_days: int = 2

    def receipts_until(self, closes: date) -> date:
        """The last day on which receipts work. `closes` is the stated last day of the consultation: closing it early
        takes nothing from what young people were told."""
        return closes + timedelta(days=self.receipt_days)

    def closed_by_itself(self, closes: date, today: date) -> bool:
        """Whether an open consultation is closed today though nobody closed it: keys do not linger once the receipts
        have ended."""
        return self.receipts_until(closes) < today

    def terms(self) -> tuple[Term, ...]:
        """One of each kind that is kept, in the order in which they go."""
        return (
            Term(Kept.EVENTS, Since.WRITTEN, self.event_days),
            Term(Kept.FORMS, Since.WRITTEN, self.event_days),
            Term(Kept.LINKS, Since.OWN_END, 0),
            Term(Kept.SIGN_INS, Since.OWN_END, 0),
            Term(Kept.DEAD_LETTERS, Since.WRITTEN, self.dead_letter_days),
            Term(Kept.RECEIPTS, Since.STATED, self.receipt_days),
            Term(Kept.RESPONSES, Since.CLOSED, self.answers_days),
            Term(Kept.CODERS, Since.CLOSED, self.answers_days),
            Term(Kept.HELD_IN_FILES, Since.CLOSED, self.answers_days),
            # Without what they held nothing can be recalled any more: they would only say who of the staff made them.
            Term(Kept.FILES, Since.CLOSED, self.answers_days),
            Term(Kept.SNAPSHOTS, Since.CLOSED, self.answers_days),
            Term(Kept.FLAGS, Since.FLAG_CLOSED, self.flag_days),
            Term(Kept.AUDIT, Since.WRITTEN, self.audit_days),
        )
