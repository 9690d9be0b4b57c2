"""The export as a spreadsheet reads it."""

import csv as reading
from io import StringIO

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


def test_no_cell_of_the_csv_is_a_formula() -> None:
    found = rows(csv.write(export(responses())))
    assert ["'=HYPERLINK(1)", ""] in found
    assert not [cell for row in found for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
