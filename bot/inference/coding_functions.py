"""What coding in the background is handed: functions that learn and use coders, tell feelings, and find groups.

Their types alone stand here, so that what codes loads no model; coding_setup puts them together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from conversations.hearing.encoded import Floats
from conversations.hearing.themes.answer_group import Group
from conversations.hearing.themes.code_frame import CodeFrame, Coding, Example
from conversations.hearing.values import Feeling

SEED = 1
"""Of the groups that are offered as new themes: the same answers make the same groups."""


class AnswerCoder(Protocol):
    """A coder, as far as it is used here (conversations.hearing.themes.coder.Coder)."""

    @property
    def version(self) -> str: ...

    @property
    def score(self) -> float | None: ...

    def code(self, texts: Sequence[str], vectors: Floats | None) -> list[Coding]: ...

    def to_bytes(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class CodingFunctions:
    """What it takes to code: all of it slow, so it is called in threads. `falls_behind`: whether the first coder, newly
    learned, is worse than the second. `sentiment_version`: of what tells feelings. `encode` and `groups` are None where
    there is no encoder."""

    learn: Callable[[str, CodeFrame, Sequence[Example]], AnswerCoder]
    read: Callable[[bytes], AnswerCoder]
    falls_behind: Callable[[AnswerCoder, AnswerCoder], bool]
    feelings: Callable[[Sequence[str]], Sequence[Feeling]]
    sentiment_version: str
    encode: Callable[[Sequence[str]], Floats] | None = None
    groups: Callable[[Sequence[str], Floats], list[Group]] | None = None
