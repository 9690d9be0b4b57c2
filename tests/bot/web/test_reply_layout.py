"""How a reply's words become a heading and what stands around it."""

import pytest

from bot.web.phone_links import with_phone_links
from bot.web.reply_layout import drawn, paragraphs
from conversations.asking.replies import Reply, Says
from tests.bot.web.web_fakes import ONE, YOU


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("What makes a home?", "What makes a home?"),
        ("Hi.\nNobody asks your name.\n\nHow old are you?", "How old are you?"),
        ("Please read this.\nDo you want to take part? Both are fine.", "Do you want to take part? Both are fine."),
        ("Here is what you said. Is it right?\n1. Which part?\nLondon", "Here is what you said. Is it right?"),
        ("Here is what you said. Is it right?\n\n1. Which part?", "Here is what you said. Is it right?"),
        ("You have finished. Thank you.", "You have finished. Thank you."),
        ("Thank you.\nYou can stop.", "Thank you."),
        ("", ""),
    ],
)
def test_the_line_that_asks_becomes_the_heading(text: str, heading: str) -> None:
    asked = drawn((Reply(Says.QUESTION, text),)).asked
    assert asked is not None
    assert asked.heading == heading
    words = [row for part in (*asked.before, (asked.heading,), *asked.after) for row in part]
    assert [word for word in words if word] == [row for part in paragraphs(text) for row in part]


def test_the_progress_bar_is_drawn_from_the_words() -> None:
    asked = drawn((YOU, ONE)).asked
    assert asked is not None
    assert (asked.number, asked.count) == (3, 9)


def test_a_line_that_the_page_shows_elsewhere_is_left_out() -> None:
    asked = drawn((Reply(Says.QUESTION, "A trial.\n\nHi.\n\nHow old are you?"),), without="A trial.").asked
    assert asked is not None
    assert asked.before == (("Hi.",),)


def test_numbers_of_help_lines_can_be_tapped_and_words_are_escaped() -> None:
    linked = with_phone_links("<b>Call 116 123, 999 or text 85258.</b> I moved 1999 times; &#999;")
    assert '<a class="number" href="tel:116123">116 123</a>' in linked
    assert '<a class="number" href="sms:85258">85258</a>' in linked
    assert linked.count("<a ") == 3
    assert "<b>" not in linked
