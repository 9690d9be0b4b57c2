"""Texts that are made to be hard: personal data, disclosures, look-alikes and slang. red_team.jsonl holds one a line.

`hides` may not be left in the redacted text, `keeps` has to be; `risk` is none, urgent, or "at least concern".
A line with `known_miss` is one that the rules get wrong today: the test says so, and fails once they get it right.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from conversations.hearing.hear import BY_RULES
from conversations.hearing.heard import Risk

LINES = (Path(__file__).parent / "red_team.jsonl").read_text(encoding="utf-8").splitlines()
CASES = [
    pytest.param(
        row,
        id=f"{number}-{row['about']}",
        marks=[pytest.mark.xfail(reason="the rules do not know better yet", strict=True)]
        if "known_miss" in row
        else [],
    )
    for number, row in enumerate(map(json.loads, LINES), 1)
]


@pytest.mark.parametrize("row", CASES)
def test_the_red_team_is_heard_rightly(row: dict[str, Any]) -> None:
    heard = BY_RULES.redact_and_screen(row["text"])
    for words in row["hides"]:
        assert words not in heard.redacted
    for words in row["keeps"]:
        assert words in heard.redacted
    match row.get("risk"):
        case "none":
            assert heard.risk is Risk.NONE
        case "urgent":
            assert heard.risk is Risk.URGENT
        case "at least concern":
            assert heard.risk >= Risk.CONCERN


def test_the_red_team_has_every_kind_of_case() -> None:
    about = {json.loads(line)["about"] for line in LINES}
    assert {
        "disclosure",
        "look-alike of risk",
        "look-alike of personal data",
        "phone in words",
        "postcode lower case",
    } <= about
