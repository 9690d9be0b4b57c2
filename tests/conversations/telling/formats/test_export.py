"""What every file of an export holds."""

import json as reading

from hypothesis import given
from hypothesis import strategies as st

from conversations.telling.formats import csv, json
from tests.conversations.telling.formats.exported import export, responses
from tests.conversations.telling.formats.test_csv import rows
from tests.conversations.telling.telling_given import response, wrote


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_whatever_was_said_is_read_back_from_both_files(words: str) -> None:
    made = export([response({"C4": wrote(words)})])
    quoted = [row[0] for row in rows(csv.write(made)) if len(row) == 2 and row[1] == ""]
    assert words in [cell.removeprefix("'") if words[:1] != "'" else cell for cell in quoted] or "'" + words in quoted
    question = next(one for one in reading.loads(json.write(made))["questions"] if one["id"] == "C4")
    assert question["quotes"] == [{"text": words, "age": None}]


def test_no_rejected_word_is_in_an_export() -> None:
    for content in (csv.write(export(responses())), json.write(export(responses()))):
        assert b"rejected words" not in content


def test_a_trial_says_so_in_the_content() -> None:
    made = export(responses(), trial=True)
    assert rows(csv.write(made))[0][0].startswith("TRIAL")
    assert reading.loads(json.write(made))["trial"] is True
    assert b"TRIAL" in json.write(made)
