"""Screening: does a text speak of a risk of harm? Three ways, on the raw words: reviewed phrases, likeness to seed
sentences, and what was learned.

Screening helps people to read the most urgent first. What it does not flag is not thereby safe.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np

from conversations.hearing.encoded import Encoded
from conversations.hearing.encoder_heads import Head
from conversations.hearing.screening.chatter import bare, is_small_talk, telling_words
from conversations.hearing.screening.flag_words import flag_words, most_worrying_sentence
from conversations.hearing.screening.phrase_book import PhraseBook, phrases
from conversations.hearing.screening.phrase_matching import PhraseFound, phrases_in
from conversations.hearing.screening.risk_model import RiskModel, learned, risk_scores
from conversations.hearing.screening.seed_similarity import SeedMatch, SeedSimilarity
from conversations.hearing.text.ngrams import Numbers
from conversations.hearing.text.windows import Stretch, windows
from conversations.hearing.values import RISK_KINDS, Flag, Risk, Span

WINDOW = 60
"""Words that are read together; a longer text is read in windows as well, so that no line drowns in it."""

USUAL = -2.0
"""Log-odds of a worry in a text that says nothing."""

TOGETHER = 0.5
"""So much further than those of a single text have the log-odds of several answers to go that are read as one."""

KIND_FROM = 1.0
"""Log-odds from which on a kind that was learned is named; the likeliest is named in any case."""


@dataclass(frozen=True, slots=True)
class Screener:
    """What texts are screened by, made once. Without `seed_similarity` and `risk_head` (the encoder's): phrases and
    n-grams.

    `short`: without an encoder fewer words than this say less than they seem to (cross-validated, it costs nothing).
    """

    risk_model: RiskModel = field(repr=False)
    seed_similarity: SeedSimilarity | None = field(default=None, repr=False)
    risk_head: Head | None = field(default=None, repr=False)
    short: int = 12


@cache
def without_encoder() -> Screener:
    """The screener for when there is no encoder."""
    return Screener(learned())


def screen(
    raw: str,
    spans: Sequence[Span],
    *,
    encoded: Encoded | None,
    before: str = "",
    book: PhraseBook | None = None,
    screener: Screener,
) -> Flag | None:
    """The flag that a raw text raises, or None. What redaction hides (`spans`) is hidden in the flag's words too.

    `encoded`: the raw text as the encoder reads it; None where there is no encoder. `before`: the earlier messages of
    the same answer, redacted; what these raise by themselves is not raised again. `book` holds the phrases to screen
    by; those that the product ships where it is left out.
    """
    answer, book = _Answer(raw, before), book or phrases()
    found = answer.phrases(book)
    odds = _ngram_odds(answer, encoded, book, screener)
    verdict = _verdict(answer.raw, odds, encoded, found, screener)
    if verdict.level is Risk.NONE:
        return None
    stretches = [place for one in found for place in one.places if answer.is_new(place)]
    if not stretches:
        worst = most_worrying_sentence(raw, encoded, screener.risk_model, screener.seed_similarity)
        stretches = [(worst[0] + answer.begins, worst[1] + answer.begins)]
    kinds = _kinds(verdict, odds, encoded, found, screener.risk_model)
    return Flag(
        verdict.level,
        tuple(kind for kind in RISK_KINDS if kind in kinds),
        flag_words(answer.whole, stretches, answer.moved(spans)),
        _raised_by(verdict, found, screener.risk_model),
    )


def screen_phrases(raw: str, spans: Sequence[Span], book: PhraseBook | None = None) -> Flag | None:
    """The flag that the phrases alone raise in a raw text that is not English, as people mix languages. Its words are
    those of the phrases and no more: the rest is for nobody's eyes yet."""
    found = phrases_in(raw, book or phrases())
    if not found:
        return None
    kinds = {one.kind for one in found}
    return Flag(
        max(one.level for one in found),
        tuple(kind for kind in RISK_KINDS if kind in kinds),
        flag_words(raw, [place for one in found for place in one.places], spans),
        tuple(f"phrase:{one.name}" for one in found),
    )


@dataclass(frozen=True, slots=True)
class WholeVerdict:
    """What was learned says of several answers that are read as one."""

    level: Risk
    kinds: frozenset[str]


def whole_verdict(text: str, encoded: Encoded, screener: Screener) -> WholeVerdict:
    """What was learned says of several answers. Neither phrases nor seeds are asked: each answer was, by itself."""
    odds = _worst_ngram_odds(text, screener.risk_model)
    verdict = _verdict(text, odds, encoded, (), screener, further=TOGETHER)
    if not verdict.learned:
        return WholeVerdict(Risk.NONE, frozenset())
    return WholeVerdict(verdict.level, frozenset(_kinds(verdict, odds, encoded, (), screener.risk_model)))


@dataclass(frozen=True, slots=True)
class _Answer:
    """A raw text, and what was said before it in the same answer."""

    raw: str
    before: str

    @property
    def whole(self) -> str:
        return f"{self.before} {self.raw}" if self.before else self.raw

    @property
    def begins(self) -> int:
        """Where the raw text begins in the whole."""
        return len(self.before) + 1 if self.before else 0

    def is_new(self, stretch: Stretch) -> bool:
        """Whether a stretch of the whole reaches into the raw text."""
        return stretch[1] > self.begins

    def phrases(self, book: PhraseBook) -> list[PhraseFound]:
        """The phrases of the whole that were not all said before."""
        return [one for one in phrases_in(self.whole, book) if any(map(self.is_new, one.places))]

    def moved(self, spans: Sequence[Span]) -> list[Span]:
        """Spans of the raw text, as they stand in the whole."""
        return [replace(span, start=span.start + self.begins, end=span.end + self.begins) for span in spans]


def _ngram_odds(answer: _Answer, encoded: Encoded | None, book: PhraseBook, screener: Screener) -> Numbers:
    """What the n-grams say of an answer: of its raw text, and of the whole unless what came before was flagged.

    Without an encoder a short text says less.
    """
    odds = _worst_ngram_odds(answer.raw, screener.risk_model)
    if answer.before and not _was_flagged(answer.before, book, screener):
        odds = np.maximum(odds, _worst_ngram_odds(answer.whole, screener.risk_model))
    if encoded is None:
        known = min(1.0, len(answer.whole.split()) / screener.short)
        odds = np.append(USUAL + (odds[:2] - USUAL) * known, odds[2:])
    return odds


def _was_flagged(before: str, book: PhraseBook, screener: Screener) -> bool:
    odds = _worst_ngram_odds(before, screener.risk_model)
    return _verdict(before, odds, None, phrases_in(before, book), screener).level is not Risk.NONE


def _worst_ngram_odds(text: str, model: RiskModel) -> Numbers:
    """What the n-grams say of a text; of a long one the worst of it counts."""
    odds = model.ngrams(bare(text))
    stretches = windows(text, WINDOW, WINDOW // 2)
    if len(stretches) < 2:
        return odds
    worst: Numbers = np.maximum(odds, np.max([model.ngrams(bare(text[start:end])) for start, end in stretches], axis=0))
    return worst


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What the three ways make of a text. `seeds`: what it is like, where that alone would raise a flag. `learned`: the
    learned part raises it without any phrase."""

    level: Risk
    seeds: SeedMatch | None
    learned: bool


def _verdict(
    text: str,
    odds: Numbers,
    encoded: Encoded | None,
    found: Sequence[PhraseFound],
    screener: Screener,
    *,
    further: float = 0.0,
) -> _Verdict:
    """A phrase stands, whatever the rest says, but for a weak one where there is an encoder; how urgent it is may be
    raised by what was learned. Likeness to a seed is never urgent by itself. `further`: how much further than usual the
    log-odds have to go."""
    weak = any(one.weak for one in found)
    scores = risk_scores(
        odds, encoded, screener.risk_head, screener.seed_similarity, words=telling_words(text), weak=weak
    )
    mix = screener.risk_model.mix_for(scores)
    worry, urgent = mix.log_odds(scores)
    match = scores.seeds
    seeds = match if match and (match.same or match.score >= mix.similar_from) else None
    worrying = worry >= mix.flag_from + further and not is_small_talk(text)
    standing = [one for one in found if not one.weak or len(scores.worry) == 1]
    if any(one.level is Risk.URGENT for one in standing):
        level = Risk.URGENT
    elif standing or seeds or worrying:
        level = Risk.URGENT if worrying and urgent >= mix.urgent_from else Risk.CONCERN
    else:
        level = Risk.NONE
    return _Verdict(level, seeds, worrying)


def _kinds(
    verdict: _Verdict, odds: Numbers, encoded: Encoded | None, found: Sequence[PhraseFound], model: RiskModel
) -> set[str]:
    """The kinds of harm that a flag names: those of its phrases and of the nearest seed, and what was learned."""
    kinds = {one.kind for one in found}
    if verdict.seeds:
        kinds.add(verdict.seeds.kinds[0])
    if not kinds or (verdict.learned and encoded is not None):
        kinds |= _likely_kinds(odds[2:] if encoded is None else model.kinds(encoded.vector))
    return kinds


def _likely_kinds(odds: Numbers) -> set[str]:
    """The kinds that were learned to be likely; at least one. `odds`: the log-odds of each of RISK_KINDS."""
    best = int(np.argmax(odds))
    return {kind for at, kind in enumerate(RISK_KINDS) if odds[at] > KIND_FROM or at == best}


def _raised_by(verdict: _Verdict, found: Sequence[PhraseFound], model: RiskModel) -> tuple[str, ...]:
    """What raised a flag, as Flag.raised_by says it."""
    seeds = verdict.seeds.kinds if verdict.seeds else ()
    return (
        *(f"phrase:{one.name}" for one in found),
        *(f"seed:{kind}" for kind in seeds),
        *([f"learned:{model.version}"] if verdict.learned else []),
    )
