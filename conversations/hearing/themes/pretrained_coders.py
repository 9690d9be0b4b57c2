"""The coders of the questions whose themes were learned before: made at their first use."""

import threading
from collections.abc import Mapping, Sequence

from conversations.hearing.encoded import Floats
from conversations.hearing.themes.code_frame import CodeFrame, Coding
from conversations.hearing.themes.coder import Coder, learn
from conversations.hearing.themes.pretrained import Pretrained


class Coders:
    """A coder for each question that has a frame and a prior. `frames` and `priors` are by question."""

    def __init__(self, frames: Mapping[str, CodeFrame], priors: Mapping[str, Pretrained]) -> None:
        self._frames, self._priors = frames, priors
        self._made: dict[str, Coder] = {}
        self._making = threading.Lock()

    def coder(self, question: str) -> Coder | None:
        """None for a question without a frame and a prior. Safe from any thread."""
        if question not in self._frames or question not in self._priors:
            return None
        with self._making:
            if question not in self._made:
                prior = self._priors[question]
                self._made[question] = learn(
                    self._frames[question], (), _no_examples, prior=prior, encoder=prior.encoder
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
