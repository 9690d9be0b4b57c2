"""Redaction: personal data replaced by its kind, as in [name]."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from conversations.hearing import encoder_heads
from conversations.hearing.encoded import Encoded, Encoder
from conversations.hearing.encoder_heads import Head
from conversations.hearing.redaction import name_recogniser, names, tagger, tagger_evidence
from conversations.hearing.redaction.glued import loosened
from conversations.hearing.redaction.name_rules import belonging_words, company, edges, group_names
from conversations.hearing.redaction.own_lists import NO_LISTS, OwnLists
from conversations.hearing.redaction.placeholders import PLACEHOLDER, numbered
from conversations.hearing.redaction.tagger_evidence import Evidence
from conversations.hearing.text.normalisation import plain
from conversations.hearing.text.tokens import MASK, Token, tokens
from conversations.hearing.text.windows import sentences
from conversations.hearing.values import Kind, Span

ROUNDS = 10
"""Answers settle in two or three looks; what does not settle in this many was made to break us, and is hidden whole."""

MOST_READ = 10_000
"""Characters of one answer after which the encoder reads it no more: three looks at the longest message. What it found
at its last look is hidden with the sentence around it, and rules alone look on."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """`redacted`, and where in the raw text what was hidden stands, in order, without overlaps.

    `raw_encoded` and `redacted_encoded`: what the encoder made of the raw and of the redacted text, both in plain
    letters (normalisation.py), so that nobody has to read them again; None without an encoder, the second one also
    where the encoder had read enough (MOST_READ), or has read nothing but the loosened text.
    """

    redacted: str
    spans: tuple[Span, ...]
    raw_encoded: Encoded | None = field(default=None, repr=False)
    redacted_encoded: Encoded | None = field(default=None, repr=False)


StillToHide = Callable[[str, Sequence[Token], Encoded | None], list[Span]]
"""What is still to be hidden in a text in plain letters, in which what is hidden stands as MASK."""


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
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
    return tuple(span for _, span in made)


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
) -> tuple[list[Span], Evidence]:
    """What the rules find in a text, and all that speaks for and against hiding each of its words."""
    tags, points = name_recogniser.tagged(weights, row)
    found = names.found_by_rules(text, row, _name_starts(row, tags))
    named = [*found, *(("public", span) for span in public)]
    return [span for _, span in found], tagger_evidence.evidence(row, encoded, head, named, (tags, points))


def _name_starts(row: Sequence[Token], tags: Sequence[int]) -> set[int]:
    """Where the recogniser sees names begin."""
    return {token.start for token, tag in zip(row, tags, strict=True) if tag == 1}


def _found(text: str, row: Sequence[Token], encoded: Encoded | None, public: Sequence[Span]) -> list[Span]:
    """What the rules find, and beside them the recogniser; with an encoder the tagger, which weighs them all."""
    if encoded is not None:
        sure, known = evidence(
            text, row, encoded, encoder_heads.learned().tags, name_recogniser.learned(), public=public
        )
        return [*sure, *edges.trimmed(row, tagger.spans(text, row, tagger.learned()(known)))]
    tags, _ = name_recogniser.tagged(name_recogniser.learned(), row)
    return [
        *(span for _, span in names.found_by_rules(text, row, _name_starts(row, tags))),
        *name_recogniser.spans(text, row, tags),
    ]


def _inside(span: Span, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span.start and span.end <= end for start, end in stretches)


def hidden_spans(
    text: str, row: Sequence[Token], named: Sequence[Span], public: Sequence[Span], own: OwnLists = NO_LISTS
) -> list[Span]:
    """What is hidden at one look, when it is known what is named: with what belongs to it, and less what is public.

    In `text` what is hidden already stands as MASK.
    """
    spans = [*named]
    spans += belonging_words.with_articles(text, spans)
    spans += belonging_words.with_surnames(text, row, spans)
    spans += company.with_initials(text, row, spans)
    spans += company.with_kin_words(text, row, spans)
    spans += company.with_company(row, spans)
    spans += belonging_words.with_group_words(text, row, spans)
    spans += group_names.with_openers(text, row, spans)
    spans += group_names.with_capitals(text, row, spans)
    shown = [*((span.start, span.end) for span in public), *own.shown(text)]
    kept = [span for span in spans if not _inside(span, shown)]
    found = [*joined(part for span in (*own.hidden(text), *kept) for part in _unmasked(text, span))]
    if not found or not (words := belonging_words.known_by(text, found)):
        return found
    again = (
        part
        for span in belonging_words.met_again(row, words)
        if not _inside(span, shown)
        for part in _unmasked(text, span)
    )
    return [*joined([*found, *again])]


def _with_sentences(text: str, found: Iterable[Span]) -> list[Span]:
    """What was found, each with the whole sentence that it stands in."""
    pieces = sentences(text)
    ends = [end for _, end in pieces]
    whole = []
    for span in found:
        around = pieces[bisect_right(ends, span.start) : bisect_left(ends, span.end) + 1]
        start, end = (around[0][0], around[-1][1]) if around else (span.start, span.end)
        whole.append(Span(min(start, span.start), max(end, span.end), span.kind))
    return [*joined(part for span in joined(whole) for part in _unmasked(text, span))]


def _still_to_hide(text: str, row: Sequence[Token], encoded: Encoded | None, own: OwnLists) -> list[Span]:
    public = names.public_names(text)
    return hidden_spans(text, row, _found(text, row, encoded, public), public, own)


def _hidden_whole(raw: str, raw_encoded: Encoded | None) -> Redaction:
    spans = (Span(0, len(raw), Kind.CONTACT),)
    return Redaction(replaced(raw, spans), spans, raw_encoded)


def redaction_of(raw: str, encoder: Encoder | None = None, own: OwnLists = NO_LISTS) -> Redaction:
    """Hides personal data in a raw text; with rules alone where there is no encoder. Raises EncoderError where the
    encoder fails."""
    return redaction_by(raw, encoder, lambda text, row, encoded: _still_to_hide(text, row, encoded, own))


def redaction_by(raw: str, encoder: Encoder | None, still_to_hide: StillToHide) -> Redaction:
    """Hides in a raw text what `still_to_hide` finds in it.

    It looks until that finds nothing more, each time at the text as it will stand: so redacting a redacted text changes
    nothing. Raises EncoderError.
    """
    redacted = raw
    spans: tuple[Span, ...] = ()
    stands: list[tuple[int, int]] = []
    raw_encoded: Encoded | None = None
    read = 0
    for _ in range(ROUNDS + 1):
        seen = plain(redacted)
        loose = loosened(seen.text)
        encoded = named = None
        if encoder and read < MOST_READ:
            encoded, named = _encoded(encoder, seen.text, loose, both=not read)
        raw_encoded = raw_encoded or encoded
        read += len(seen.text)
        masked = PLACEHOLDER.sub(lambda match: MASK * len(match[0]), loose)
        more = still_to_hide(masked, tokens(masked), named)
        if named is not None and read >= MOST_READ:
            more = _with_sentences(masked, more)
        if not more:
            return Redaction(redacted, spans, raw_encoded, encoded)
        new = [Span(*_in_raw(seen.raw(span.start, span.end), spans, stands), span.kind) for span in more]
        spans = _one_name(raw, sorted((*spans, *new), key=lambda span: span.start))
        redacted, stands = numbered(raw, spans)
    return _hidden_whole(raw, raw_encoded)


def _encoded(encoder: Encoder, text: str, loose: str, *, both: bool) -> tuple[Encoded | None, Encoded]:
    """What the encoder makes of a text, and of its loosened form, in which it looks for names. Where it reads the two
    differently, the first is asked for only where `both` are."""
    if loose == text or loose.lower() == text.lower():  # it reads both alike
        encoded = encoder.encode([text])[0]
        return encoded, encoded
    if not both:
        return None, encoder.encode([loose])[0]
    first, second = encoder.encode([text, loose])
    return first, second


def _one_name(raw: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Names with nothing but a space between made one: a first and a last name are one person, though the one was
    found at a later look than the other."""
    made: list[Span] = []
    for span in spans:
        if made and made[-1].kind is span.kind is Kind.PERSON and raw[made[-1].end : span.start] == " ":
            made[-1] = Span(made[-1].start, span.end, span.kind)
        else:
            made.append(span)
    return tuple(made)


def _in_raw(here: tuple[int, int], spans: Sequence[Span], stands: Sequence[tuple[int, int]]) -> tuple[int, int]:
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
    return redaction_of(raw, encoder, own).spans


def redact(raw: str, encoder: Encoder | None = None, own: OwnLists = NO_LISTS) -> tuple[str, tuple[Span, ...]]:
    """The redacted text and what was hidden. Redacting the result again changes nothing."""
    made = redaction_of(raw, encoder, own)
    return made.redacted, made.spans
