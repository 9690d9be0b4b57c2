"""The coders of the questions whose themes were learned before: made at their first use."""

from collections.abc import Mapping, Sequence

from conversations.hearing.coding import Coder
from conversations.hearing.encoded import Floats
from conversations.hearing.frame import Coding, Frame
from conversations.hearing.priors import Prior


class Coders:
    """A coder for each question that has a frame and a prior. `frames` and `priors` are by question."""

    def __init__(self, frames: Mapping[str, Frame], priors: Mapping[str, Prior]) -> None:
        self._frames, self._priors = frames, priors

    def coder(self, question: str) -> Coder | None:
        """None for a question without a frame and a prior."""
        raise NotImplementedError

    def code(self, question: str, texts: Sequence[str], vectors: Floats | None) -> list[Coding]:
        """What each redacted answer to the question states: "unclear", for a person to look at, where it has no
        coder. `vectors` (texts x VECTOR) are theirs; None where there is no encoder."""
        raise NotImplementedError
