"""The three things that hearing does."""

from conversations.hearing.heard import Feeling, Heard


def redact_and_screen(text: str) -> Heard:
    """Redaction and screening of one raw text."""
    return Heard(redacted=text, raw=text)


def feel(redacted: str) -> Feeling:  # noqa: ARG001
    """The feeling of a redacted text."""
    return Feeling.NEUTRAL


def code(redacted: str, question: str) -> tuple[str, ...]:  # noqa: ARG001
    """The themes that a redacted answer to this question states."""
    return ("unclear",)
