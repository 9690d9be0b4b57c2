"""The three things that hearing does, with an encoder or by rules alone."""

from dataclasses import dataclass, replace

from conversations.hearing import feeling, redaction, screening
from conversations.hearing.coders import NOT_LEARNED, Coders
from conversations.hearing.encoded import Encoder, vectors_by
from conversations.hearing.frame import Coding
from conversations.hearing.heard import Feeling, Heard


@dataclass(frozen=True, slots=True)
class Felt:
    feeling: Feeling


@dataclass(frozen=True, slots=True)
class Whole:
    """All that hearing makes of one text."""

    heard: Heard
    felt: Felt
    coding: Coding


class Hearing:
    """What hears. Without an encoder it goes by rules, lists and phrases alone, and says so of what it heard.

    Its methods may be called from any thread; with an encoder they take milliseconds and raise EncoderError.
    """

    def __init__(self, encoder: Encoder | None = None, coders: Coders | None = None) -> None:
        self._encoder, self._coders = encoder, coders

    @property
    def encoder(self) -> Encoder | None:
        """What reads texts for it; None where it goes by rules alone."""
        return self._encoder

    def redact_and_screen(self, text: str, before: str = "") -> Heard:
        """Redaction and screening of one raw text. Screening reads the raw words, since names and ages carry signal.

        `before`: what was said so far of the same answer, redacted.
        """
        return self._redact_and_screen(text, before, self._encoder)

    def by_rules(self, text: str, before: str = "") -> Heard:
        """The same without the encoder: in a fraction of a millisecond, and good for less."""
        return self._redact_and_screen(text, before, None)

    def feel(self, redacted: str) -> Feeling:
        """The feeling of a redacted text."""
        return feeling.feel(redacted)

    def code(self, redacted: str, question: str) -> Coding:
        """The themes that a redacted answer states, of its question's frame; or one of other, unclear, no_change.

        "unclear", for a person to look at, for a question that there is no coder for.
        """
        if self._coders is None:
            return NOT_LEARNED
        vectors = vectors_by(self._encoder)([redacted]) if self._encoder else None
        return self._coders.code(question, [redacted], vectors)[0]

    def whole(self, text: str, question: str) -> Whole:
        """All three at once, for one raw text."""
        heard = self.redact_and_screen(text)
        return Whole(heard, Felt(self.feel(heard.redacted)), self.code(heard.redacted, question))

    def _redact_and_screen(self, text: str, before: str, encoder: Encoder | None) -> Heard:  # noqa: ARG002
        redacted, spans = redaction.redact(text)
        heard = Heard(redacted, spans, screening.screen(text, spans), text)
        return replace(heard, by_rules=encoder is None)


BY_RULES = Hearing()
"""Hearing without an encoder."""
