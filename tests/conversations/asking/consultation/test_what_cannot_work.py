"""What no door can show is said when a file is checked, at its line; what the store has already is read as ever."""

import pytest

from conversations.asking.consultation.file import ConsultationFileError, Problem, read_consultation
from conversations.asking.consultation.model import MOST_OPTIONS, Consultation

FILE = """format: 1
id: long
version: 1
title: Lists
about: About lists.
questions:
  - id: Q1
    type: open
    text: What is it like?
    themes:
      - {id: pets, name: Pets, definition: Animals.}
  - id: Q2
    type: choice
    text: Which council?
    options:
"""


def file(options: int) -> str:
    return FILE + "".join(f"      - {{id: o{number}, text: Place {number}}}\n" for number in range(options))


def problems(text: str) -> list[Problem]:
    with pytest.raises(ConsultationFileError) as found:
        read_consultation(text, "long.yaml")
    return list(found.value.problems)


@pytest.mark.parametrize("options", [2, 101, 153, MOST_OPTIONS])
def test_lists_of_up_to_200_are_fine(options: int) -> None:
    assert len(read_consultation(file(options), "long.yaml").questions[1].options) == options


@pytest.mark.parametrize("options", [MOST_OPTIONS + 1, 500])
def test_more_are_refused_at_their_line_with_what_to_do(options: int) -> None:
    [problem] = problems(file(options))
    assert problem.line == 1 + file(options).split("\n").index("    options:")
    assert f"there are {options} options" in problem.what
    assert "two questions" in problem.do


@pytest.mark.parametrize("unseen", ["\u200b", "\u2060", "\u3164", "\u00ad", "\u2800"])
@pytest.mark.parametrize(
    "named",
    ["title: Lists", "about: About lists", "text: What is", "name: Pets", "definition: Animals", "text: Place 1}"],
)
def test_what_nobody_can_see_is_empty(named: str, unseen: str) -> None:
    line = next(line for line in file(3).split("\n") if named in line)
    field, _, words = named.partition(": ")
    wrong = line.replace(line[line.index(named) + len(field) + 2 :].split(",")[0].rstrip("}"), unseen)
    [problem] = problems(file(3).replace(line, wrong))
    assert problem.line == 1 + file(3).split("\n").index(line)
    assert problem.what.endswith("is empty")
    assert words


def test_what_the_store_has_is_read_as_ever() -> None:
    kept = read_consultation(file(2), "long.yaml").model_dump(mode="json")
    kept["questions"][1]["options"] = [{"id": f"o{number}", "text": f"Place {number}"} for number in range(300)]
    kept["questions"][0]["themes"][0]["name"] = "\u200b"
    assert len(Consultation.model_validate(kept).questions[1].options) == 300
