"""Hearing what is not English: not understood, and so neither harmless nor a worry; the English in it as ever."""

from pathlib import Path

import pytest
import yaml

from conversations.hearing.pipeline import BY_RULES
from conversations.hearing.values import Flag, Heard, Risk

OTHER = yaml.safe_load((Path(__file__).parent / "text" / "other_languages.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", OTHER)
def test_no_risk_is_told_and_no_flag_raised(code: str) -> None:
    for text in OTHER[code]:
        heard = BY_RULES.redact_and_screen(text)
        assert heard.risk is Risk.NOT_UNDERSTOOD, text
        assert (heard.flag, heard.level, heard.redacted, heard.english) == (None, Risk.NONE, text, "")
        assert heard.needs_help
        assert not heard.by_rules  # it is not for want of an encoder


def test_neither_feeling_nor_vector_is_made_of_it() -> None:
    reading = BY_RULES.read("дядько б'є мене, коли мами немає")
    assert (reading.sentiment, reading.vector) == (None, None)


def test_english_is_heard_as_ever() -> None:
    heard = BY_RULES.redact_and_screen("my dog Kayleigh is nice")
    assert (heard.language, heard.english, heard.risk, heard.needs_help) == ("", "", Risk.NOT_READ, False)


def test_without_an_encoder_nothing_is_without_risk() -> None:
    assert Heard("my dog is nice").risk is Risk.NONE
    assert Heard("my dog is nice", by_rules=True).risk is Risk.NOT_READ
    assert Heard("help", flag=Flag(Risk.CONCERN, (), "help"), by_rules=True).risk is Risk.CONCERN


def test_a_worry_in_the_english_half_is_raised_and_says_no_word_of_the_other() -> None:
    heard = BY_RULES.redact_and_screen("он бьёт меня каждый вечер. i want to die and i cant sleep, ring Kayleigh")
    assert heard.flag
    assert (heard.language, heard.risk) == ("ru", Risk.URGENT)
    assert "want to die" in heard.flag.words
    assert "бьёт" not in heard.flag.words
    assert heard.english.startswith("[another language]")
    assert heard.english.endswith("ring [name]")
    assert heard.redacted == "он бьёт меня каждый вечер. i want to die and i cant sleep, ring [name]"


def test_an_english_phrase_in_another_language_is_a_worry_all_the_same() -> None:
    heard = BY_RULES.redact_and_screen("wujek mnie bije i want to die")
    assert heard.flag
    assert heard.flag.words == "want to die"
    assert heard.language == "pl"
