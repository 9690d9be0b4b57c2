"""How values read on a page."""

from datetime import date

from bot.desk.value_words import hidden_kinds, pieces, plain_days
from conversations.hearing.values import LABELS, Kind


def test_days_read_plainly() -> None:
    assert plain_days(date(2023, 2, 6), date(2023, 5, 11)) == "6 February to 11 May 2023"
    assert plain_days(date(2023, 12, 6), date(2024, 1, 11)) == "6 December 2023 to 11 January 2024"
    assert plain_days(date(2023, 2, 6), date(2023, 2, 6)) == "6 February 2023"
    assert plain_days(None, None) == ""


def test_hidden_kinds_are_counted_in_words() -> None:
    kinds = (Kind.PERSON, Kind.LOCATION, Kind.PERSON, Kind.SCHOOL_ORG, Kind.SCHOOL_ORG)
    assert hidden_kinds(kinds) == "2 names, 1 place, 2 schools or groups"


def test_every_kind_of_hidden_word_is_found_and_nothing_is_lost() -> None:
    text = " and ".join(f"[{label}]" for label in LABELS.values()) + " [other] name"
    cut = pieces(text)
    assert "".join(piece for piece, _ in cut) == text
    assert [piece for piece, hidden in cut if hidden] == [f"[{label}]" for label in LABELS.values()]
