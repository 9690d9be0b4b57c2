"""docs/asvs.md names every requirement of OWASP ASVS 5.0.0 at levels 1 and 2 once, and answers that are there."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.desk.accounts.guessable import OURS

ROOT = Path(__file__).parents[1]
DOCUMENT = (ROOT / "docs/asvs.md").read_text("utf-8")
APPLIES, DOES_NOT = DOCUMENT.split("## What does not apply")

NUMBERS = {
    "1": """
        1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.5.1 2.1.1 2.2.1 2.2.2 2.3.1 3.2.1 3.2.2 3.3.1 3.4.1 3.4.2 3.5.1
        3.5.2 3.5.3 4.1.1 4.4.1 5.2.1 5.2.2 5.3.1 5.3.2 6.1.1 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 6.2.6 6.2.7 6.2.8 6.3.1
        6.3.2 6.4.1 6.4.2 7.2.1 7.2.2 7.2.3 7.2.4 7.4.1 7.4.2 8.1.1 8.2.1 8.2.2 8.3.1 9.1.1 9.1.2 9.1.3 9.2.1 10.4.1
        10.4.2 10.4.3 10.4.4 10.4.5 11.3.1 11.3.2 11.4.1 12.1.1 12.2.1 12.2.2 13.4.1 14.2.1 14.3.1 15.1.1 15.2.1
        15.3.1
    """,
    "2": """
        1.1.1 1.1.2 1.2.6 1.2.7 1.2.8 1.2.9 1.3.3 1.3.4 1.3.5 1.3.6 1.3.7 1.3.8 1.3.9 1.3.10 1.3.11 1.4.1 1.4.2
        1.4.3 1.5.2 2.1.2 2.1.3 2.2.3 2.3.2 2.3.3 2.3.4 2.4.1 3.3.2 3.3.3 3.3.4 3.4.3 3.4.4 3.4.5 3.4.6 3.5.4 3.5.5
        3.7.1 3.7.2 4.1.2 4.1.3 4.2.1 4.3.1 4.3.2 4.4.2 4.4.3 4.4.4 5.1.1 5.2.3 5.4.1 5.4.2 5.4.3 6.1.2 6.1.3 6.2.9
        6.2.10 6.2.11 6.2.12 6.3.3 6.3.4 6.4.3 6.4.4 6.5.1 6.5.2 6.5.3 6.5.4 6.5.5 6.6.1 6.6.2 6.6.3 6.8.1 6.8.2
        6.8.3 6.8.4 7.1.1 7.1.2 7.1.3 7.3.1 7.3.2 7.4.3 7.4.4 7.4.5 7.5.1 7.5.2 7.6.1 7.6.2 8.1.2 8.2.3 8.4.1 9.2.2
        9.2.3 9.2.4 10.1.1 10.1.2 10.2.1 10.2.2 10.3.1 10.3.2 10.3.3 10.3.4 10.4.6 10.4.7 10.4.8 10.4.9 10.4.10
        10.4.11 10.5.1 10.5.2 10.5.3 10.5.4 10.5.5 10.6.1 10.6.2 10.7.1 10.7.2 10.7.3 11.1.1 11.1.2 11.2.1 11.2.2
        11.2.3 11.3.3 11.4.2 11.4.3 11.4.4 11.5.1 11.6.1 12.1.2 12.1.3 12.3.1 12.3.2 12.3.3 12.3.4 13.1.1 13.2.1
        13.2.2 13.2.3 13.2.4 13.2.5 13.3.1 13.3.2 13.4.2 13.4.3 13.4.4 13.4.5 14.1.1 14.1.2 14.2.2 14.2.3 14.2.4
        14.3.2 14.3.3 15.1.2 15.1.3 15.2.2 15.2.3 15.3.2 15.3.3 15.3.4 15.3.5 15.3.6 15.3.7 16.1.1 16.2.1 16.2.2
        16.2.3 16.2.4 16.2.5 16.3.1 16.3.2 16.3.3 16.3.4 16.4.1 16.4.2 16.4.3 16.5.1 16.5.2 16.5.3 17.1.1 17.2.1
        17.2.2 17.2.3 17.2.4 17.3.1 17.3.2
    """,
}
"""By level, as the standard's own table has them (OWASP/ASVS, 5.0/docs_en)."""

LEVEL = {number: level for level, numbers in NUMBERS.items() for number in numbers.split()}


@dataclass(frozen=True, slots=True)
class Row:
    number: str
    level: str
    asks: str
    verdict: str
    answers: tuple[str, ...]
    missing: str


def _row(line: str) -> Row:
    number, level, asks, verdict, cell = (part.strip() for part in line.strip("|").split("|"))
    said, _, missing = cell.partition("missing: ")
    return Row(number, level, asks, verdict, tuple(re.findall(r"`([^`]+)`", said)), missing)


ROWS = [_row(line) for line in APPLIES.splitlines() if re.match(r"\| \d+\.\d", line)]
SET_ASIDE = re.findall(r"\d+\.\d+\.\d+", DOES_NOT)


def test_every_requirement_of_both_levels_stands_there_once() -> None:
    stands = Counter([*(row.number for row in ROWS), *SET_ASIDE])
    assert {number: times for number, times in stands.items() if times > 1} == {}
    assert set(stands) == set(LEVEL)


def test_every_row_has_its_level_and_one_of_three_verdicts() -> None:
    assert [row.number for row in ROWS if row.level != LEVEL[row.number]] == []
    assert [row.number for row in ROWS if row.verdict not in ("met", "partly", "not") or not row.asks] == []


def test_nothing_of_the_first_level_is_not_met() -> None:
    assert [row.number for row in ROWS if row.level == "1" and row.verdict == "not"] == []


def test_what_is_met_says_by_what_and_what_is_not_says_what_is_missing() -> None:
    assert [row.number for row in ROWS if row.verdict in ("met", "partly") and not row.answers] == []
    assert [row.number for row in ROWS if (row.verdict == "met") == bool(row.missing)] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.number)
def test_every_file_and_every_test_that_a_row_names_is_there(row: Row) -> None:
    for answer in row.answers:
        path, _, test = answer.partition("::")
        assert (ROOT / path).is_file(), answer
        if test:
            assert re.search(rf"^(async )?def {test}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE), answer


def test_the_figures_at_the_top_are_those_of_the_rows() -> None:
    told = {
        verdict: tuple(map(int, counts))
        for verdict, *counts in re.findall(r"^\| ([a-z ]+) \| (\d+) \| (\d+) \|$", APPLIES, re.MULTILINE)
    }
    found = Counter((row.verdict, row.level) for row in ROWS)
    found.update(("does not apply", LEVEL[number]) for number in SET_ASIDE)
    verdicts = ("met", "partly", "not", "does not apply")
    assert told == {verdict: (found[verdict, "1"], found[verdict, "2"]) for verdict in verdicts}


def test_the_words_that_passwords_may_not_lean_on_are_written_down() -> None:
    document = (ROOT / "docs/defences.md").read_text("utf-8")
    assert [word for word in OURS if word not in document] == []
