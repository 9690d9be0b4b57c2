"""How well answers were heard, against what people said of them: pure sums, with the definitions of the corpus.

A span counts as hidden when every letter and digit of it is. A word is a run of letters, digits and underscores.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from math import sqrt

from conversations.hearing.labelled_texts import Labelled
from conversations.hearing.values import Feeling, Kind, Risk, Span

DRAWS = 1000
Z = 1.96
"""For intervals of 95%."""

_WORD = re.compile(r"\w+")
_LETTER = re.compile("[a-z]")


@dataclass(frozen=True, slots=True)
class Said:
    """What the machine made of one answer."""

    spans: tuple[Span, ...]
    risk: Risk
    feeling: Feeling
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    of: int

    @property
    def value(self) -> float:
        """0 where there are none at all."""
        return self.part / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval of 95%."""
        if not self.of:
            return 0.0, 1.0
        n, p = self.of, self.value
        middle, half = p + Z * Z / (2 * n), Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return (middle - half) / (1 + Z * Z / n), (middle + half) / (1 + Z * Z / n)


@dataclass(frozen=True, slots=True)
class Hidden:
    """Redaction. `wrong`: words that are no personal data and were hidden; `touched`: answers without any."""

    kinds: Mapping[Kind, Share]
    lower_case: Share
    wrong: Share
    touched: Share

    def of(self, *kinds: Kind) -> Share:
        """Spans of these kinds that were hidden; of all kinds, if none is given."""
        some = [self.kinds[kind] for kind in kinds or self.kinds if kind in self.kinds]
        return Share(sum(one.part for one in some), sum(one.of for one in some))


def hidden(answers: Sequence[Labelled], spans: Sequence[Sequence[Span]]) -> Hidden:
    """How well `spans` hide what is marked in each answer."""
    found: Counter[Kind] = Counter()
    there: Counter[Kind] = Counter()
    lower, wrong, touched = [0, 0], [0, 0], [0, 0]
    for answer, some in zip(answers, spans, strict=True):
        text = answer.raw
        covered, inside = _covered(text, some), _covered(text, answer.spans)
        for span in answer.spans:
            words = text[span.start : span.end]
            hit = all(covered[at] for at in range(span.start, span.end) if text[at].isalnum())
            there[span.kind] += 1
            found[span.kind] += hit
            if words == words.lower() and _LETTER.search(words):
                lower = [lower[0] + hit, lower[1] + 1]
        for word in _WORD.finditer(text):
            if not any(inside[word.start() : word.end()]):
                wrong = [wrong[0] + any(covered[word.start() : word.end()]), wrong[1] + 1]
        if not answer.spans:
            touched = [touched[0] + bool(some), touched[1] + 1]
    return Hidden(
        {kind: Share(found[kind], there[kind]) for kind in there}, Share(*lower), Share(*wrong), Share(*touched)
    )


def _covered(text: str, spans: Iterable[Span]) -> list[bool]:
    made = [False] * len(text)
    for span in spans:
        made[span.start : span.end] = [True] * (min(span.end, len(text)) - span.start)
    return made


def flagged(answers: Sequence[Labelled], risks: Sequence[Risk], where: Callable[[Labelled], bool]) -> Share:
    """How many of those answers were flagged at all."""
    some = [risk for answer, risk in zip(answers, risks, strict=True) if where(answer)]
    return Share(sum(risk > Risk.NONE for risk in some), len(some))


def feeling_f1(answers: Sequence[Labelled], feelings: Sequence[Feeling]) -> float:
    """Macro-F1 over positive, neutral and negative, on answers that are none of them mixed."""
    pairs = [
        (one.feeling, said) for one, said in zip(answers, feelings, strict=True) if one.feeling is not Feeling.MIXED
    ]
    scores = []
    for feeling in (Feeling.POSITIVE, Feeling.NEUTRAL, Feeling.NEGATIVE):
        right = sum(true is said is feeling for true, said in pairs)
        either = sum(true is feeling for true, _ in pairs) + sum(said is feeling for _, said in pairs)
        scores.append(2 * right / either if either else 0.0)
    return sum(scores) / len(scores)


def overlap(true: Set[str], said: Set[str]) -> float:
    """F1 of two sets of codes."""
    return 2 * len(true & said) / (len(true) + len(said)) if true or said else 1.0


@dataclass(frozen=True, slots=True)
class Themes:
    """`sample`: F1 of each answer, averaged, with a bootstrap interval of 95%. `macro`: F1 of each theme, averaged."""

    sample: float
    interval: tuple[float, float]
    macro: float


def themes(answers: Sequence[Labelled], codes: Sequence[Sequence[str]], seed: int = 0) -> Themes:
    """How well answers were coded."""
    scores = [overlap(one.codes, set(said)) for one, said in zip(answers, codes, strict=True)]
    chance = random.Random(seed)  # noqa: S311 - draws of a bootstrap
    means = sorted(sum(chance.choices(scores, k=len(scores))) / len(scores) for _ in range(DRAWS))
    right: Counter[tuple[str | None, str]] = Counter()
    either: Counter[tuple[str | None, str]] = Counter()
    for answer, said in zip(answers, codes, strict=True):
        right.update((answer.question, code) for code in answer.codes & set(said))
        either.update((answer.question, code) for code in answer.codes)
        either.update((answer.question, code) for code in set(said))
    return Themes(
        sum(scores) / len(scores),
        (means[round(0.025 * DRAWS)], means[round(0.975 * DRAWS) - 1]),
        sum(2 * right[key] / either[key] for key in either) / len(either),
    )
