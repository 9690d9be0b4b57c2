"""The coders of the questions whose themes were learned before: made at their first use."""

import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from conversations.hearing.encoded import Floats
from conversations.hearing.themes.code_frame import CodeFrame, Coding

if TYPE_CHECKING:
    from conversations.hearing.themes.coder import Coder
    from conversations.hearing.themes.pretrained import Pretrained


class Coders:
    """A coder for each question that has a frame and a prior. `frames` and `priors` give them by question, and are
    called at the first use: what redacts and screens need not wait for them, nor for the libraries that code."""

    def __init__(
        self, frames: Callable[[], Mapping[str, CodeFrame]], priors: Callable[[], "Mapping[str, Pretrained]"]
    ) -> None:
        self._frames, self._priors = cache(frames), cache(priors)
        self._made: dict[str, Coder] = {}
        self._making = threading.Lock()

    def coder(self, question: str) -> "Coder | None":
        """None for a question without a frame and a prior. Safe from any thread."""
        with self._making:
            if question not in self._frames() or question not in self._priors():
                return None
            if question not in self._made:
                from conversations.hearing.themes.coder import learn  # noqa: PLC0415 - two seconds of libraries

                prior = self._priors()[question]
                self._made[question] = learn(
                    self._frames()[question], (), _no_examples, prior=prior, encoder=prior.encoder
                )
            return self._made[question]

    def code(self, question: str, texts: Sequence[str], vectors: Floats | None) -> list[Coding]:
        """What each redacted answer to the question states: "unclear", for a person to look at, where it has no
        coder. `vectors` (texts x VECTOR) are theirs; None where there is no encoder."""
        coder = self.coder(question)
        return coder.code(texts, vectors) if coder else [NOT_LEARNED] * len(texts)


NOT_LEARNED = Coding(("unclear",), {"unclear": 0.0}, needs_person=True)


def _no_examples(_texts: Sequence[str]) -> Floats:
    raise ValueError("a frame has themes that its prior does not know: learn a coder for it")
