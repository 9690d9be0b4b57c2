"""Closing has an order, which a crash cannot change, and nothing of it is left out."""

from itertools import product

import pytest

from storage.errors import StoreError
from storage.rules.closing_steps import (
    Care,
    Goes,
    Step,
    care,
    check_closing,
    deleted,
    is_stale,
    last_known,
    next_step,
)
from storage.sqlite.upkeep.closing import DELETING


def _goes_on(done: Step) -> list[Step]:
    steps = []
    while (step := next_step(done)) is not None:
        steps.append(step)
        done = step
    return steps


def test_the_key_is_destroyed_before_the_overwriting_and_the_mark_goes_last() -> None:
    assert [Step.MARK, *_goes_on(Step.MARK)] == [Step.MARK, Step.DESTROY_KEY, Step.OVERWRITE, Step.UNMARK]


def test_after_a_crash_everything_behind_the_mark_is_done_again() -> None:
    assert _goes_on(last_known(marked=True)) == [Step.DESTROY_KEY, Step.OVERWRITE, Step.UNMARK]
    assert _goes_on(last_known(marked=False)) == []


def test_what_tells_of_respondents_goes_and_with_a_trial_all_that_they_said() -> None:
    assert set(deleted(trial=False)) == {Goes.SESSIONS, Goes.EVENTS, Goes.REPLIES}
    assert set(deleted(trial=True)) == set(Goes)


def test_sqlite_deletes_everything_that_goes() -> None:
    assert set(DELETING) == set(Goes)


def test_only_what_is_open_is_closed() -> None:
    check_closing("care", "open")
    with pytest.raises(StoreError, match="not open yet"):
        check_closing("care", "draft")
    for status in ("closed", "published"):
        with pytest.raises(StoreError, match=f"{status} already"):
            check_closing("care", status)


@pytest.mark.parametrize(
    ("status", "marked", "check", "destroyed", "what"),
    [
        ("open", False, b"k", False, Care.NOTHING),
        ("open", False, b"k", True, Care.CLOSE_AGAIN),
        ("open", False, None, False, Care.LEARN_CHECK),
        ("closed", True, b"k", True, Care.GO_ON),
        ("closed", True, b"k", False, Care.GO_ON),
        ("closed", True, None, False, Care.GO_ON),
        ("closed", False, None, False, Care.NOTHING),
        ("draft", False, None, False, Care.NOTHING),
        ("published", False, None, False, Care.NOTHING),
    ],
)
def test_whoever_looks_knows_what_is_left_to_do(
    status: str, marked: bool, check: bytes | None, destroyed: bool, what: Care
) -> None:
    assert care(status, marked=marked, check=check, destroyed=destroyed) is what


def test_a_key_is_held_only_while_its_own_consultation_is_open() -> None:
    for status, check in product(("open", "draft", "closed", "published"), (b"k", b"other", None)):
        assert is_stale(b"k", status, check) is ((status, check) != ("open", b"k"))
