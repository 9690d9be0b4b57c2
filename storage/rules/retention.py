"""How long what is kept is kept."""

from dataclasses import dataclass
from datetime import date, timedelta


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
