"""What hearing does: redaction and screening of raw words; feeling and themes of redacted ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from conversations.hearing import adjusting, feeling, redaction, screening
from conversations.hearing.adjusting import Decision
from conversations.hearing.coders import NOT_LEARNED, Coders
from conversations.hearing.encoded import Encoder, Floats
from conversations.hearing.feeling import Felt
from conversations.hearing.frame import Coding
from conversations.hearing.heard import Heard
from conversations.hearing.own_lists import NO_LISTS, OwnLists
from conversations.hearing.plain import plain
from conversations.hearing.redaction import Redaction
from conversations.hearing.screening import Screener, without_encoder


@dataclass(frozen=True, slots=True)
class Reading:
    """What is made of one raw text, but for its themes. `vector` is that of the redacted text; None by rules alone."""

    heard: Heard
    felt: Felt
    vector: Floats | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Whole:
    """All that hearing makes of one text."""

    heard: Heard
    felt: Felt
    coding: Coding


class Hearing:
    """What hears. Without an encoder it goes by rules, lists and phrases alone, and says so of what it heard.

    `own`: an organisation's own lists. `screener`: what screening goes by beside the encoder. `coders`: what codes.
    Its methods may be called from any thread; with an encoder they take milliseconds and raise EncoderError.
    """

    def __init__(
        self,
        encoder: Encoder | None = None,
        *,
        own: OwnLists = NO_LISTS,
        screener: Screener | None = None,
        coders: Coders | None = None,
    ) -> None:
        self._encoder, self._own, self._coders = encoder, own, coders
        self._screener = screener or without_encoder()

    def adjusted(self, decisions: Iterable[Decision]) -> "Hearing":
        """The same, but that screening has learned from what people said of worries: all of it, every time, since this
        one stays as it is."""
        worries = adjusting.adjust(self._screener.worries, decisions)
        screener = replace(self._screener, worries=worries)
        return Hearing(self._encoder, own=self._own, screener=screener, coders=self._coders)

    @property
    def encoder(self) -> Encoder | None:
        """What reads texts for it; None where it goes by rules alone."""
        return self._encoder

    def redact_and_screen(self, text: str, before: str = "") -> Heard:
        """Redaction and screening of one raw text. Screening reads the raw words, since names and ages carry signal.

        `before`: what was said so far of the same answer, redacted.
        """
        return self._heard(text, before, redaction.look(text, self._encoder, self._own))

    def by_rules(self, text: str, before: str = "") -> Heard:
        """The same without the encoder: in about a millisecond, and good for less."""
        return self._heard(text, before, redaction.look(text, None, self._own))

    def read(self, text: str) -> Reading:
        """Everything but the themes, of one raw text."""
        looked = redaction.look(text, self._encoder, self._own)
        felt = feeling.feel(looked.redacted, looked.last)
        return Reading(self._heard(text, "", looked), felt, looked.last.vector if looked.last else None)

    def feel(self, redacted: str) -> Felt:
        """The feeling of a redacted text."""
        encoded = self._encoder.encode([plain(redacted).text])[0] if self._encoder else None
        return feeling.feel(redacted, encoded)

    def codes(self, question: str, redacted: Sequence[str], vectors: Floats | None) -> list[Coding]:
        """The themes that redacted answers to one question state, with their vectors; None by rules alone.

        "unclear", for a person to look at, for a question that there is no coder for.
        """
        if self._coders is None:
            return [NOT_LEARNED] * len(redacted)
        return self._coders.code(question, redacted, vectors)

    def _heard(self, text: str, before: str, looked: Redaction) -> Heard:
        flag = screening.screen(text, looked.spans, encoded=looked.first, before=before, screener=self._screener)
        return Heard(looked.redacted, looked.spans, flag, text, by_rules=looked.first is None)


BY_RULES = Hearing()
"""Hearing without an encoder."""
