"""A text as rules read it: without marks, joiners and fancy letters, and with the way back to what was typed."""

import re
import unicodedata
from dataclasses import dataclass

_ALIKE = str.maketrans("АВЕЅІЈКМНОРСТУХаеіјорсухѕԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTYXaeijopcyxsdqwABEZHIKMNOPTYXo")
"""Cyrillic and Greek letters that look like Latin ones."""

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z]")

_DROPPED = frozenset(("Mn", "Me", "Cf"))


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` has one character for each cluster of the raw text; `starts` and `ends` say where it stands there.

    Both are None where nothing had to be changed.
    """

    text: str
    starts: list[int] | None = None
    ends: list[int] | None = None

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Where characters start to end (end not included, not empty) stand in the raw text."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def plain(raw: str) -> Plain:
    """The text without loose combining marks and zero-width characters, and with one plain letter for each styled one.

    So is each letter that only looks like one of the Latin word around it, and figures of other scripts are ours. So
    none of these hides a name or a number.
    """
    if raw.isascii():
        return Plain(raw.replace("\x00", " "))
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, character in enumerate(raw):
        if not character.isascii() and unicodedata.category(character) in _DROPPED:
            if letters:
                composed = unicodedata.normalize("NFC", letters[-1] + character)
                letters[-1] = composed if len(composed) == 1 else letters[-1]
                ends[-1] = at + 1
            continue
        simple = character
        if not character.isascii():
            folded = unicodedata.normalize("NFKC", character)
            simple = folded if len(folded) == 1 else character
            if simple.isdecimal():
                simple = str(unicodedata.decimal(simple))
        letters.append(" " if simple == "\x00" else simple)
        starts.append(at)
        ends.append(at + 1)
    return Plain(_WORD.sub(_as_latin, "".join(letters)), starts, ends)


def _as_latin(word: re.Match[str]) -> str:
    return word[0].translate(_ALIKE) if _LATIN.search(word[0]) else word[0]
