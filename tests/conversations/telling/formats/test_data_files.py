"""The exports, as other programs read them."""

import csv
import json
from datetime import date
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

from conversations.telling.figures import figures
from conversations.telling.formats.data_files import Export, write_csv, write_json
from conversations.telling.quotes import quotes
from conversations.telling.responses import Review, ReviewedResponse
from tests.conversations.telling.telling_given import clubs, many, response, ticked, wrote


def export(responses: list[ReviewedResponse], *, trial: bool = False) -> Export:
    found = figures(clubs(), responses, reasons=["It is a test, or copied"])
    return Export(found, quotes(clubs(), responses, found), trial, date(2026, 6, 1), "How well: not measured yet.")


def responses() -> list[ReviewedResponse]:
    return [
        *many(60, {"C1": ticked("often"), "C2": ticked("sport", "music")}),
        *many(30, {"C1": ticked("never"), "C2": ticked("art")}),
        *many(3, {"C1": ticked("not_sure")}),
        response({"C4": wrote("=HYPERLINK(1)")}),
        response({"C4": wrote('a, b\nand "c"')}),
        response({"C4": wrote("rejected words", Review.REJECTED, reason="It is a test, or copied")}),
    ]


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_csv_opens_in_a_spreadsheet_as_it_is() -> None:
    content = write_csv(export(responses()))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.replace(b"\r\n", b"").count(b"\r") == 0
    assert content.count(b"\r\n") > 20


def test_the_header_of_each_block_is_the_questions_wording() -> None:
    found = rows(write_csv(export(responses())))
    for question in (*clubs().questions[:3], *clubs().about_you):
        assert [question.text, "Number of people", "Share", "In words"] in found
    assert ["Quotes: What is missing?", "Age"] in found


def test_a_hidden_number_is_the_symbol_and_the_symbol_is_explained() -> None:
    found = rows(write_csv(export(responses())))
    assert ["Not sure", "c", "c", "c"] in found
    assert any(row and row[0].startswith("c = hidden") for row in found)


def test_no_cell_of_the_csv_is_a_formula() -> None:
    found = rows(write_csv(export(responses())))
    assert ["'=HYPERLINK(1)", ""] in found
    assert not [cell for row in found for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_whatever_was_said_is_read_back_from_both_files(words: str) -> None:
    made = export([response({"C4": wrote(words)})])
    quoted = [row[0] for row in rows(write_csv(made)) if len(row) == 2 and row[1] == ""]
    assert words in [cell.removeprefix("'") if words[:1] != "'" else cell for cell in quoted] or "'" + words in quoted
    question = next(one for one in json.loads(write_json(made))["questions"] if one["id"] == "C4")
    assert question["quotes"] == [{"text": words, "age": None}]


def test_the_json_has_the_shape_that_is_documented() -> None:
    content = json.loads(write_json(export(responses())))
    assert list(content) == [
        "format", "trial", "consultation", "made", "took_part", "notes", "people", "about_you", "questions", "left_out"
    ]  # fmt: skip
    assert content["format"] == 1
    assert content["trial"] is False
    assert content["took_part"] == 95
    first = content["questions"][0]
    assert first["question"] == "Do you go to a club?"
    assert first["answers"][2] == {"answer": "Not sure", "people": "c", "per_cent": "c", "word": "c"}
    assert content["left_out"] == [{"reason": "It is a test, or copied", "answers": "c"}]


def test_no_rejected_word_is_in_an_export() -> None:
    for content in (write_csv(export(responses())), write_json(export(responses()))):
        assert b"rejected words" not in content


def test_a_trial_says_so_in_the_content() -> None:
    made = export(responses(), trial=True)
    assert rows(write_csv(made))[0][0].startswith("TRIAL")
    assert json.loads(write_json(made))["trial"] is True
    assert b"TRIAL" in write_json(made)
