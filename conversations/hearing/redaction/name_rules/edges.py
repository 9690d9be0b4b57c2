"""What the tagger hid too much: everyday words at the edges of a name, and words that name nobody by themselves."""

from collections.abc import Iterator, Sequence

from conversations.hearing.text.tokens import PLAIN, Token
from conversations.hearing.text.word_lists import word_set
from conversations.hearing.values import Kind, Span

_TITLES = word_set("titles")
_OWN = frozenset(("my", "ma", "me", "our", "his", "her", "their", "your", "ur"))
_KIN = frozenset(
    ("sister", "brother", "cousin", "foster", "coach", "mate", "friend", "worker", "mum", "mam", "dad", "bro", "sis")
)
_BEFORE_GROUPS = frozenset(
    ("from", "at", "in", "to", "of", "on", "for", "fae", "off", "outside", "near", "is", "a", "and", "n")
)
_BEFORE_CONTACTS = frozenset(
    (
        "ring",
        "call",
        "text",
        "bell",
        "phone",
        "txt",
        "message",
        "msg",
        "whatsapp",
        "email",
        "dm",
        "add",
        "us",
        "me",
        "on",
    )
)
_AFTER_CONTACTS = frozenset(("pls", "plz", "please", "ok", "x", "xx", "thanks", "ta", "lol", "pm", "am", "if", "after"))
_CALLED = frozenset(("us", "me", "him", "her", "them", "my"))
_NEVER_EDGES = frozenset(
    ("insta", "tiktok", "snap", "dob", "ni", "nhs", "obvs", "aye", "brill", "ace", "oi", "sumtims", "summat")
)
_NOBODY = (
    word_set("titles")
    | word_set("group_words")
    | word_set("street_words")
    | frozenset(
        (
            "council",
            "the",
            "foster",
            "sixth",
            "road",
            "lane",
            "n",
            "a",
            "my",
            "homes",
            "sister",
            "brother",
            "way",
            "captain",
        )
    )
)
"""Words that name nobody and nothing, alone or with one another."""


def trimmed(row: Sequence[Token], spans: Sequence[Span]) -> Iterator[Span]:
    """The tagger's spans without such words; numbers stay as they are."""
    starts = {token.start: at for at, token in enumerate(row)}
    for span in spans:
        if span.kind not in (Kind.PERSON, Kind.LOCATION, Kind.SCHOOL_ORG, Kind.CONTACT) or span.start not in starts:
            yield span
            continue
        first = last = starts[span.start]
        while last + 1 < len(row) and row[last + 1].start < span.end:
            last += 1
        while first <= last and _too_much(row, first, first, span.kind):
            first += 1
        while last > first and span.kind is Kind.PERSON and _loose_end(row[last]):
            last -= 1
        while last > first and span.kind is Kind.CONTACT and row[last].word in _AFTER_CONTACTS:
            last -= 1
        if _rings(row, first, last):
            continue
        held = row[first : last + 1]
        capitals = sum(token.shape in ("capital", "start", "upper") for token in held)
        if capitals > 1 or any(token.sort != "mark" and token.word not in _NOBODY for token in held):
            yield Span(row[first].start, row[last].end, span.kind)


def _rings(row: Sequence[Token], first: int, last: int) -> bool:
    """Whether "bell" and the like are what somebody is asked to do, as in "bell us on"."""
    return (
        first == last and row[first].word in _BEFORE_CONTACTS and last + 1 < len(row) and row[last + 1].word in _CALLED
    )


def _too_much(row: Sequence[Token], at: int, first: int, kind: Kind) -> bool:
    """Whether a word at the beginning of a span does not belong to it."""
    token = row[at]
    if token.word in _NEVER_EDGES:
        return True
    if kind is Kind.PERSON:
        own = first > 0 and row[first - 1].word in (_OWN | _KIN)
        return (own and token.word in _KIN) or (_loose_end(token) and token.word not in _KIN)
    if kind is Kind.CONTACT:
        return token.word in _BEFORE_CONTACTS
    return token.shape == "lower" and token.word in _BEFORE_GROUPS


def _loose_end(token: Token) -> bool:
    if len(token.word) == 1 and token.word not in "nau":
        return False  # "miss b", "t.j."
    return token.word in _NEVER_EDGES or (token.sort == PLAIN and token.shape == "lower" and token.word not in _TITLES)
