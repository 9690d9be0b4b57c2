"""What an organisation with a question of its own can expect of coding, for `make evaluate`.

Each bundled question is taken as if it were new: its frame with definitions only, no prior, and so many answers of
answers-train a theme. The encoder was adapted to answers to these very questions, so the figures are somewhat too good:
a question that is really new lies between them and those of the encoder before adapting (EVALUATION.md has both).
"""

from collections.abc import Mapping, Sequence

from conversations.hearing.encoded import Encoder, vectors_by
from conversations.hearing.labelled_texts import Labelled
from conversations.hearing.themes.code_frame import CodeFrame, Example
from conversations.hearing.themes.learning_curve import STEPS, learning_curve


def new_question(
    frames: Mapping[str, CodeFrame], coded: Sequence[Labelled], measured: Sequence[Labelled], encoder: Encoder
) -> dict[int, float]:
    """Sample-averaged F1 (0 to 1) on `measured` by the number of examples a theme, as the mean of questions."""
    curves = [
        learning_curve(frame, _of(question, coded), theirs, vectors_by(encoder), draws=1)
        for question, frame in frames.items()
        if (theirs := _of(question, measured))
    ]
    return {step: sum(curve[step] for curve in curves) / len(curves) for step in STEPS} if curves else {}


def _of(question: str, answers: Sequence[Labelled]) -> list[Example]:
    return [Example(one.redacted, one.codes) for one in answers if one.question == question and one.codes]
