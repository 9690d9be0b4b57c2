"""Redaction: personal data replaced by its kind, as in [name]."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from conversations.hearing import encoder_heads
from conversations.hearing.encoded import Encoded, Encoder
from conversations.hearing.encoder_heads import Head
from conversations.hearing.redaction import name_recogniser, names, placeholders, tagger
from conversations.hearing.redaction.own_lists import NO_LISTS, OwnLists
from conversations.hearing.redaction.placeholders import numbered
from conversations.hearing.text.normalisation import plain
from conversations.hearing.text.tokens import MASK, Token, tokens
from conversations.hearing.values import Kind, Span

PLACEHOLDER = placeholders.PLACEHOLDER

ROUNDS = 10
"""Answers settle in two or three looks; what does not settle in this many was made to break us, and is hidden whole."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """`redacted`, and where in the raw text what was hidden stands, in order, without overlaps.

    `first` and `last`: what the encoder made of the raw and of the redacted text, both in plain letters (plain.py), so
    that nobody has to read them again; None without an encoder.
    """

    redacted: str
    spans: tuple[Span, ...]
    first: Encoded | None = field(default=None, repr=False)
    last: Encoded | None = field(default=None, repr=False)


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


def evidence(
    text: str,
    row: Sequence[Token],
    encoded: Encoded,
    head: Head,
    weights: name_recogniser.Weights,
    *,
    public: Sequence[Span],
) -> tuple[list[Span], tagger.Evidence]:
    """What the rules find in a text, and all that speaks for and against hiding each of its words."""
    tags, points = name_recogniser.judged(weights, row)
    hits = names.hits(text, row, _names(row, tags))
    named = [*hits, *(("public", span) for span in public)]
    return [span for _, span in hits], tagger.evidence(row, encoded, head, named, (tags, points))


def _names(row: Sequence[Token], tags: Sequence[int]) -> set[int]:
    """Where the recogniser sees names begin."""
    return {token.start for token, tag in zip(row, tags, strict=True) if tag == 1}


def _named(text: str, row: Sequence[Token], encoded: Encoded | None, public: Sequence[Span]) -> list[Span]:
    """What the rules find, and beside them the recogniser; with an encoder the tagger, which has heard them all."""
    if encoded is not None:
        sure, known = evidence(
            text, row, encoded, encoder_heads.learned().tags, name_recogniser.learned(), public=public
        )
        return [*sure, *tagger.spans(text, row, tagger.learned()(known))]
    tags, _ = name_recogniser.judged(name_recogniser.learned(), row)
    return [
        *(span for _, span in names.hits(text, row, _names(row, tags))),
        *name_recogniser.spans(text, row, tags),
    ]


def _inside(span: Span, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span.start and span.end <= end for start, end in stretches)


def decided(
    text: str, row: Sequence[Token], named: Sequence[Span], public: Sequence[Span], own: OwnLists = NO_LISTS
) -> list[Span]:
    """What is hidden at one look, when it is known what is named: with what belongs to it, and less what is public.

    In `text` what is hidden already stands as MASK.
    """
    spans = [*named]
    spans += names.with_article(text, spans)
    spans += names.surnamed(text, row, spans)
    spans += names.grown(text, row, spans)
    shown = [*((span.start, span.end) for span in public), *own.shown(text)]
    kept = [span for span in spans if not _inside(span, shown)]
    found = _merged(part for span in (*own.hidden(text), *kept) for part in _unmasked(text, span))
    if not found or not (words := names.handles(text, found)):
        return found
    again = (part for span in names.again(row, words) if not _inside(span, shown) for part in _unmasked(text, span))
    return _merged([*found, *again])


def _look(seen: str, encoded: Encoded | None, own: OwnLists) -> list[Span]:
    """What is still to be hidden in a text in plain letters; its placeholders are left alone."""
    text = PLACEHOLDER.sub(lambda match: MASK * len(match[0]), seen)
    row = tokens(text)
    public = names.public(text)
    return decided(text, row, _named(text, row, encoded, public), public, own)


def _whole(raw: str, first: Encoded | None) -> Redaction:
    spans = (Span(0, len(raw), Kind.CONTACT),)
    return Redaction(replaced(raw, spans), spans, first)


def look(raw: str, encoder: Encoder | None = None, own: OwnLists = NO_LISTS) -> Redaction:
    """Hides personal data in a raw text; with rules alone where there is no encoder.

    It looks until it finds nothing more, each time at the text as it will stand: so redacting a redacted text changes
    nothing. Raises EncoderError where the encoder fails.
    """
    redacted = raw
    spans: tuple[Span, ...] = ()
    stands: list[tuple[int, int]] = []
    first: Encoded | None = None
    for _ in range(ROUNDS + 1):
        seen = plain(redacted)
        encoded = encoder.encode([seen.text])[0] if encoder else None
        first = first or encoded
        more = _look(seen.text, encoded, own)
        if not more:
            return Redaction(redacted, spans, first, encoded)
        new = [Span(*_back(seen.raw(span.start, span.end), spans, stands), span.kind) for span in more]
        spans = tuple(sorted((*spans, *new), key=lambda span: span.start))
        redacted, stands = numbered(raw, spans)
    return _whole(raw, first)


def _back(here: tuple[int, int], spans: Sequence[Span], stands: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Where a stretch of the redacted text stands in the raw one. `stands`: where the placeholders of `spans` are."""
    moved = 0
    for span, (_, end) in zip(spans, stands, strict=True):
        if end > here[0]:
            break
        moved = span.end - end
    return here[0] + moved, here[1] + moved


def replaced(raw: str, spans: Sequence[Span]) -> str:
    """The text with each span replaced by its kind; numbered where one kind hides several different things."""
    return numbered(raw, spans)[0]


def find(raw: str, encoder: Encoder | None = None, own: OwnLists = NO_LISTS) -> tuple[Span, ...]:
    """Where personal data stands in a raw text, in order, without overlaps."""
    return look(raw, encoder, own).spans


def redact(raw: str, encoder: Encoder | None = None, own: OwnLists = NO_LISTS) -> tuple[str, tuple[Span, ...]]:
    """The redacted text and what was hidden. Redacting the result again changes nothing."""
    looked = look(raw, encoder, own)
    return looked.redacted, looked.spans
