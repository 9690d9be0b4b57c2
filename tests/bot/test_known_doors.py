"""The doors of this installation."""

import re
from pathlib import Path

import conversations
from bot.known_doors import DOORS, rows_in_figures


def test_doors_are_known_by_the_names_that_databases_have() -> None:
    assert [door.name for door in DOORS] == ["telegram", "web", "terminal"]


def test_every_door_has_words_for_its_row_in_figures() -> None:
    assert dict(rows_in_figures()) == {
        "telegram": "On Telegram",
        "web": "On the web page, or with a worker",
        "terminal": "On the web page, or with a worker",
    }


def test_what_is_meant_depends_on_no_doors_name() -> None:
    named = re.compile("|".join(f"[\"']{door.name}[\"']" for door in DOORS))
    folder = Path(conversations.__file__).parent
    assert [file.name for file in folder.rglob("*.py") if named.search(file.read_text(encoding="utf-8"))] == []
