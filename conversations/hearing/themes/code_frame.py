"""Code frames: the themes of an open question, and answers that state them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

RESIDUAL = ("other", "unclear", "no_change")
"""Every frame has these besides its own themes: an answer has exactly one of these, or one or more themes."""

LEAST_CHECKED = 30
"""Before people have coded so many answers of a question, a coder is sure of none: all that it says is a suggestion.
The bundled frames are excepted until they are changed."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: `code` for machines, `name` and `definition` for people, `examples` of answers that state it.

    An example that stands under several themes of a frame states all of them.
    """

    code: str
    name: str
    definition: str
    examples: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class CodeFrame:
    """The code frame of one question. `residual`: examples for those of RESIDUAL that have any."""

    question: str
    wording: str
    themes: tuple[Theme, ...]
    residual: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its own themes, then those of RESIDUAL."""
        return (*(theme.code for theme in self.themes), *RESIDUAL)


@dataclass(frozen=True, slots=True)
class Example:
    """A redacted answer and the codes that somebody gave it."""

    text: str = field(repr=False)
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Coding:
    """What a coder makes of one answer.

    `codes`: one or more themes, the likeliest first, or exactly one of RESIDUAL. `confidence` (0 to 1) of each code.
    `needs_person`: the coder is not sure enough.
    """

    codes: tuple[str, ...]
    confidence: Mapping[str, float]
    needs_person: bool
