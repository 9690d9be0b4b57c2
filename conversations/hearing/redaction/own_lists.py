"""What an organisation knows better than any rule: what is hidden always, and what never."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from conversations.hearing.text.normalisation import plain
from conversations.hearing.values import Kind, Span

FILES: Mapping[str, Kind | None] = {
    "staff": Kind.PERSON,
    "schools": Kind.SCHOOL_ORG,
    "homes": Kind.SCHOOL_ORG,
    "places": Kind.LOCATION,
    "allowed": None,
}
"""Each list of an organisation and what it hides things as; None: what it names is never hidden."""

LONGEST = 100
"""Characters of one entry."""


class OwnListError(Exception):
    """A list cannot be used; says which line and what to do."""


@dataclass(frozen=True, slots=True)
class OwnLists:
    """`hides`: what each kind's entries look like in a text; `shows`: the same for what is never hidden."""

    hides: Mapping[Kind, re.Pattern[str]] = field(default_factory=dict, repr=False)
    shows: re.Pattern[str] | None = field(default=None, repr=False)

    def hidden(self, text: str) -> Iterator[Span]:
        """Where a text in plain letters names what is hidden always."""
        for kind, pattern in self.hides.items():
            for match in pattern.finditer(text):
                yield Span(*match.span(), kind)

    def shown(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a text in plain letters names what is never hidden."""
        if self.shows:
            yield from (match.span() for match in self.shows.finditer(text))


def entries(text: str, name: str) -> list[str]:
    """The entries of a list, one a line; lines with # are comments. Raises OwnListError, with the line."""
    made = []
    for number, line in enumerate(text.splitlines(), 1):
        entry = " ".join(plain(line).text.split())
        if not entry or entry.startswith("#"):
            continue
        if len(entry) > LONGEST:
            raise OwnListError(f"{name}, line {number}: is longer than {LONGEST} characters. Write one name a line.")
        if sum(letter.isalnum() for letter in entry) < 2:
            raise OwnListError(f"{name}, line {number}: needs at least two letters or figures. Write one name a line.")
        made.append(entry)
    return made


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for all names, in any case, with straight or curly apostrophes or none, however they are spaced."""
    longest = sorted({name.casefold() for name in names}, key=len, reverse=True)
    if not longest:
        return None
    pieces = [
        r"[\s-]+".join(re.sub(r"['’]|\\?['’]", "['’]?", re.escape(word)) for word in re.split(r"[\s-]+", name))
        for name in longest
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(pieces)})(?!\w)", re.IGNORECASE)


def own_lists(named: Mapping[str, Iterable[str]]) -> OwnLists:
    """The lists of an organisation, each under its name of FILES."""
    hides: dict[Kind, list[str]] = {}
    shows: list[str] = []
    for name, entered in named.items():
        kind = FILES[name]
        (shows if kind is None else hides.setdefault(kind, [])).extend(entered)
    patterns = {kind: pattern for kind, names in hides.items() if (pattern := _pattern(names))}
    return OwnLists(patterns, _pattern(shows))


NO_LISTS = OwnLists()
"""Without an organisation's own lists. What is never hidden anywhere stands in words/public_names.txt."""
