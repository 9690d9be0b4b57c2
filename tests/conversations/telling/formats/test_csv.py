"""The export as a spreadsheet reads it."""

import csv as reading
from dataclasses import replace
from io import StringIO

import pytest

from conversations.telling.formats import csv
from tests.conversations.telling.formats.exported import export, responses
from tests.conversations.telling.telling_given import clubs


def rows(content: bytes) -> list[list[str]]:
    return list(reading.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_csv_opens_in_a_spreadsheet_as_it_is() -> None:
    content = csv.write(export(responses()))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.replace(b"\r\n", b"").count(b"\r") == 0
    assert content.count(b"\r\n") > 20


def test_the_header_of_each_block_is_the_questions_wording() -> None:
    found = rows(csv.write(export(responses())))
    for question in (*clubs().questions[:3], *clubs().about_you):
        assert [question.text, "Number of people", "Share", "In words"] in found
    assert ["Quotes: What is missing?", "Age"] in found


def test_a_hidden_number_is_the_symbol_and_the_symbol_is_explained() -> None:
    found = rows(csv.write(export(responses())))
    assert ["Not sure", "c", "c", "c"] in found
    assert any(row and row[0].startswith("c = hidden") for row in found)


def test_quotes_are_said_to_be_checked_only_where_there_are_some() -> None:
    given = export(responses())
    assert "Quotes: anonymised and checked" in csv.write(given).decode("utf-8-sig")
    without = csv.write(replace(given, quotes=dict.fromkeys(given.quotes, ()))).decode("utf-8-sig")
    assert "Quotes: anonymised and checked" not in without


def test_no_cell_of_the_csv_is_a_formula() -> None:
    found = rows(csv.write(export(responses())))
    assert ["'=HYPERLINK(1)", ""] in found
    assert not [cell for row in found for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize(
    "words",
    [
        *("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "\0=1", "\tx"),
        *("＝1+1", "＋1", "－1", "＠SUM(1)", "﹦1", "﹢1", "﹣1", "﹫x", "⁼1", "⁺1", "⁻1", "₌1", "₊1", "₋1"),
        *(" =1", "\u3000＝1", "\u200b=1", "\ufeff＝1", "\u00a0@x", "\u2066=1"),
    ],
)
def test_nothing_that_a_spreadsheet_may_read_as_a_formula_begins_a_cell(words: str) -> None:
    given = export(responses())
    found = csv.write(replace(given, figures=replace(given.figures, title=words), trial=False))
    assert found.decode("utf-8-sig").lstrip('"').startswith(f"'{words}") or words not in found.decode("utf-8-sig")


@pytest.mark.parametrize("words", ["1 = 1", "ok - fine", "~", "…", "", "«＝»"])
def test_other_words_stay_as_they_are(words: str) -> None:
    assert csv._plain(words) == words
