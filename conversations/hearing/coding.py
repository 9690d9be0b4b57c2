"""Coding: which themes of its question's code frame an answer states, and how sure that is."""

from collections.abc import Callable, Sequence

from conversations.hearing.encoded import Floats
from conversations.hearing.frame import Coding, Example, Frame
from conversations.hearing.grouping import Group, groups
from conversations.hearing.priors import Prior

__all__ = ["Coder", "CoderError", "Group", "groups", "learn"]


class CoderError(ValueError):
    """What is kept of a coder cannot be read. Says what to do."""


class Coder:
    """Codes the answers to one question. Never changes: a correction makes a new one.

    `version`: a digest of all that it was made from (frame, examples, encoder, prior).
    `score`: its sample-averaged F1 (0 to 1) on its examples, cross-validated; None where they are too few.
    """

    version: str
    score: float | None

    def code(self, texts: Sequence[str], vectors: Floats | None) -> list[Coding]:
        """What each redacted text states. `vectors` (texts x VECTOR) are theirs; None where there is no encoder."""
        raise NotImplementedError

    def to_bytes(self) -> bytes:
        """To be kept, and read by `from_bytes`."""
        raise NotImplementedError

    @classmethod
    def from_bytes(cls, kept: bytes) -> "Coder":
        """Raises CoderError."""
        raise NotImplementedError


def learn(
    frame: Frame,
    examples: Sequence[Example],
    encode: Callable[[Sequence[str]], Floats] | None,
    *,
    prior: Prior | None = None,
    encoder: str = "",
) -> Coder:
    """A coder of the frame's question, from the frame, from answers that people coded, and from a prior.

    `encode` makes the vectors (texts x VECTOR) of redacted texts, and `encoder` is its version; without `encode` the
    coder reads words alone. Seconds; the same from the same.
    """
    raise NotImplementedError
