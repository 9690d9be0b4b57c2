"""Redaction: personal data replaced by its kind, as in [name]."""

import re
from collections.abc import Iterable, Mapping, Sequence

from conversations.hearing import patterns
from conversations.hearing.heard import LABELS, Kind, Span
from conversations.hearing.lists import NAME, NEVER, NICKNAME, OFTEN, SURNAME, WORD, known
from conversations.hearing.patterns import MASK
from conversations.hearing.plain import plain
from conversations.hearing.recogniser import Token, recognised, tokens

PLACEHOLDER = re.compile(rf"\[(?P<label>{'|'.join(LABELS.values())})(?: (?P<number>\d{{1,4}}))?\]")
"""What stands where something was hidden: "[name]", "[name 2]", "[school or group]" ..."""

ROUNDS = 10
"""Answers settle in two or three looks; what does not settle in this many was made to break us, and is hidden whole."""

_TITLES = frozenset(
    "mr mrs ms miss mx dr doctor prof professor sir madam pc sgt rev father sister auntie aunty aunt uncle nan nana nanny gran granny "
    "grandad grandma grandpa nain taid coach captain big little lil".split()
)
_STRONG_TITLES = frozenset("mr mrs ms mx dr prof pc sgt rev auntie aunty aunt uncle nana nanny".split())
_CUES = re.compile(
    r"\b(?:(?:my|her|his|their|whose|real|full|'s)\s+(?:\w+\s+)?name(?:'?s|\s+is|\s+was)|(?:is|was|she'?s|he'?s|im|i'm|i am|am|guy|lad"
    r"|girl|boy|lady|woman|man|worker|carer|one|person|bloke|someone)\s+(?:called|named))\s+([^\W\d_][\w'’-]*)",
    re.IGNORECASE,
)
_NOT_AFTER_CUE = frozenset(
    "a an the my your his her their it that this not on in by and or but me him them names stupid weird wrong bad for at to as so just too "
    "spelt spelled said written pronounced changed down up something out off even still".split()
)
_WORD_END = re.compile(r"['’]s$", re.IGNORECASE)


def _titled(text: str, row: Sequence[Token], named: set[int]) -> Iterable[Span]:
    """Titles and kin words with the name that follows: "ms okafor", "nana jean"."""
    for at, token in enumerate(row[:-1]):
        if token.word not in _TITLES:
            continue
        after = row[at + 1]
        if text[token.end : after.start] == "." and at + 2 < len(row):
            after = row[at + 2]
        gap = text[token.end : after.start]
        if gap.strip(". ") or not gap or after.sort in ("mark", "hidden"):
            continue
        flags = known(after.word)
        if after.start in named:
            yield Span(token.start, after.end, Kind.PERSON)
        elif token.word in _STRONG_TITLES and (
            after.shape in ("capital", "start")
            or not flags & (OFTEN | NEVER | WORD)
            or flags & (SURNAME | NAME)
            and not flags & OFTEN
        ):
            yield Span(token.start, after.end, Kind.PERSON)


def _cued(text: str) -> Iterable[Span]:
    """What follows "my name is" or "called", unless it is plainly no name."""
    for match in _CUES.finditer(text):
        word = match[1]
        lower = word.lower()
        if lower in _NOT_AFTER_CUE or (
            known(lower) & OFTEN and not word[0].isupper() and not known(lower) & (NAME | NICKNAME)
        ):
            continue
        end = match.end(1) - len(_WORD_END.search(word)[0]) if _WORD_END.search(word) else match.end(1)
        yield Span(match.start(1), end, Kind.PERSON)


