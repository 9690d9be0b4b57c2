"""Texts that are as hard as they can be for one pattern: made from the pattern itself, by a seed.

What a pattern repeats is repeated until the text is full; what it begins with is begun over and over and never ended;
and runs of one character or of one little word, which many patterns have in common, come besides.
"""

import random
import re
from collections.abc import Iterator
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

LONGEST = 4096
SHORTER = 1024
TRIES = 6
"""Texts by chance of each pattern, for each way of filling up."""

_SPACED = ("a", "A", "0", "x1", "Ab", "12 high", "st", "at", "the", "dot", "is", "on", "one", "oh", "may", "1st", "a'b")
RUNS = (
    *"aA0 .-_@'/,:(+#\n",
    "a.",
    "a-",
    "0-",
    "0.",
    "a_",
    "a'",
    ". ",
    "- ",
    "aB",
    "0a",
    *(f"{one} " for one in _SPACED),
)
"""What many patterns repeat."""


class _Maker:
    """Writes by chance what a parsed pattern may match; what looks ahead or behind is left out."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def text(self, nodes: Any) -> str:
        return "".join(self._one(kind, value) for kind, value in nodes)

    def _one(self, kind: Any, value: Any) -> str:
        if kind is kinds.LITERAL:
            return chr(value)
        if kind in (kinds.ANY, kinds.NOT_LITERAL):
            return "a"
        if kind is kinds.IN:
            return self._character(value)
        if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT):
            least, most, inner = value
            return "".join(self.text(inner) for _ in range(self._chance.randint(least, min(most, least + 2))))
        if kind is kinds.SUBPATTERN:
            return self.text(value[-1])
        if kind is kinds.ATOMIC_GROUP:
            return self.text(value)
        if kind is kinds.BRANCH:
            return self.text(self._chance.choice(value[1]))
        return ""

    def _character(self, choices: Any) -> str:
        if choices[0][0] is kinds.NEGATE:
            return "a"
        kind, value = self._chance.choice(choices)
        if kind is kinds.RANGE:
            return chr(self._chance.randint(*value))
        if kind is kinds.CATEGORY:
            return {kinds.CATEGORY_DIGIT: "0", kinds.CATEGORY_SPACE: " ", kinds.CATEGORY_WORD: "a"}.get(value, "-")
        return chr(value) if kind is kinds.LITERAL else "a"

    def pumps(self, nodes: Any, before: str = "") -> Iterator[tuple[str, str]]:
        """For everything that is repeated: what may stand before it, and what it repeats."""
        for kind, value in nodes:
            if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT):
                yield before, self.text(value[2])
                yield from self.pumps(value[2], before)
            elif kind is kinds.SUBPATTERN:
                yield from self.pumps(value[-1], before)
            elif kind is kinds.ATOMIC_GROUP:
                yield from self.pumps(value, before)
            elif kind is kinds.BRANCH:
                yield from self.pumps(self._chance.choice(value[1]), before)
            before += self._one(kind, value)


Recipe = tuple[str, str, str]
"""How a text begins, what is repeated until it is full, and how it ends."""


def filled(recipe: Recipe, length: int) -> str:
    """A text of so many characters."""
    before, unit, end = recipe
    return (before + unit * (length // max(len(unit), 1) + 1))[: length - len(end)] + end


def distinct(form: str, length: int) -> str:
    """A text of so many characters in which the form (with one %s) comes over and over, with another word each time."""
    text = ""
    for number in range(length):
        if len(text) >= length:
            break
        text += form % "".join(chr(ord("a") + number // 26**place % 26) for place in (0, 1, 2))
    return text[:length]


def recipes(pattern: re.Pattern[str], seed: int, tries: int = TRIES) -> list[Recipe]:
    """The hardest texts that a seed finds for a pattern, each once."""
    maker, chance = _Maker(random.Random(seed)), random.Random(seed)
    nodes = parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE | re.UNICODE)
    made: set[Recipe] = {("", run, end) for run in RUNS for end in ("", "!")}
    for _ in range(tries):
        whole = maker.text(nodes)
        for begun in {whole, whole[: chance.randint(1, max(1, len(whole)))]} - {""}:
            made |= {("", begun + between, end) for between in ("", " ", "\n") for end in ("", "!")}
        for before, unit in maker.pumps(nodes):
            if unit:
                made |= {(before, unit, "!"), (before, unit + " ", "!"), (f" {before}", unit, "~ ")}
                made.add(("", before + unit * 20 + " ", "!"))
    return sorted(made)
