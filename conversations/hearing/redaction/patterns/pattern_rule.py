"""A rule of redaction that goes by form alone."""

import re
from dataclasses import dataclass

from conversations.hearing.values import Kind, Span

_LOOSE = " \t\n.,;:(-"
"""What may stand at the end of a match without belonging to it."""


@dataclass(frozen=True, slots=True)
class PatternRule:
    """What `group` of the pattern matches is personal data of this kind; group 0 is the whole match."""

    kind: Kind
    pattern: re.Pattern[str]
    group: int = 0

    def found(self, text: str) -> list[Span]:
        """Where the rule finds something, in order."""
        spans = []
        for match in self.pattern.finditer(text):
            start, end = match.span(self.group)
            while end > start and text[end - 1] in _LOOSE:
                end -= 1
            if end > start:
                spans.append(Span(start, end, self.kind))
        return spans
