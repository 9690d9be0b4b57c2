"""Which words to hide, and as what: one decision from what the encoder, the rules, the lists and the recogniser say.

A regularised logistic regression a word. It weighs few things (no word has a weight of its own), so that it learns whom
to believe and not what stood in the texts that it learned from. Its weights are learned by `make train`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from conversations.hearing.encoded import Floats
from conversations.hearing.encoder_heads import TAGS
from conversations.hearing.learned_files import learned_arrays
from conversations.hearing.redaction.tagger_evidence import DENSE, Evidence
from conversations.hearing.text.tokens import MASK, Token, other_script
from conversations.hearing.values import Kind, Span


@dataclass(frozen=True, slots=True)
class Tagger:
    """`names` gives each row of `weights` (names x TAGS): first DENSE, then signs."""

    names: Mapping[str, int] = field(repr=False)
    weights: Floats = field(repr=False)

    def __call__(self, evidence: Evidence) -> Floats:
        """The log-odds of each tag for each word (words x TAGS)."""
        made: Floats = evidence.numbers @ self.weights[: len(DENSE)]
        rows, columns = [], []
        for row, signs in enumerate(evidence.signs):
            for sign in signs:
                column = self.names.get(sign)
                if column is not None:
                    rows.append(row)
                    columns.append(column)
        held = np.zeros((len(evidence.signs), len(self.weights)), np.float32)
        held[rows, columns] = 1.0
        return made + held @ self.weights


def read(names: Iterable[str], weights: NDArray[np.float32]) -> Tagger:
    return Tagger({str(name): at for at, name in enumerate(names)}, weights.astype(np.float32))


@cache
def learned() -> Tagger:
    """The tagger that the product ships, read at the first call."""
    arrays = learned_arrays("tagger.npz")
    return read(arrays["names"], arrays["weights"])


_JOINTS = frozenset(".-/@_'’:+&,")
_OPENS = frozenset(f"([\"'“‘,;:{MASK}")
_CLOSES = frozenset(f'{MASK})]"”')


def spans(text: str, row: Sequence[Token], log_odds: Floats) -> list[Span]:
    """The words to hide, those that belong together as one span."""
    if not row:
        return []
    tags = log_odds.argmax(1).tolist()
    made: list[Span] = []
    for token, tag in zip(row, tags, strict=True):
        kind = TAGS[tag]
        if kind is None or token.sort == "hidden" or (token.sort == "mark" and token.word != "0"):
            continue
        if other_script(token.word[0]):
            continue  # the encoder has not learned to read it
        if made and made[-1].kind is kind and _joined(text[made[-1].end : token.start]):
            made[-1] = Span(made[-1].start, token.end, kind)
        else:
            made.append(Span(token.start, token.end, kind))
    return [_whole(text, span) for span in made]


def _joined(gap: str) -> bool:
    """Whether what stands between two words leaves them one thing, as in "07700.900" and "14 Mill Road, Hull"."""
    return len(gap) <= 2 and gap.count(" ") <= 1 and all(mark in _JOINTS for mark in gap.replace(" ", ""))


def _whole(text: str, span: Span) -> Span:
    """A contact or a number up to the spaces around it: half an address is an address."""
    if span.kind not in (Kind.CONTACT, Kind.ID):
        return span
    start, end = span.start, span.end
    while start and not text[start - 1].isspace() and text[start - 1] not in _OPENS:
        start -= 1
    while end < len(text) and not text[end].isspace() and text[end] not in _CLOSES:
        end += 1
    while end > span.end and not text[end - 1].isalnum():
        end -= 1
    return Span(start, end, span.kind)
