"""Texts that are made to be hard: personal data, disclosures, look-alikes and slang. red_team.jsonl holds one a line.

`hides` may not be left in the redacted text, `keeps` has to be; `risk` is none, urgent, or "at least concern".
A line with `known_miss` is one that hearing with its encoder gets wrong today: the test says so, and fails once it gets
it right. Rules alone have no known miss.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.inference.open_hearing import open_hearing
from conversations.hearing.pipeline import BY_RULES, Hearing
from conversations.hearing.values import Heard, Risk, ToldBefore

LINES = (Path(__file__).parent / "red_team.jsonl").read_text(encoding="utf-8").splitlines()
CASES = [
    pytest.param(
        row,
        id=f"{number}-{row['about']}",
        marks=[pytest.mark.xfail(reason="what was learned does not know better yet", strict=True)]
        if "known_miss" in row
        else [],
    )
    for number, row in enumerate(map(json.loads, LINES), 1)
]


@pytest.fixture(scope="module")
def hearing() -> Hearing:
    """As it runs, with the encoder."""
    return open_hearing().hearing


@pytest.mark.parametrize("row", CASES)
def test_the_red_team_is_heard_rightly(row: dict[str, Any], hearing: Hearing) -> None:
    _heard_rightly(row, hearing.redact_and_screen(row["text"]))


@pytest.mark.parametrize(
    "row", [pytest.param(json.loads(line), id=str(number)) for number, line in enumerate(LINES, 1)]
)
def test_rules_alone_hear_every_line_rightly(row: dict[str, Any]) -> None:
    _heard_rightly(row, BY_RULES.redact_and_screen(row["text"]))


def _heard_rightly(row: dict[str, Any], heard: Heard) -> None:
    for words in row["hides"]:
        assert words not in heard.redacted
    for words in row["keeps"]:
        assert words in heard.redacted
    match row.get("risk"):
        case "none":
            assert not heard.needs_help
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


@pytest.mark.parametrize("text", ["today was good", "see you tomorrow", "tomorrow is my birthday"])
def test_small_talk_is_no_worry_whatever_was_learned_says(text: str, hearing: Hearing) -> None:
    assert hearing.redact_and_screen(text).flag is None


def test_a_grown_up_partner_is_found_with_what_was_told_before_and_the_age() -> None:
    told = ToldBefore("my boyfriend is great", "13_15")
    flag = BY_RULES.redact_and_screen("hes 28", told=told).flag
    assert flag is not None
    assert flag.kinds == ("exploitation",)
    assert BY_RULES.redact_and_screen("hes 28").flag is None
