"""The list of types, and that nothing goes round it."""

import re
from pathlib import Path

import pytest

from conversations.asking.question_types.type_registry import TYPES, types_with

ROOT = Path(__file__).parents[4]
BY_NAME = re.compile(
    rf"""(?:\.type|\.kind|\["type"\]|get\("type"\))\W{{0,6}}(?:==|!=|in|not\ in)\W+(?:{"|".join(TYPES)})\b""",
    re.VERBOSE,
)
OF_THE_PRODUCT = sorted(
    path
    for folder in ("bot", "conversations", "storage")
    for path in (ROOT / folder).rglob("*")
    if path.suffix in (".py", ".html") and "question_types" not in path.parts
)


def test_a_type_is_asked_for_by_name_nowhere_but_in_its_own_file() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in OF_THE_PRODUCT
        for hit in BY_NAME.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found


@pytest.mark.parametrize("name", TYPES)
def test_a_type_is_called_as_it_is_listed_and_has_a_file_of_that_name(name: str) -> None:
    assert TYPES[name].name == name
    assert type(TYPES[name]).__module__ == f"conversations.asking.question_types.{name}"


def test_every_part_of_the_format_belongs_to_some_type() -> None:
    assert types_with("options") == ("choice", "multi", "scale")
    assert types_with("max") == ("multi",)
    assert types_with("shuffle") == ("choice", "multi")
    assert types_with("themes") == types_with("residual") == ("open",)
