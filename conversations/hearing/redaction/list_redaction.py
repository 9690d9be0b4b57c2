"""Redaction of what is in another language: by form, by lists and by capitals, and nothing is guessed.

What was learned here is English. Of other words it would hide most, and what is left would say nothing to the person
who has to read it. What these rules miss, that person hides: until then nobody else sees the text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from conversations.hearing.redaction import names
from conversations.hearing.redaction.own_lists import NO_LISTS, OwnLists
from conversations.hearing.redaction.patterns.pattern_order import found_by_form
from conversations.hearing.redaction.redact import Redaction, hidden_spans, redaction_by
from conversations.hearing.text.tokens import Token
from conversations.hearing.text.word_lists import NAME, NEVER, NICKNAME, OFTEN, PLACE, SURNAME, WORD, known
from conversations.hearing.values import Kind, Span

_NUMBER = re.compile(r"(?<![\w/.-])\+?\(?\d(?:[\s().-]{0,2}\d){4,}(?!\d)")
"""Five figures and more, however they are spaced."""
_REACHES = 8
"""Figures from which on a number may reach somebody."""

_STREET = (
    r"(?:ul(?:ica|icy|\.)|al(?:eja|\.)|os(?:iedle|\.)|вул(?:иця|иці|\.)|ул(?:ица|\.)|rue|avenue|boulevard|chemin|calle"
    r"|avenida|plaza|rua|travessa|strada|str\.|bulevardul|aleea|via|viale|piazza|straße|strasse|rruga|sokak|caddesi"
    r"|mahallesi|heol|ffordd|stryd|lôn|jada|wadada|đường|phố|شارع|خیابان|کوچه|سڑک|گلی|شەقامی|سړک)"
)
_ADDRESS = re.compile(
    rf"(?<!\w){_STREET}\s?(?:[\w'’.-]+\s+){{0,3}}?(?:nr\.?\s?)?\d{{1,4}}\w?(?:\s?[/-]\s?\d{{1,4}})?(?!\w)"
    rf"|(?<![\w/.-])\d{{1,4}}\w?,?\s+{_STREET}(?:\s+[\w'’-]+){{1,3}}"
    rf"|(?<!\w)(?:[\w'’-]+\s+){{1,2}}(?:sokak|caddesi|straße|strasse)\s+(?:no:?\s?)?\d{{1,4}}(?!\w)",
    re.IGNORECASE,
)
"""A street of elsewhere, with its number."""


_NOUNS_HAVE_CAPITALS = frozenset({"de"})
"""Languages in which a capital does not say that a word is a name."""

_LONG = 5
"""Letters of a first word that may be taken for a name: shorter ones are too often words of other languages."""


def redaction_by_lists(raw: str, own: OwnLists = NO_LISTS, language: str = "") -> Redaction:
    """Hides personal data in a raw text that is not English. `language`: its code, where that is known."""
    capitals = language not in _NOUNS_HAVE_CAPITALS
    return redaction_by(raw, None, lambda text, row, _: _still_to_hide(text, row, own, capitals))


def _still_to_hide(text: str, row: Sequence[Token], own: OwnLists, capitals: bool) -> list[Span]:
    public = names.public_names(text)
    found = [*found_by_form(text), *_by_form(text), *names.places_of_several_words(text, row), *_named(row, capitals)]
    return hidden_spans(text, row, found, public, own)


def _by_form(text: str) -> Iterator[Span]:
    for match in _ADDRESS.finditer(text):
        yield Span(*match.span(), Kind.LOCATION)
    for match in _NUMBER.finditer(text):
        figures = sum(character.isdigit() for character in match[0])
        yield Span(*match.span(), Kind.CONTACT if figures >= _REACHES else Kind.ID)


def _named(row: Sequence[Token], capitals: bool) -> Iterable[Span]:
    """Names and places: what the lists have with a capital, and what has one in the middle of a sentence. One that
    begins a sentence says little: there the lists alone speak, and only of words that are nothing else."""
    shapes = [token.shape for token in row if token.sort not in ("mark", "hidden")]
    if 2 * shapes.count("capital") > len(shapes):
        capitals = False  # Each Word Has One
    for token in row:
        flags = known(token.word)
        if token.shape not in ("capital", "start") or flags & (OFTEN | NEVER):
            continue
        if token.shape == "start" and (flags & WORD or len(token.word) < _LONG):
            continue
        if token.shape == "capital" and not capitals and flags & WORD:
            continue  # "Mann"
        if flags & PLACE:
            yield Span(token.start, token.end, Kind.LOCATION)
        elif flags & (NAME | NICKNAME) or (token.shape == "capital" and (capitals or flags & SURNAME)):
            yield Span(token.start, token.end, Kind.PERSON)
