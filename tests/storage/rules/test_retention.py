"""What is kept has a term, and goes on the day after its last."""

from datetime import date, timedelta

import pytest

from storage.rules.retention import Kept, Retention, Since, Term
from storage.sqlite.upkeep.expiry import DELETING

LAST = date(2026, 3, 31)
DAYS = {"receipt_days": 1, "answers_days": 2, "flag_days": 3, "dead_letter_days": 4, "audit_days": 5, "event_days": 6}


def term(what: Kept) -> Term:
    [found] = [one for one in Retention(**DAYS).terms() if one.what is what]
    return found


def test_everything_that_is_kept_for_a_time_has_one_term() -> None:
    assert sorted(one.what for one in Retention().terms()) == sorted(Kept)


def test_sqlite_ends_every_term() -> None:
    assert set(DELETING) == set(Kept)


@pytest.mark.parametrize(
    ("what", "since", "days"),
    [
        (Kept.EVENTS, Since.WRITTEN, 6),
        (Kept.FORMS, Since.WRITTEN, 6),
        (Kept.LINKS, Since.OWN_END, 0),
        (Kept.SIGN_INS, Since.OWN_END, 0),
        (Kept.DEAD_LETTERS, Since.WRITTEN, 4),
        (Kept.RECEIPTS, Since.STATED, 1),
        (Kept.RESPONSES, Since.CLOSED, 2),
        (Kept.CODERS, Since.CLOSED, 2),
        (Kept.HELD_IN_FILES, Since.CLOSED, 2),
        (Kept.FILES, Since.CLOSED, 2),
        (Kept.SNAPSHOTS, Since.CLOSED, 2),
        (Kept.FLAGS, Since.FLAG_CLOSED, 3),
        (Kept.AUDIT, Since.WRITTEN, 5),
    ],
)
def test_each_term_counts_its_own_days_from_its_own_beginning(what: Kept, since: Since, days: int) -> None:
    assert (term(what).since, term(what).days) == (since, days)


def test_receipts_work_on_their_last_day_and_go_on_the_next() -> None:
    keep = Retention(receipt_days=14)
    [receipts] = [one for one in keep.terms() if one.what is Kept.RECEIPTS]
    last = keep.receipts_until(LAST)
    assert last == date(2026, 4, 14)
    assert receipts.first_kept(last) <= LAST
    assert receipts.first_kept(last + timedelta(days=1)) > LAST


def test_what_nobody_closed_is_closed_on_the_day_after_its_receipts_end() -> None:
    keep = Retention(receipt_days=14)
    assert not keep.closed_by_itself(LAST, date(2026, 4, 14))
    assert keep.closed_by_itself(LAST, date(2026, 4, 15))


def test_by_default_answers_stay_two_years_and_audit_rows_six() -> None:
    days = {one.what: one.days for one in Retention().terms()}
    assert days[Kept.RESPONSES] == days[Kept.FLAGS] == 2 * 365
    assert days[Kept.AUDIT] == 6 * 365 + 2
