"""Who and what belongs to a name that was found: an initial, a kin word before it, who stands in a list with it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from conversations.hearing.text.tokens import Token
from conversations.hearing.text.word_lists import NAME, NEVER, NICKNAME, OFTEN, WORD, known, word_set
from conversations.hearing.values import Kind, Span

_INSIDE = word_set("words_of_names")
"""Words that are part of the name after them: "mama titi"."""
_AFTER_INITIALS = frozenset(("he", "she", "hes", "shes", "and", "is", "was", "has", "who", "from", "said", "told"))
"""What may follow "callum w", where "w" is no "with"."""
_WHOSE = frozenset(("my", "ma", "our", "his", "her", "their", "your", "the", "a", "me"))
_WITH = frozenset(("and", "n", "&", "+", ",", "or"))
_FOND = frozenset(("pops", "spud", "junior", "angel", "princess", "speccy", "gramps", "pap", "nonna", "bampi", "mimi"))
"""Words that stand for one person, where another is named beside them."""
_KIN_WORDS = word_set("titles") | word_set("not_names") | word_set("dialect")


def with_initials(text: str, row: Sequence[Token], spans: Sequence[Span]) -> Iterator[Span]:
    """A first name with one letter of the last, in lower case too: "rab c", "chantelle s"."""
    ends = {span.end for span in spans if span.kind is Kind.PERSON}
    for at, (before, after) in enumerate(pairwise(row)):
        if before.end not in ends or len(after.word) != 1 or text[before.end : after.start] != " ":
            continue
        then = row[at + 2] if at + 2 < len(row) else None
        clear = then is None or then.sort == "mark" or then.word in _AFTER_INITIALS
        letter = after.word in "bcdfghjlpst" or (clear and after.word in "aekmorvwyz")
        if letter and not known(before.word) & (OFTEN | WORD):
            yield Span(before.start, after.end, Kind.PERSON)


def with_kin_words(text: str, row: Sequence[Token], spans: Sequence[Span]) -> Iterator[Span]:
    """A name with the kin word or nickname's word before it: "mama titi", "pastor mike", but "my coach winston"."""
    starts = {span.start: span for span in spans if span.kind is Kind.PERSON}
    for at, (before, after) in enumerate(pairwise(row)):
        span = starts.get(after.start)
        if span is None or before.word not in _INSIDE or text[before.end : after.start] != " ":
            continue
        if not (at and row[at - 1].word in _WHOSE):
            yield Span(before.start, span.end, Kind.PERSON)


def with_company(row: Sequence[Token], spans: Sequence[Span]) -> Iterator[Span]:
    """Who stands in a list with somebody who is named: "jaydos, lil t n spud", "mimi and pops"."""
    ends = {span.end for span in spans if span.kind is Kind.PERSON}
    starts = {span.start for span in spans if span.kind is Kind.PERSON}
    for at, token in enumerate(row):
        if token.end in ends and at + 2 < len(row) and row[at + 1].word in _WITH and _company(row, at + 2):
            yield Span(row[at + 2].start, row[at + 2].end, Kind.PERSON)
            ends.add(row[at + 2].end)
    for at in range(len(row) - 1, 1, -1):
        if row[at].start in starts and row[at - 1].word in _WITH and _company(row, at - 2):
            yield Span(row[at - 2].start, row[at - 2].end, Kind.PERSON)
            starts.add(row[at - 2].start)


def _company(row: Sequence[Token], at: int) -> bool:
    """Whether a word stands by itself in a list, and may be a name there."""
    token = row[at]
    if token.sort in ("mark", "hidden", "bit") or token.word in _KIN_WORDS:
        return False
    after = row[at + 1] if at + 1 < len(row) else None
    before = row[at - 1] if at else None
    alone = (after is None or after.sort == "mark" or after.word in _WITH) and (
        before is None or before.sort == "mark" or before.word in _WITH
    )
    flags = known(token.word)
    if token.word in word_set("pet_names") or token.word in _FOND:
        return alone
    if flags & (NAME | NICKNAME):
        return alone and not flags & (OFTEN | NEVER)
    return alone and token.sort == "unknown"
