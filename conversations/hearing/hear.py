"""The three things that hearing does."""

from conversations.hearing import feeling, redaction, screening, themes
from conversations.hearing.heard import Feeling, Heard


def redact_and_screen(text: str) -> Heard:
    """Redaction and screening of one raw text. Screening reads the raw words, since names and ages carry signal."""
    redacted, spans = redaction.redact(text)
    return Heard(
        redacted, spans, screening.screen(text, spans, encoded=None, screener=screening.without_encoder()), text
    )


def feel(redacted: str) -> Feeling:
    """The feeling of a redacted text."""
    return feeling.feel(redacted).feeling


def code(redacted: str, question: str) -> tuple[str, ...]:
    """The themes that a redacted answer states, of its question's frame; or one of other, unclear, no_change.

    ("unclear",) for a question without a code frame.
    """
    return themes.code(redacted, question)
