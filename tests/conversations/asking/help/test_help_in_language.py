"""Help in someone's own language: beside the English and its numbers, and only where somebody has said yes to it."""

import unicodedata

import pytest
from pydantic import ValidationError

from conversations.asking.help import help_in_language
from conversations.asking.help.help_in_language import LANGUAGES, NOBODY, Lines, first_help, help_reply, lines_in
from conversations.asking.help.helplines import help_card
from conversations.asking.locales import line
from conversations.hearing.text.language_names import NAMES
from conversations.hearing.values import Flag, Heard, Risk


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_file_says_who_checked_it_and_names_both_numbers(code: str) -> None:
    found = lines_in(code)
    assert found.checked_by_a_speaker == NOBODY
    assert "{emergency}" in found.lines[2]
    assert "{number}" in found.lines[3]
    assert "{name}" in found.lines[3]
    assert code in NAMES
    letters = [one for one in "".join(found.lines).format(emergency="", number="", name="") if one.isalpha()]
    arabic = sum(unicodedata.bidirectional(one) == "AL" for one in letters)
    assert (arabic > len(letters) / 2) is (found.direction == "rtl")


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_that_no_speaker_signed_for_is_shown_unless_switched_on(code: str) -> None:
    assert help_reply(code).beside is None
    shown = help_reply(code, unchecked=True)
    assert shown.text == help_card()
    assert shown.beside
    assert shown.beside.said == line("help_beside_unchecked", language=NAMES[code])
    assert "999" in shown.beside.text
    assert "0800 1111" in shown.beside.text
    assert shown.beside.language == code


def test_signed_lines_are_shown_as_what_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    signed = lines_in("pl").model_copy(update={"checked_by_a_speaker": "Ola, 2026-11-30"})
    monkeypatch.setattr(help_in_language, "_read", lambda: {"pl": signed})
    shown = help_reply("pl")
    assert shown.beside
    assert shown.beside.said == line("help_beside", language="Polish")


def test_figures_among_letters_that_run_from_right_to_left_keep_their_order() -> None:
    shown = help_reply("ar", unchecked=True).beside
    assert shown
    assert shown.direction == "rtl"
    assert "\u20660800 1111\u2069" in shown.text
    assert "\u2066" not in (help_reply("pl", unchecked=True).beside or shown).text


@pytest.mark.parametrize("code", ["", "und", "ru", "hi", "en"])
def test_for_other_languages_there_is_the_english_card(code: str) -> None:
    assert help_reply(code, unchecked=True) == help_reply()


def test_first_help_says_in_english_that_no_computer_can_read_it() -> None:
    card, told = first_help(Heard("tata ma bate", language="ro"))
    assert card.text == help_card()
    assert told.text == line("other_language", number="999")
    assert first_help(Heard("x", flag=Flag(Risk.URGENT, (), "x"))) == (help_reply(),)
    assert first_help(Heard("x")) == first_help(None) == ()


@pytest.mark.parametrize("key", ["other_language", "other_language_again"])
def test_every_time_english_says_that_nobody_reads_live_and_whom_to_call(key: str) -> None:
    said = line(key, number="999")
    assert "computer can read" in said
    assert "obody reads it live" in said
    assert "call 999" in said


def test_lines_say_all_four_things() -> None:
    with pytest.raises(ValidationError):
        Lines(checked_by_a_speaker=NOBODY, direction="ltr", lines=("one", "two", "three"))
