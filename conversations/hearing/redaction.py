"""Redaction: personal data replaced by its kind, as in [name]."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from conversations.hearing import patterns
from conversations.hearing.heard import LABELS, Kind, Span
from conversations.hearing.lists import (
    NAME,
    NEVER,
    NICKNAME,
    OFTEN,
    PLACE,
    PLACE_BEGINS,
    SURNAME,
    WORD,
    known,
    word_set,
)
from conversations.hearing.patterns import MASK
from conversations.hearing.plain import plain
from conversations.hearing.recogniser import Token, recognised, tokens

PLACEHOLDER = re.compile(rf"\[(?P<label>{'|'.join(LABELS.values())})(?: (?P<number>\d{{1,4}}))?\]")
"""What stands where something was hidden: "[name]", "[name 2]", "[school or group]" ..."""

ROUNDS = 10
"""Answers settle in two or three looks; what does not settle in this many was made to break us, and is hidden whole."""

_TITLES = word_set("titles")
_STRONG_TITLES = word_set("strong_titles")
_CUES = re.compile(
    r"\b(?:(?:my|her|his|their|whose|real|full|'s)\s+(?:\w+\s+)?name(?:'?s|\s+is|\s+was)"
    r"|(?:is|was|she'?s|he'?s|im|i'm|i am|am"
    r"|guy|lad|girl|boy|lady|woman|man|worker|carer|one|person|bloke|someone)\s+(?:called|named))\s+([^\W\d_][\w'’-]*)",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, word_set('public_names')), key=len, reverse=True))})\b", re.I
)
"""What is nobody's personal data, though it looks like a name: national bodies, brands, people in films."""
_BEFORE_NAMES = word_set("before_names")
_ALSO_VERBS = word_set("names_that_are_verbs")
_NOT_AFTER_CUE = word_set("not_after_cues")
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
        if after.start in named or (
            token.word in _STRONG_TITLES and (after.shape in ("capital", "start") or _nameable(known(after.word)))
        ):
            yield Span(token.start, after.end, Kind.PERSON)


def _after_roles(text: str, row: Sequence[Token]) -> Iterable[Span]:
    """First names that are words, right after a role or after "told": "my social worker hope", "i told grace"."""
    for before, after in pairwise(row):
        if before.word not in _BEFORE_NAMES or text[before.end : after.start] != " " or after.word in _ALSO_VERBS:
            continue
        flags = known(after.word)
        if flags & (NAME | NICKNAME) and not flags & NEVER:
            yield Span(after.start, after.end, Kind.PERSON)


def _with_article(text: str, spans: Sequence[Span]) -> Iterable[Span]:
    """A school or group with its article: "the willows" says as much as "willows"."""
    for span in spans:
        if span.kind is Kind.SCHOOL_ORG and text[max(0, span.start - 4) : span.start].lower() == "the ":
            yield Span(span.start - 4, span.end, Kind.SCHOOL_ORG)


def _accented(row: Sequence[Token]) -> Iterable[Span]:
    """Words with an accent and a capital in the middle of a sentence, as many names from elsewhere are written."""
    for token in row:
        if token.shape == "capital" and token.sort == "unknown" and not token.word.isascii():
            yield Span(token.start, token.end, Kind.PERSON)


def _nameable(flags: int) -> bool:
    """Whether a word in lower case may be a surname."""
    if flags & OFTEN:
        return False
    return bool(flags & (SURNAME | NAME)) or not flags & (NEVER | WORD)


def _cued(text: str) -> Iterable[Span]:
    """What follows "my name is" or "called", unless it is plainly no name."""
    for match in _CUES.finditer(text):
        word = match[1]
        lower = word.lower()
        if lower in _NOT_AFTER_CUE or (
            known(lower) & OFTEN and not word[0].isupper() and not known(lower) & (NAME | NICKNAME)
        ):
            continue
        yield Span(match.start(1), match.start(1) + len(_WORD_END.sub("", word)), Kind.PERSON)


def _surnamed(text: str, row: Sequence[Token], spans: Sequence[Span]) -> Iterable[Span]:
    """The rest of a name: after a first name, a surname, an unknown word with a capital, or an initial."""
    ends = {span.end for span in spans if span.kind is Kind.PERSON}
    for before, after in pairwise(row):
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


def _capital_names(row: Sequence[Token]) -> Iterable[Span]:
    """First names with a capital in the middle of a sentence, also those that are words ("It took Rob six visits")."""
    for token in row:
        flags = known(token.word)
        if token.shape == "capital" and flags & (NAME | NICKNAME) and not flags & (OFTEN | NEVER | PLACE):
            yield Span(token.start, token.end, Kind.PERSON)


def _placed(text: str, row: Sequence[Token]) -> Iterable[Span]:
    """Places of several words, as in "bury st edmunds"."""
    for at, token in enumerate(row):
        if not known(token.word) & PLACE_BEGINS and not known(token.word.split("-")[0]) & PLACE_BEGINS:
            continue
        for after in reversed(row[at + 1 : at + 5]):
            words = text[token.start : after.end]
            if known(words.lower().replace("’", "'")) & PLACE:
                everyday = all(known(word) & WORD for word in words.lower().split())
                if not everyday or token.shape in ("capital", "start", "upper"):
                    yield Span(token.start, after.end, Kind.LOCATION)
                break


def _found(text: str) -> list[Span]:
    """One look over a text in which what is hidden already stands as MASK."""
    row = tokens(text)
    formed = list(patterns.found(text))
    recognised_spans = recognised(text, row)
    named = {span.start for span in recognised_spans if span.kind is Kind.PERSON}
    shown = [match.span() for match in _PUBLIC.finditer(text)]
    spans = [
        *formed,
        *_cued(text),
        *_titled(text, row, named),
        *_placed(text, row),
        *recognised_spans,
        *_capital_names(row),
    ]
    spans += [*_after_roles(text, row), *_accented(row), *_with_article(text, spans)]
    spans += _surnamed(text, row, spans)
    return _merged(
        part
        for span in spans
        if not any(start <= span.start and span.end <= end for start, end in shown)
        for part in _unmasked(text, span)
    )


def _handles(text: str, spans: Iterable[Span]) -> dict[str, bool]:
    """The words by which a hidden name is known when met again; True: only with a capital, for everyday words."""
    words: dict[str, bool] = {}
    for span in spans:
        if span.kind is not Kind.PERSON:
            continue
        for token in tokens(text[span.start : span.end]):
            flags = known(token.word)
            if token.sort in ("mark", "hidden") or token.word in _TITLES or len(token.word) < 2 or flags & NEVER:
                continue
            if not flags & OFTEN or (flags & (NAME | NICKNAME) and token.word not in _ALSO_VERBS):
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
    """Which of the things seen so far this is, from 1. "Jack", "Jack Smith" and "jacks" are one."""
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
