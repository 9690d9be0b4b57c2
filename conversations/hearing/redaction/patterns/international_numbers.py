"""Phone numbers with a country code, as in "+48 512 345 678" and "00 33 6 12 34 56 78": of any country, whole."""

import re
from collections.abc import Iterator

from conversations.hearing.values import Kind, Span

_BEGINS = re.compile(r"(?<![\w+])(?:\+|00(?=\s?[1-9]))[\s(]{0,2}[1-9](?:[\s().-]{0,2}\d){6,16}+")
_ENDS = re.compile(r"\d(?!\d)")
_LEAST = 7
"""Figures of the shortest number that reaches anybody abroad."""


def international_numbers(text: str) -> Iterator[Span]:
    """Where such numbers stand. What the numbering plans know of a country says where its number ends, so that figures
    after it stay; a number that no plan knows is hidden as far as its figures go."""
    for match in _BEGINS.finditer(text):
        yield Span(match.start(), match.start() + _length(match[0]), Kind.CONTACT)


def _length(typed: str) -> int:
    import phonenumbers  # noqa: PLC0415 - a tenth of a second, which few texts need

    for end in reversed([found.end() for found in _ENDS.finditer(typed)]):
        figures = "".join(filter(str.isdigit, typed[:end]))
        if len(figures) < _LEAST:
            break
        try:
            number = phonenumbers.parse("+" + figures.removeprefix("00"))
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number):
            return end
    return len(typed)
