"""Why an answer is left out: a reason that moderators choose from, or one in their own words."""

from enum import StrEnum


class LeaveOutReason(StrEnum):
    """The reasons to choose from, in the order in which they are offered. A reason is kept as its value, so a value
    never changes."""

    SHOWS_WHO = "shows_who"
    OFF_QUESTION = "off_question"
    ATTACKS_SOMEONE = "attacks_someone"
    TEST_OR_COPY = "test_or_copy"

    @property
    def sentence(self) -> str:
        """As moderators choose it, and as figures name it."""
        return _SENTENCES[self]

    @property
    def plain_line(self) -> str:
        """The key of the line that its author reads."""
        return _PLAIN_LINES[self]


_SENTENCES = {
    LeaveOutReason.SHOWS_WHO: "It could show who someone is",
    LeaveOutReason.OFF_QUESTION: "It is not an answer to the question",
    LeaveOutReason.ATTACKS_SOMEONE: "It insults or attacks a person",
    LeaveOutReason.TEST_OR_COPY: "It is a test, or copied",
}

_PLAIN_LINES = {
    LeaveOutReason.SHOWS_WHO: "left_out_who",
    LeaveOutReason.OFF_QUESTION: "left_out_off",
    LeaveOutReason.ATTACKS_SOMEONE: "left_out_attack",
    LeaveOutReason.TEST_OR_COPY: "left_out_test",
}

WhyLeftOut = LeaveOutReason | str
"""One of the reasons, or a moderator's own words; empty where an answer is not left out."""


def kept_reason(kept: str) -> WhyLeftOut:
    """A reason as it was kept: by its value, or in a moderator's own words."""
    try:
        return LeaveOutReason(kept)
    except ValueError:
        return kept


def given_reason(words: str) -> WhyLeftOut:
    """The reason that a moderator's own words give: whoever writes out one of those to choose from means that one."""
    return next((reason for reason in LeaveOutReason if words == reason.sentence), words)


def sentence(why: WhyLeftOut) -> str:
    """A reason as staff read it, and as figures name it."""
    return why.sentence if isinstance(why, LeaveOutReason) else why
