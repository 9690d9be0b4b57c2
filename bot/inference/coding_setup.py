"""What it takes to code and to feel, put together: loaded when it is first needed, in a thread.

The libraries that code take two seconds and 150 MiB, so each function loads them when it is called: a service without
an answer to code never does.
"""

# ruff: noqa: PLC0415 - see above

from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog

from bot.inference.coding_functions import SEED, AnswerCoder, CodingFunctions
from bot.inference.open_hearing import Opened
from conversations.asking.consultation.file import bundled
from conversations.hearing.encoded import Floats, vectors_by
from conversations.hearing.sentiment.sentiment_model import learned as sentiment_model
from conversations.hearing.themes.answer_group import Group
from conversations.hearing.themes.code_frame import CodeFrame, Example
from conversations.hearing.values import Feeling

if TYPE_CHECKING:
    from conversations.hearing.themes.coder import Coder
    from conversations.hearing.themes.pretrained import Pretrained

log = structlog.get_logger()


def coding_functions(opened: Opened) -> CodingFunctions:
    """Without an encoder coding goes by words alone, and no new themes are found. Loads files: call it in a thread."""
    loaded, version = opened.hearing.encoder, sentiment_model().version

    def feelings(texts: Sequence[str]) -> list[Feeling]:
        return [opened.hearing.sentiment(text).feeling for text in texts]

    if loaded is None:
        log.warning("coding goes by words alone")
        return CodingFunctions(_learn, _read, _falls_behind, feelings, version)
    encode = vectors_by(loaded)

    def learn_with_vectors(consultation: str, frame: CodeFrame, examples: Sequence[Example]) -> "Coder":
        from conversations.hearing.themes.coder import learn

        return learn(frame, examples, encode, prior=_prior(consultation, frame), encoder=loaded.version)

    def grouped(texts: Sequence[str], vectors: Floats) -> list[Group]:
        from conversations.hearing.themes.discovery import groups

        return groups(texts, vectors, seed=SEED)

    return CodingFunctions(
        learn_with_vectors, _read, _falls_behind, feelings, f"{version} {loaded.version}", encode, grouped
    )


def _learn(consultation: str, frame: CodeFrame, examples: Sequence[Example]) -> "Coder":
    from conversations.hearing.themes.coder import learn

    return learn(frame, examples, None, prior=_prior(consultation, frame))


def _read(learned: bytes) -> "Coder":
    from conversations.hearing.themes.coder import Coder

    return Coder.from_bytes(learned)


def _falls_behind(new: AnswerCoder, old: AnswerCoder) -> bool:
    from conversations.hearing.themes.coder import Coder, falls_behind

    return isinstance(new, Coder) and isinstance(old, Coder) and falls_behind(new, old)


def _prior(consultation: str, frame: CodeFrame) -> "Pretrained | None":
    """What was learned before about a bundled question; another consultation may use its id for another question."""
    from conversations.hearing.themes.pretrained import priors

    known = {(text.id, question.id, question.text) for text in bundled() for question in text.questions}
    if (consultation, frame.question, frame.wording) not in known:
        return None
    return priors().get(frame.question)
