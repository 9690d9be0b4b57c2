"""Redaction of other languages: what rules and lists find is hidden, and all else is left."""

import re
from pathlib import Path

import pytest
import yaml

from conversations.hearing.redaction.list_redaction import redaction_by_lists
from conversations.hearing.redaction.own_lists import own_lists
from conversations.hearing.redaction.redact import redact

OTHER = yaml.safe_load((Path(__file__).parents[1] / "text" / "other_languages.yaml").read_text(encoding="utf-8"))
MARKED = re.compile(r"<(.*?)>")

HIDDEN = [
    "мій номер <07700 900123> або <test@example.com>",
    "رقمي <٠٧٧٠٠ ٩٠٠١٢٣>",
    "আমার নম্বর <০৭৭০০ ৯০০১২৩>",
    "mój numer to <+48 512 345 678>",
    "napisz do mnie <@zed.kid.0>",
    "czytaj <https://example.com/zed>",
    "mieszkam <ul. Długa 14/3> z babcią",
    "vivo en la <calle Mayor 12> con mi tío",
    "mój kod to <M14 5TH> chyba",
    "<Kayleigh> mnie bije kiedy <Jayden> pije",
    "mieszkam w <Birmingham> z wujkiem",
    "Dw i'n byw yn <Llanberis>",
    "Мене б'є <Олена> щодня",
]


@pytest.mark.parametrize("marked", HIDDEN)
def test_what_rules_and_lists_find_is_hidden_whole_and_nothing_else(marked: str) -> None:
    raw = MARKED.sub(r"\1", marked)
    hidden = [raw[span.start : span.end] for span in redaction_by_lists(raw).spans]
    assert hidden == MARKED.findall(marked)


@pytest.mark.parametrize("code", OTHER)
def test_other_words_are_left_alone(code: str) -> None:
    for text in OTHER[code]:
        for written in (text, text.lower(), text.upper()):
            assert redaction_by_lists(written).redacted == written


def test_ages_and_small_numbers_stay() -> None:
    assert redaction_by_lists("mam 16 lat i 3 siostry").spans == ()


def test_german_nouns_are_no_names() -> None:
    text = "ich habe Angst vor dem Vater in unserem Haus"
    assert redaction_by_lists(text, language="de").redacted == text


def test_an_organisations_own_list_counts_in_any_script() -> None:
    own = own_lists({"staff": ["Олена Петрівна"]})
    assert redaction_by_lists("олена петрівна кричить", own).redacted == "[name] кричить"


def test_redacting_it_again_changes_nothing() -> None:
    once = redaction_by_lists("Мене б'є Олена, мій номер 07700 900123").redacted
    assert redaction_by_lists(once).redacted == once


def test_in_an_english_text_words_of_other_scripts_are_left() -> None:
    assert redact("שלום Kayleigh שלום 07700 900123")[0] == "שלום [name] שלום [contact]"


def test_but_a_capital_counts_in_a_script_that_has_them() -> None:
    assert redact("my friend Олена said i should go")[0] == "my friend [name] said i should go"
