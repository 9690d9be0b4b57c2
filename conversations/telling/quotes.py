"""Quotes: what people said in their own words, where they and a moderator said yes, and no flag stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conversations.asking.consultation.model import Consultation
from conversations.asking.locales import line as asked
from conversations.asking.question_types.type_registry import type_of
from conversations.asking.steps.places import AGE_BANDS
from conversations.telling.figures import Figures
from conversations.telling.responses import ReviewedResponse

A_HANDFUL = 6
LONGEST_IN_A_HANDFUL = 400
"""Characters. Longer ones are in the exports; an answer is never cut."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words as redacted, nothing else changed. `who` is one broad characteristic, or empty."""

    text: str
    who: str = ""


def quotes(
    text: Consultation, responses: Sequence[ReviewedResponse], figures: Figures
) -> Mapping[str, tuple[Quote, ...]]:
    """All quotes that may be used, by open question, shortest first; the same words once.

    Age bands are named only where the figures show how many were in each of them: where one is hidden, a quote without
    a band would be known as one from there.
    """
    named = all(cell.count is not None for cell in figures.table("age").cells)
    found: dict[str, tuple[Quote, ...]] = {}
    for question in text.questions:
        if not type_of(question).takes_words:
            continue
        by_words: dict[str, Quote] = {}
        for response in responses:
            given = response.answers.get(question.id)
            if given and given.quotable and given.answer.text and given.counts:
                age = asked(f"age_{response.age_band}") if response.age_band in AGE_BANDS else ""
                quote = Quote(given.answer.text, age if named else "")
                same = by_words.get(quote.text.casefold())
                by_words[quote.text.casefold()] = quote if same is None else min(same, quote, key=_order)
        found[question.id] = tuple(sorted(by_words.values(), key=_order))
    return found


def handful(quotes: Sequence[Quote], most: int = A_HANDFUL) -> tuple[Quote, ...]:
    """A few of them for a letter: short and long ones, from as many age bands as can be. The same every time.

    Those of at least three words come before shorter ones, and those where little was hidden before those that are
    mostly hidden.
    """
    worth = [quote for quote in quotes if _reads_well(quote)]
    left = worth + [quote for quote in quotes if quote not in worth] if len(worth) < most else worth
    left = sorted(left[:most] if len(worth) < most else left, key=_order)
    if len(left) <= most:
        return tuple(left)
    step = (len(left) - 1) / (most - 1)
    taken: list[Quote] = []
    for place in range(most):
        nearest = sorted((quote for quote in left if quote not in taken), key=lambda one: _far(left, one, place * step))
        unseen = [quote for quote in nearest[:3] if quote.who not in {one.who for one in taken}]
        taken.append((unseen or nearest)[0])
    return tuple(sorted(taken, key=_order))


def _far(ordered: Sequence[Quote], quote: Quote, place: float) -> float:
    return abs(ordered.index(quote) - place)


def _order(quote: Quote) -> tuple[int, str, str]:
    return len(quote.text), quote.text, quote.who


def _reads_well(quote: Quote) -> bool:
    words = quote.text.split()
    return len(words) >= 3 and len(quote.text) <= LONGEST_IN_A_HANDFUL and quote.text.count("[") <= len(words) // 5
