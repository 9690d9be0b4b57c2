"""The catalogue of telling: every line of a letter, an export and the summary."""

from functools import cache
from importlib.resources import files

from conversations.yaml_loader import read


def line(key: str, /, **values: object) -> str:
    """The English line with this key, its {blanks} filled. Raises KeyError where the catalogue has no such line."""
    return catalogue()[key].format(**values)


@cache
def catalogue() -> dict[str, str]:
    """All lines, by key."""
    loaded: dict[str, str] = read((files("conversations.telling") / "lines.en.yaml").read_text(encoding="utf-8"))
    return loaded
