"""What nobody can see is empty."""

import pytest

from conversations.hearing.text.nothing_to_see import nothing_to_see

UNSEEN = [
    "",
    " ",
    "\u200b",
    "\u200d\u200c",
    "\u00a0",
    "\ufeff",
    "\u2060 \u3000",
    "\u00ad",
    "\u3164",
    "\u2800",
    "\ufe0f",
    "\u202e",
    "\x00\t",
]


@pytest.mark.parametrize("text", UNSEEN)
def test_blanks_and_what_has_no_width_are_nothing(text: str) -> None:
    assert nothing_to_see(text)


@pytest.mark.parametrize("text", ["a", ".", "🐶", "👨\u200d👩", "\u200bא", "می\u200cشود", "—"])
def test_anything_that_is_drawn_is_something(text: str) -> None:
    assert not nothing_to_see(text)
