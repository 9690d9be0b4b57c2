"""The catalogue of telling."""

import re
import string
from pathlib import Path

import textstat
import yaml

import conversations.telling
from bot.known_doors import DOORS
from conversations.telling.lines import catalogue

FOLDER = Path(conversations.telling.__file__).parent
LETTER = ("thank", "who", "left", "told", "quotes", "help", "checked", "numbers", "lead_", "base", "together")


def test_no_line_is_there_twice() -> None:
    node = yaml.compose((FOLDER / "lines.en.yaml").read_text(encoding="utf-8"))
    assert isinstance(node, yaml.MappingNode)
    keys = [key.value for key, _ in node.value]
    assert len(keys) == len(set(keys))


def test_every_line_that_the_code_names_is_there_and_every_line_is_named() -> None:
    folders = (FOLDER, FOLDER.parents[1] / "bot" / "telling")
    code = "\n".join(path.read_text(encoding="utf-8") for folder in folders for path in folder.rglob("*.py"))
    code += "".join(f'"{door.in_figures}"' for door in DOORS)
    assert {key for key in catalogue() if f'"{key}"' not in code and f"'{key}'" not in code} == set()
    assert set(re.findall(r'\bline\(\s*"(\w+)"', code)) <= set(catalogue())


def test_the_letter_can_be_read_at_nine() -> None:
    hard = {}
    for key, line in catalogue().items():
        if key.startswith(LETTER) and not key.endswith("_table"):
            blanks = {name: "10" for _, name, _, _ in string.Formatter().parse(line) if name}
            words = line.format(**blanks)
            grade = float(textstat.automated_readability_index(words))
            if len(words.split()) > 8 and grade > 6:
                hard[key] = grade
    assert not hard


def test_the_letter_keeps_to_the_words_that_young_people_ask_for() -> None:
    spoken = " ".join(catalogue().values()).lower()
    for avoided in ("siblings", "contact", "placement", "looked-after", "lac ", "abscond", "service user"):
        assert avoided not in spoken
