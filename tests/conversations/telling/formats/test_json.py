"""The export as other programs read it."""

import json as reading

from conversations.telling.formats import json
from tests.conversations.telling.formats.exported import export, responses


def test_the_json_has_the_shape_that_is_documented() -> None:
    content = reading.loads(json.write(export(responses())))
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
