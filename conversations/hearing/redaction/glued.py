"""Names with something stuck to their letters or between them: "Emma👋", "_emma_", "S.a.r.a.h", "s a r a h"."""

import re
from collections.abc import Iterator

from conversations.hearing.text.word_lists import NAME, NEVER, NICKNAME, OFTEN, WORD, known
from conversations.hearing.values import Kind, Span

_SIGN = "[\u2190-\u2bff\u3030\u303d\U0001f000-\U0001faff]"
"""Emoji and other pictures."""

_GLUED = re.compile(rf"(?<=[^\W\d_]){_SIGN}++|(?<!{_SIGN}){_SIGN}++(?=[^\W\d_])")
_MARKED_UP = re.compile(r"(?<![\w@./*~])([_*~]{1,3}+)(?=[^\W\d_])([^\n_*~@]{1,80}+)(?<![\s.])\1(?![\w*~])")
"""Words between the marks of bold and slanted letters; what has such a mark inside is rather somebody's handle."""

_SHOUTED = re.compile(r"\b[A-Z]{2,}+(?:[ ,.!?'’&-]{1,3}+(?:[A-Z]++\b(?!\d)|\d{1,2}+(?=[ ,.!?]{1,3}[A-Z]{2}))){3,}+")
"""Four words and more in capitals, which say nothing of each of them."""

_OTHER_LETTER = re.compile(r"[^\W\d_A-Za-z]")

_SPELLED = re.compile(r"(?<![\w.'’@-])[^\W\d_](?:([ ._*-])[^\W\d_](?=\1|\b)(?!['’])){2,15}+(?![\w@])")
"""Letters one by one, with the same mark between each two of them."""
_BROKEN = re.compile(rf"(?<![\w@.])[^\W\d_]{{1,15}}+(?:(?:{_SIGN}|[*.])[^\W\d_]{{1,15}}+){{1,6}}+(?![\w@])")
"""A word with pictures or dots inside."""

_LEAST = 4
"""Letters of a spelled name; where dots stand between them one less, since nobody types "j.o.e" for anything else."""


def loosened(text: str) -> str:
    """The text with blanks for pictures and marks of writing that are stuck to words; all else stands where it stood.

    What is shouted stands in small letters. Only rules and the encoder's look for names read it: "Emma👋" is one word
    to them, and one that nobody has seen before.
    """
    if _GLUED.search(text):
        inside = {at for start, end in _broken(text) for at in range(start, end)}  # "Em😂ma"
        text = _GLUED.sub(lambda match: match[0] if match.start() in inside else " " * len(match[0]), text)
    if not _OTHER_LETTER.search(text):  # in "É BOA" the half of it would be left
        text = _SHOUTED.sub(lambda match: match[0].lower(), text)
    return _MARKED_UP.sub(lambda match: f"{' ' * len(match[1])}{match[2]}{' ' * len(match[1])}", text)


def spelled_names(text: str) -> Iterator[Span]:
    """First names whose letters stand one by one, or with a picture or dot between them."""
    for match in _SPELLED.finditer(text):
        yield from _in_letters(match)
    for start, end in _broken(text):
        yield Span(start, end, Kind.PERSON)


def _broken(text: str) -> Iterator[tuple[int, int]]:
    """Where a first name stands with something inside it."""
    for match in _BROKEN.finditer(text):
        letters = "".join(filter(str.isalpha, match[0].lower()))
        if len(letters) >= _LEAST and known(letters) & (NAME | NICKNAME) and not known(letters) & (OFTEN | WORD):
            yield match.span()


def _in_letters(match: re.Match[str]) -> Iterator[Span]:
    """The longest name among letters that stand one by one: "i told s a r a h" has "i" of none."""
    letters = match[0][::2].lower()
    spaced = match[1] == " "
    for size in range(len(letters), _LEAST - (not spaced) - 1, -1):
        for at in range(len(letters) - size + 1):
            flags = known(letters[at : at + size])
            if flags & (NAME | NICKNAME) and not flags & (OFTEN | NEVER) and not (spaced and flags & WORD):
                start = match.start() + 2 * at
                yield Span(start, start + 2 * size - 1, Kind.PERSON)
                return
