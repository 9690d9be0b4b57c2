"""The catalogue: every line that a young person reads, by key and language."""

from functools import cache
from importlib.resources import files

from conversations.yaml_loader import read

ENGLISH = "en"
LANGUAGES: dict[str, str] = {ENGLISH: "English"}
"""The languages there are, each by its own name."""


def line(key: str, /, **values: object) -> str:
    """The English line with this key, its {blanks} filled. Raises KeyError where the catalogue has no such line."""
    return catalogue(ENGLISH)[key].format(**values).strip()


@cache
def catalogue(language: str) -> dict[str, str]:
    """All lines of a language, by key."""
    loaded: dict[str, str] = read((files(__name__) / f"{language}.yaml").read_text(encoding="utf-8"))
    return loaded
