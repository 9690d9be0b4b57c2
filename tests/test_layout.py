"""A house that a stranger finds their way in: what can be counted of it."""

from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOUSE = ("bot", "conversations", "storage", "tests")
EVERYWHERE = {"__init__.py", "__main__.py", "conftest.py"}
LINES, FILES = 300, 15

LARGER = {
    "storage/sqlite/migrations": "one file for each version that was ever handed out",
    "conversations/hearing/text/words": "one list of words a file, named after it",
    "conversations/hearing/text/words/languages": "one language a file, named after its code",
}
"""Folders that may hold more, and why."""


def python(*folders: str) -> list[Path]:
    return [file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))]


def test_no_two_files_have_one_name() -> None:
    places = defaultdict[str, list[str]](list)
    for file in python(*HOUSE):
        if file.name not in EVERYWHERE:
            places[file.name].append(str(file.relative_to(ROOT)))
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_file_of_the_product_holds_two_ideas_by_its_length() -> None:
    long = {str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines()) for file in python(*HOUSE[:3])}
    assert {file: lines for file, lines in long.items() if lines > LINES} == {}


def test_no_folder_is_too_full_to_be_seen_at_a_glance() -> None:
    held = defaultdict[str, int](int)
    for folder in HOUSE[:3]:
        for file in (ROOT / folder).rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts and file.name != "__init__.py":
                held[str(file.parent.relative_to(ROOT))] += 1
    assert {folder: count for folder, count in held.items() if count > FILES and folder not in LARGER} == {}


def test_tests_mirror_the_tree() -> None:
    """Every folder of tests is a folder of the product, or holds what no one folder of it does."""
    own = {"benchmarks", "bot_api", "mutants", "promises", "conversations/transcripts", "storage/sqlite/versions"}
    for folder in {file.parent.relative_to(ROOT / "tests") for file in python("tests")}:
        if not any(str(folder).startswith(one) for one in own):
            assert (ROOT / folder).is_dir() or folder == Path(), folder


@pytest.mark.parametrize("folder", HOUSE[:3])
def test_every_folder_of_the_product_says_what_it_is(folder: str) -> None:
    """In its __init__.py, in a line."""
    silent = [
        str(file.parent.relative_to(ROOT))
        for file in (ROOT / folder).rglob("__init__.py")
        if not file.read_text("utf-8").startswith('"""')
    ]
    assert silent == []
