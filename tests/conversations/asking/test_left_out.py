"""Why an answer is left out."""

import pytest

from conversations.asking.left_out import LeaveOutReason, given_reason, kept_reason, sentence
from conversations.asking.locales import ENGLISH, catalogue


@pytest.mark.parametrize("reason", LeaveOutReason)
def test_every_reason_has_a_sentence_for_staff_and_a_line_for_its_author(reason: LeaveOutReason) -> None:
    assert sentence(reason) == reason.sentence
    assert " " in reason.sentence
    assert reason.plain_line in catalogue(ENGLISH)


def test_no_two_reasons_read_the_same() -> None:
    assert len({reason.sentence for reason in LeaveOutReason}) == len(LeaveOutReason)
    assert len({reason.plain_line for reason in LeaveOutReason}) == len(LeaveOutReason)


@pytest.mark.parametrize("reason", LeaveOutReason)
def test_a_reason_is_kept_as_its_value_and_comes_back(reason: LeaveOutReason) -> None:
    assert kept_reason(reason.value) is reason


def test_values_never_change() -> None:
    """Databases hold them."""
    assert [reason.value for reason in LeaveOutReason] == [
        "shows_who", "off_question", "attacks_someone", "test_or_copy"
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["sent twice by one group", "a test", ""])
def test_a_moderators_own_words_stay_as_they_are(words: str) -> None:
    assert kept_reason(words) == given_reason(words) == sentence(words) == words
    assert not isinstance(kept_reason(words), LeaveOutReason)
    assert not isinstance(given_reason(words), LeaveOutReason)


def test_who_writes_a_reason_out_means_the_one_to_choose() -> None:
    assert given_reason("It is a test, or copied") is LeaveOutReason.TEST_OR_COPY
