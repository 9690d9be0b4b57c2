"""Rules of redaction, one at a time."""

import pytest

from conversations.hearing.pipeline import BY_RULES
from conversations.hearing.redaction.placeholders import PLACEHOLDER
from conversations.hearing.redaction.redact import redact, replaced
from conversations.hearing.values import Kind


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("Kayleigh left", "[name] left"),
        ("i live in hartlepool now", "i live in [place] now"),
        ("i go to oakfield academy", "i go to [school or group]"),
        ("ring 07700 900123", "ring [contact]"),
        ("my nhs number is 999 123 4567", "my nhs number is [number]"),
        ("my review is on 12 March", "my review is on [date]"),
    ],
)
def test_each_kind_has_its_own_placeholder(text: str, redacted: str) -> None:
    assert redact(text)[0] == redacted


def test_one_name_needs_no_number() -> None:
    assert (
        redact("i told Kayleigh and kayleigh told Kayleigh's boss")[0] == "i told [name] and [name] told [name]'s boss"
    )


def test_a_name_that_no_list_has_is_hidden_again_once_it_was_cued() -> None:
    assert redact("my worker is called zibbo. the zibbo thing")[0] == "my worker is called [name]. the [name] thing"


def test_different_names_are_told_apart_by_numbers() -> None:
    assert (
        redact("Kayleigh left, then Siobhan, then kayleigh again")[0]
        == "[name 1] left, then [name 2], then [name 1] again"
    )


def test_a_first_name_alone_is_the_same_as_with_its_surname() -> None:
    assert redact("Thomas Featherstone came. thomas left")[0] == "[name] came. [name] left"


def test_numbers_go_on_after_those_that_stand_there_already() -> None:
    assert redact("[name 2] and Kayleigh and Siobhan")[0] == "[name 2] and [name 3] and [name 4]"


def test_a_date_of_birth_with_its_year_is_a_number_and_a_day_and_month_a_date() -> None:
    heard = BY_RULES.redact_and_screen("born 14/03/2009. review on 12 March")
    assert heard.hidden == (Kind.ID, Kind.DATE)


def test_a_year_or_a_month_alone_is_kept() -> None:
    assert redact("it was in May 2019 i think")[1] == ()


def test_a_possessive_is_kept() -> None:
    assert redact("Kayleigh's dog")[0] == "[name]'s dog"


def test_placeholders_can_be_found_and_counted() -> None:
    text = "[name] [name 2] [school or group] [place 11] [contact] [number] [date] [nome] [name x] name"
    assert [(m["label"], m["number"]) for m in PLACEHOLDER.finditer(text)] == [
        ("name", None),
        ("name", "2"),
        ("school or group", None),
        ("place", "11"),
        ("contact", None),
        ("number", None),
        ("date", None),
    ]


def test_what_was_hidden_is_as_many_as_the_placeholders() -> None:
    heard = BY_RULES.redact_and_screen("Kayleigh from hartlepool, 07700 900123")
    assert len(PLACEHOLDER.findall(heard.redacted)) == len(heard.hidden) == 3


def test_the_raw_text_is_in_no_repr() -> None:
    assert "Kayleigh" not in repr(BY_RULES.redact_and_screen("told Kayleigh"))


def test_a_text_that_never_settles_is_hidden_whole() -> None:
    text = " ".join(f"told Kayleigh told {chr(97 + n % 26)}" for n in range(30))
    once = redact(text)[0]
    assert "Kayleigh" not in once
    assert redact(once)[0] == once


@pytest.mark.parametrize("text", ["", " ", "\n", "😀", "...", "\u200d", "\u0301"])
def test_empty_and_odd_texts_pass_as_they_are(text: str) -> None:
    assert redact(text) == (text, ())


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        # The place is found first, and the number, which begins where its placeholder ends, at the next look.
        (".Leeds07700 900123", ["Leeds", "07700 900123"]),
        # Found in the middle at the next look: it ends exactly where the placeholder of the school begins.
        ("(born 3/4/200907700 900123St Mary's school", ["3/4/2009", "07700 900123", "St Mary's school"]),
    ],
)
def test_what_touches_a_placeholder_is_hidden_where_it_stands_in_the_raw_text(raw: str, parts: list[str]) -> None:
    redacted, spans = redact(raw)
    assert [raw[span.start : span.end] for span in spans] == parts
    assert replaced(raw, spans) == redacted