def _surnamed(text: str, row: Sequence[Token], spans: Sequence[Span]) -> Iterable[Span]:
    """The rest of a name: the word after a first name that is a surname, or a capital letter's unknown word, or an initial."""
    ends = {span.end for span in spans if span.kind is Kind.PERSON}
    for before, after in zip(row, row[1:], strict=False):
        if before.end not in ends or text[before.end : after.start] not in (" ", "-"):
            continue
        flags = known(after.word)
        capital = after.shape in ("capital", "upper")
        if (
            (flags & SURNAME and not flags & OFTEN)
            or (capital and not flags & (OFTEN | WORD))
            or (len(after.word) == 1 and after.word not in "aiux" and capital)
        ):
            yield Span(before.start, after.end, Kind.PERSON)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in the order of the text, those that overlap made one; it has the kind of the one that was named first."""
    ranked = sorted(enumerate(spans), key=lambda pair: (pair[1].start, -pair[1].end))
    made: list[tuple[int, Span]] = []
    for rank, span in ranked:
        if made and span.start < made[-1][1].end:
            first, held = made[-1]
            kind = held.kind if first <= rank else span.kind
            made[-1] = (min(first, rank), Span(held.start, max(held.end, span.end), kind))
        else:
            made.append((rank, span))
    return [span for _, span in made]


def _unmasked(text: str, span: Span) -> Iterable[Span]:
    """The parts of a span that are not hidden already."""
    if MASK not in text[span.start : span.end]:
        yield span
        return
    for part in re.finditer(f"[^{MASK}]+", text[span.start : span.end]):
        piece = part[0].strip(" \t\n.,;:-")
        if any(character.isalnum() for character in piece):
            start = span.start + part.start() + part[0].index(piece)
            yield Span(start, start + len(piece), span.kind)


def _found(text: str) -> list[Span]:
    """One look over a text in which what is hidden already stands as MASK."""
    row = tokens(text)
    formed = list(patterns.found(text))
    recognised_spans = recognised(text, row)
    named = {span.start for span in recognised_spans if span.kind is Kind.PERSON}
    spans = [*formed, *_cued(text), *_titled(text, row, named), *recognised_spans]
    spans += _surnamed(text, row, spans)
    return _merged(part for span in spans for part in _unmasked(text, span))


def _handles(text: str, spans: Iterable[Span]) -> dict[str, bool]:
    """The words by which a name that was hidden would be known if it were met again; True where only with a capital, because
    it is one of the commonest words too."""
    words: dict[str, bool] = {}
    for span in spans:
        if span.kind is not Kind.PERSON:
            continue
        for token in tokens(text[span.start : span.end]):
            flags = known(token.word)
            if token.sort in ("mark", "hidden") or token.word in _TITLES or len(token.word) < 2 or flags & NEVER:
                continue
            if not flags & OFTEN:
                words[token.word] = False
            elif token.shape != "lower":
                words.setdefault(token.word, True)
    return words


def _again(row: Sequence[Token], words: Mapping[str, bool]) -> Iterable[Span]:
    for token in row:
        word = token.word if token.word in words else token.word.removesuffix("s")
        if word in words and (not words[word] or token.shape != "lower"):
            yield Span(token.start, token.end, Kind.PERSON)


def _masked(text: str, spans: Iterable[Span]) -> str:
    for span in spans:
        text = text[: span.start] + MASK * (span.end - span.start) + text[span.end :]
    return text


def find(raw: str) -> tuple[Span, ...]:
    """Where personal data stands in a raw text, in order, without overlaps.

    It looks until it finds nothing more, with what is hidden taken away: so redacting a redacted text changes nothing.
    """
    seen = plain(raw)
    text = PLACEHOLDER.sub(lambda match: MASK * len(match[0]), seen.text)
    whole = seen.text
    spans: list[Span] = []
    rounds = 0
    while more := _found(text):
        rounds += 1
        if rounds > ROUNDS:
            return (Span(0, len(raw), Kind.CONTACT),)
        spans += more
        text = _masked(text, more)
        if words := _handles(whole, more):
            again = _merged(part for span in _again(tokens(text), words) for part in _unmasked(text, span))
            spans += again
            text = _masked(text, again)
    joined = sorted(spans, key=lambda span: span.start)
    return tuple(Span(*seen.raw(span.start, span.end), span.kind) for span in joined)


def replaced(raw: str, spans: Sequence[Span]) -> str:
    """The text with each span replaced by its kind; numbered where one kind hides several different things."""
    taken: dict[str, int] = {}
    for match in PLACEHOLDER.finditer(raw):
        taken[match["label"]] = max(taken.get(match["label"], 0), int(match["number"] or 0))
    seen: dict[Kind, list[frozenset[str]]] = {}
    numbered = []
    for span in spans:
        number = _number(raw[span.start : span.end], seen.setdefault(span.kind, []))
        numbered.append((span, taken.get(LABELS[span.kind], 0) + number))
    pieces, at = [], 0
    for span, number in numbered:
        behind = f" {number}" if len(seen[span.kind]) > 1 else ""
        pieces += [raw[at : span.start], f"[{LABELS[span.kind]}{behind}]"]
        at = span.end
    return "".join([*pieces, raw[at:]])


def _number(words: str, seen: list[frozenset[str]]) -> int:
    """Which of the different things seen so far this is, from 1. "Jack" and "Jack Smith" are one, and so are "Jack" and "jacks"."""
    these = frozenset(plain(words).text.casefold().split())
    for number, those in enumerate(seen, 1):
        if these <= those or those <= these or {word.removesuffix("s") for word in these} == those:
            return number
    seen.append(these)
    return len(seen)


def redact(raw: str) -> tuple[str, tuple[Span, ...]]:
    """The redacted text and what was hidden. Redacting the result again changes nothing."""
    spans = find(raw)
    return replaced(raw, spans), spans
