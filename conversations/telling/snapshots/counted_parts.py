"""What a response adds to each part of the figures, so that two moments can be compared: who came, went or changed.

A part is what is told together: a question's tables, the age bands, the ways in, who got to the end, what was left out.
Whoever took part adds to each part, also to the questions that they skipped, since a share is of all people. What was
picked or written is not said here: whoever keeps this notes a change of it as the answer changes.
"""

from collections.abc import Iterator, Mapping, Sequence

from conversations.asking.consultation.model import Consultation
from conversations.telling.responses import ReviewedAnswer, ReviewedResponse

TOOK_PART, AGE, DOOR, FINISHED, LEFT_OUT = "*took_part", "*age", "*door", "*finished", "*left_out"
"""Parts that are no question. No question's id begins with a star."""

CHANGED, GONE = "changed", "gone"
"""Said of a part since it was counted: its answer is another, or its response is no longer there. Neither is ever what
a response adds now."""

Parts = Mapping[str, str]
"""By part: what one response adds."""

Counted = Mapping[bytes, Parts]
"""By response. Those that add nothing are left out."""


def people_part(table: str) -> str:
    """The part that a table of who took part belongs to."""
    return f"*{table}"


def all_parts(text: Consultation) -> tuple[str, ...]:
    """Of the figures of this text."""
    questions = (question.id for question in (*text.questions, *text.about_you))
    return TOOK_PART, AGE, DOOR, FINISHED, LEFT_OUT, *questions


def counted_now(text: Consultation, responses: Sequence[ReviewedResponse]) -> Counted:
    """Of all responses as they are."""
    return {response.response: dict(_added(text, response)) for response in responses}


def _added(text: Consultation, response: ReviewedResponse) -> Iterator[tuple[str, str]]:
    rejected = sorted(str(given.reason) for given in response.answers.values() if not given.counts)
    yield LEFT_OUT, "; ".join(rejected) if response.answers else "said nothing"
    if not response.answers:
        return
    yield from dict.fromkeys((TOOK_PART, AGE, DOOR), "counted").items()
    yield FINISHED, "yes" if response.finished else "no"
    for question in (*text.questions, *text.about_you):
        yield question.id, _answered(response.answers.get(question.id))


def _answered(given: ReviewedAnswer | None) -> str:
    if given is None:
        return "skipped"
    return f"counted; {' '.join(given.codes or ())}; {given.feeling or ''}" if given.counts else "left out"
