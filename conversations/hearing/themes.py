"""Coding: which themes of a question's code frame an answer states, by the key words of themes/.

A first, plain way: it knows only what its lists say, whatever the ending. Each open question has a file named after it,
which holds words and short phrases for each theme.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

import yaml

from conversations.hearing.redaction import PLACEHOLDER

RESIDUAL = ("other", "unclear", "no_change")
"""An answer has exactly one of these, or one or more themes."""
MOST = 3
"""An answer states at most this many themes: the ones that most words speak for."""

SHARE = 0.5
"""A theme that is spoken for by less than this share of what speaks for the first is left out."""
SHORT = 6
"""In an answer of this many words or fewer, "nothing" or "dunno" is the answer rather than a part of it."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ENDINGS = ("ingly", "edly", "ings", "ing", "ers", "er", "ed", "es", "ly", "s", "e", "y")


class ThemesError(Exception):
    """A file of themes cannot be used; names the file and the theme."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The stems and the runs of stems that speak for each theme; a run counts as many times as it has words."""

    single: Mapping[str, tuple[str, ...]]
    runs: Mapping[tuple[str, ...], tuple[str, ...]]
    longest: int


def stem(word: str) -> str:
    """A word without its ending, the same for "listen", "listens" and "listening". Short words stay as they are."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def stems(text: str) -> list[str]:
    """The stems of a text's words, without apostrophes and placeholders."""
    words = _WORD.findall(PLACEHOLDER.sub(" ", text).lower())
    return [stem(word.replace("'", "").replace("’", "")) for word in words]


def load(folder: Traversable) -> dict[str, Keys]:
    """The keys of each question that has a file. Raises ThemesError, which names file and theme."""
    made = {}
    for file in folder.iterdir():
        if not file.name.endswith(".yaml"):
            continue
        try:
            raw = yaml.safe_load(file.read_text(encoding="utf-8"))
        except yaml.YAMLError:
            raise ThemesError(f"{file.name}: cannot be read; check spaces, quotes and dashes") from None
        if not isinstance(raw, dict):
            raise ThemesError(f"{file.name}: has to hold themes, each with a list of words")
        keys: dict[tuple[str, ...], list[str]] = {}
        for theme, entries in raw.items():
            if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
                raise ThemesError(
                    f"{file.name}, theme {theme}: needs a list of words; put quotes around numbers, yes and no"
                )
            for entry in entries:
                keys.setdefault(tuple(stems(entry)), []).append(str(theme))
        made[file.name.removesuffix(".yaml")] = Keys(
            {run[0]: tuple(themes) for run, themes in keys.items() if len(run) == 1},
            {run: tuple(themes) for run, themes in keys.items() if len(run) > 1},
            max((len(run) for run in keys), default=1),
        )
    return made


@cache
def frames() -> dict[str, Keys]:
    """The keys that the product ships, read at the first call."""
    return load(resources.files(__package__) / "themes")


def code(redacted: str, question: str) -> tuple[str, ...]:
    """The themes that an answer states, those with most words first; or one of other, unclear, no_change.

    ("unclear",) for a question that has no file here.
    """
    keys = frames().get(question)
    row = stems(redacted)
    if keys is None or not row:
        return ("unclear",)
    points: dict[str, int] = {}
    at = 0
    while at < len(row):
        step = 1
        for length in range(min(keys.longest, len(row) - at), 1, -1):
            if themes := keys.runs.get(tuple(row[at : at + length])):
                for theme in themes:
                    points[theme] = points.get(theme, 0) + length
                step = length
                break
        else:
            for theme in keys.single.get(row[at], ()):
                points[theme] = points.get(theme, 0) + 1
        at += step
    ranked = sorted(points, key=lambda theme: -points[theme])
    themes_found = [theme for theme in ranked if theme not in RESIDUAL]
    residual = next((theme for theme in ranked if theme in RESIDUAL), None)
    if residual and (not themes_found or (len(row) <= SHORT and points[residual] >= points[themes_found[0]])):
        return (residual,)
    return tuple(theme for theme in themes_found[:MOST] if points[theme] >= points[themes_found[0]] * SHARE) or (
        "other",
    )
