"""A redacted text as a page shows it: with what was hidden in it, and how much of each kind."""

from bot.desk.redacted_text import hidden_kinds, pieces
from conversations.hearing.values import LABELS, Kind


def test_hidden_kinds_are_counted_in_words() -> None:
    kinds = (Kind.PERSON, Kind.LOCATION, Kind.PERSON, Kind.SCHOOL_ORG, Kind.SCHOOL_ORG)
    assert hidden_kinds(kinds) == "2 names, 1 place, 2 schools or groups"


def test_every_kind_of_hidden_word_is_found_and_nothing_is_lost() -> None:
    text = " and ".join(f"[{label}]" for label in LABELS.values()) + " [other] name"
    cut = pieces(text)
    assert "".join(piece for piece, _ in cut) == text
    assert [piece for piece, hidden in cut if hidden] == [f"[{label}]" for label in LABELS.values()]


def test_what_was_hidden_is_seen_with_its_number() -> None:
    cut = pieces("[name 1] hits [name 2] [name x]")
    assert [piece for piece, hidden in cut if hidden] == ["[name 1]", "[name 2]"]
    assert "".join(piece for piece, _ in cut) == "[name 1] hits [name 2] [name x]"
