"""A worry that is told in pieces: each answer harmless or nearly so, all of them together, or with the age of whoever
wrote them, a worry. The flag stands on the answer that completed it."""

from collections.abc import Sequence

from conversations.hearing.encoded import Encoded
from conversations.hearing.screening.flag_words import flag_words, most_worrying_sentence
from conversations.hearing.screening.older_partner import older_partner
from conversations.hearing.screening.screener import Screener, whole_verdict
from conversations.hearing.text.windows import Stretch
from conversations.hearing.values import RISK_KINDS, TOGETHER, Flag, Risk, Span, ToldBefore

LONGEST = 600
"""Characters of earlier answers, the newest, that are read with a text."""


def whole(raw: str, told: ToldBefore) -> str:
    """What is read together: earlier answers, then the text."""
    return f"{told.earlier[-LONGEST:]}\n{raw}" if told.earlier else raw


def screen_together(
    raw: str, spans: Sequence[Span], told: ToldBefore, *, encoded: Encoded | None, screener: Screener
) -> Flag | None:
    """The flag that a text raises which raises none by itself, or None. `encoded`: the whole, as the encoder reads it;
    None where there is no encoder, or nothing was told before."""
    together = whole(raw, told)
    level, partner = older_partner(together, told.age_band)
    begins = len(together) - len(raw)
    apart = (TOGETHER,) if told.earlier else ()
    if level is not Risk.NONE and any(end > begins for _, end in partner):
        new = [(max(start - begins, 0), end - begins) for start, end in partner if end > begins]
        return Flag(level, ("exploitation",), _words(raw, new, spans), ("phrase:exploitation/older_partner", *apart))
    if not told.earlier or encoded is None:
        return None
    verdict = whole_verdict(together, encoded, screener)
    if verdict.level is Risk.NONE:
        return None
    worst = most_worrying_sentence(raw, None, screener.risk_model, None)
    return Flag(
        verdict.level,
        tuple(kind for kind in RISK_KINDS if kind in verdict.kinds),
        _words(raw, [worst], spans),
        (f"learned:{screener.risk_model.version}", *apart),
    )


def _words(raw: str, stretches: Sequence[Stretch], spans: Sequence[Span]) -> str:
    return flag_words(raw, stretches, spans)
