"""What hearing does: redaction and screening of raw words; feeling and themes of redacted ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from conversations.hearing.encoded import Encoded, Encoder, Floats
from conversations.hearing.redaction import redact
from conversations.hearing.redaction.list_redaction import redaction_by_lists
from conversations.hearing.redaction.own_lists import NO_LISTS, OwnLists
from conversations.hearing.redaction.redact import Redaction
from conversations.hearing.screening import feedback, screener, told_in_pieces
from conversations.hearing.screening.feedback import Decision
from conversations.hearing.screening.screener import Screener, screen_phrases, without_encoder
from conversations.hearing.sentiment.sentiment_model import Sentiment, sentiment_of
from conversations.hearing.text.language import recogniser, shortened, without
from conversations.hearing.text.normalisation import plain
from conversations.hearing.text.windows import Stretch
from conversations.hearing.themes.code_frame import Coding
from conversations.hearing.themes.pretrained_coders import NOT_LEARNED, Coders
from conversations.hearing.values import NOTHING_TOLD, Flag, Heard, ToldBefore


@dataclass(frozen=True, slots=True)
class Reading:
    """What is made of one raw text, but for its themes. `vector` is that of the redacted text; None by rules alone.
    `sentiment`: None where some of it is in another language."""

    heard: Heard
    sentiment: Sentiment | None
    vector: Floats | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Whole:
    """All that hearing makes of one text. Without feeling and themes where some of it is in another language."""

    heard: Heard
    sentiment: Sentiment | None
    coding: Coding | None


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

    @property
    def encoder(self) -> Encoder | None:
        """What reads texts for it; None where it goes by rules alone."""
        return self._encoder

    def adjusted(self, decisions: Iterable[Decision]) -> "Hearing":
        """The same, but that screening has learned from what people said of worries: all of it, every time, since this
        one stays as it is."""
        learned = feedback.adjust(self._screener.risk_model, decisions)
        screener = replace(self._screener, risk_model=learned)
        return Hearing(self._encoder, own=self._own, screener=screener, coders=self._coders)

    def redact_and_screen(self, text: str, before: str = "", told: ToldBefore = NOTHING_TOLD) -> Heard:
        """Redaction and screening of one raw text. Screening reads the raw words, since names and ages carry signal.

        `before`: what was said so far of the same answer, redacted. `told`: what was told in other answers.
        """
        return self._heard(text, before, self._encoder, told)[0]

    def by_rules(self, text: str, before: str = "", told: ToldBefore = NOTHING_TOLD) -> Heard:
        """The same without the encoder: in about a millisecond, and good for less."""
        return self._heard(text, before, None, told)[0]

    def read(self, text: str) -> Reading:
        """Everything but the themes, of one raw text."""
        heard, encoded = self._heard(text, "", self._encoder)
        if heard.language:
            return Reading(heard, None, None)
        if encoded is None and self._encoder is not None:
            encoded = self._encoder.encode([plain(heard.redacted).text])[0]
        return Reading(heard, sentiment_of(heard.redacted, encoded), encoded.vector if encoded else None)

    def sentiment(self, redacted: str) -> Sentiment:
        """The feeling of a redacted text."""
        encoded = self._encoder.encode([plain(redacted).text])[0] if self._encoder else None
        return sentiment_of(redacted, encoded)

    def codes(self, question: str, redacted: Sequence[str], vectors: Floats | None) -> list[Coding]:
        """The themes that redacted answers to one question state, with their vectors; None by rules alone.

        "unclear", for a person to look at, for a question that there is no coder for.
        """
        if self._coders is None:
            return [NOT_LEARNED] * len(redacted)
        return self._coders.code(question, redacted, vectors)

    def _heard(
        self, text: str, before: str, encoder: Encoder | None, told: ToldBefore = NOTHING_TOLD
    ) -> tuple[Heard, Encoded | None]:
        """What is heard, and what the encoder made of the redacted text."""
        seen = plain(text)
        spoken = recogniser().spoken(seen.text)
        if not spoken.language:
            redaction = redact.redaction_of(text, encoder, self._own)
            flag = self._flag(text, before, redaction) or self._told_in_pieces(text, redaction, encoder, told)
            by_rules = redaction.raw_encoded is None
            return Heard(redaction.redacted, redaction.spans, flag, text, by_rules), redaction.redacted_encoded
        if not spoken.english:
            redaction = redaction_by_lists(text, self._own, spoken.language)
            flag = screen_phrases(text, redaction.spans)
            return Heard(redaction.redacted, redaction.spans, flag, text, language=spoken.language), None
        return self._heard_in_parts(text, before, encoder, spoken.language, [seen.raw(*one) for one in spoken.foreign])

    def _heard_in_parts(
        self, text: str, before: str, encoder: Encoder | None, language: str, foreign: Sequence[Stretch]
    ) -> tuple[Heard, None]:
        """Of a text that is partly English, that part is heard as ever. `foreign`: where the rest stands."""
        english = without(text, foreign)
        redaction = redact.redaction_of(english, encoder, self._own)
        by_lists = redaction_by_lists(text, self._own, language)
        spans = redact.joined((*redaction.spans, *by_lists.spans))
        return Heard(
            redact.replaced(text, spans),
            spans,
            self._flag(english, before, redaction) or screen_phrases(text, spans),
            text,
            by_rules=redaction.raw_encoded is None,
            language=language,
            english=shortened(redaction.redacted),
        ), None

    def _flag(self, text: str, before: str, redaction: Redaction) -> Flag | None:
        return screener.screen(
            text, redaction.spans, encoded=redaction.raw_encoded, before=before, screener=self._screener
        )

    def _told_in_pieces(
        self, text: str, redaction: Redaction, encoder: Encoder | None, told: ToldBefore
    ) -> Flag | None:
        """The flag that a text raises together with what was told in other answers, or None."""
        whole = told_in_pieces.whole(text, told)
        encoded = encoder.encode([plain(whole).text])[0] if encoder and whole != text else None
        return told_in_pieces.screen_together(text, redaction.spans, told, encoded=encoded, screener=self._screener)


BY_RULES = Hearing()
"""Hearing without an encoder."""
