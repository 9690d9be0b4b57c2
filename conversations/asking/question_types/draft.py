"""An answer in own words while it is being written: several messages are one answer, kept with each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from conversations.asking.answer import Answer
from conversations.asking.session import Part
from conversations.hearing.redaction.entity_marks import kept
from conversations.hearing.redaction.placeholders import together
from conversations.hearing.text.nothing_to_see import nothing_to_see
from conversations.hearing.values import Heard

if TYPE_CHECKING:
    from conversations.asking.consultation.model import Question
    from conversations.asking.turn_builder import TurnBuilder

FULL = 20_000
"""Characters that one answer holds; as many as five of the longest messages."""


def add(builder: TurnBuilder, question: Question, heard: Heard) -> bool:
    """Adds one message to the answer and keeps it at once. False where nothing was added."""
    text = heard.redacted.strip()
    if nothing_to_see(text):
        builder.say("nothing_yet")
        return False
    draft = _begun(builder, question)
    if sum(len(part.text) for part in draft) + len(text) > FULL:
        builder.say("too_full")
        return False
    builder.change(draft=(*draft, _part(builder, question, heard, text)))
    keep(builder, question)
    builder.you(builder.state.draft[-1].text)
    return True


def change(builder: TurnBuilder, question: Question | None, heard: Heard) -> bool:
    """Changes the message that was edited and keeps the answer. False where that message is of no open answer."""
    parts = builder.state.draft
    text = heard.redacted.strip()
    if question is None or not text or builder.event.message not in {part.message for part in parts if part.message}:
        return False
    changed = _part(builder, question, heard, text)
    builder.change(
        draft=tuple(
            # A worry once raised stays: taking words back is no sign that all is well.
            replace(changed, risk=max(part.risk, changed.risk)) if part.message == changed.message else part
            for part in parts
        )
    )
    keep(builder, question)
    return True


def keep(builder: TurnBuilder, question: Question) -> None:
    """Keeps the messages so far as the answer."""
    draft = _numbered(builder.state.draft)
    builder.change(draft=draft)
    language = next((part.language for part in draft if part.language), "")
    builder.keep(
        question,
        Answer(
            text="\n".join(part.text for part in draft),
            hidden=tuple(kind for part in draft for kind in part.hidden),
            sent_again=any(part.sent_again for part in draft),
            risk=max(part.risk for part in draft),
            by_rules=any(part.by_rules for part in draft),
            language=language,
            english="\n".join(_english(draft)) if language else "",
        ),
        adds=True,
    )


def _begun(builder: TurnBuilder, question: Question) -> tuple[Part, ...]:
    """The messages so far; an answer from before is the first of them."""
    before = builder.state.answers.get(question.id)
    if builder.state.draft or before is None:
        return builder.state.draft
    part = Part("", before.text, before.hidden, before.sent_again, before.risk, by_rules=before.by_rules)
    return (replace(part, language=before.language, english=before.english),)


def _part(builder: TurnBuilder, question: Question, heard: Heard, text: str) -> Part:
    marks = kept(heard.marks, builder.response, question.id)
    part = Part(builder.event.message, text, heard.hidden, risk=heard.level, marks=marks, by_rules=heard.by_rules)
    return replace(part, language=heard.language, english=heard.english) if heard.language else part


def _english(draft: Sequence[Part]) -> list[str]:
    """What was understood of each message."""
    return [one for part in draft if (one := part.english if part.language else part.text)]


def _numbered(draft: Sequence[Part]) -> tuple[Part, ...]:
    """The messages numbered as one answer, so that two names never look like one, nor one like two."""
    texts = together([(part.text, [frozenset(marks) for marks in part.marks]) for part in draft])
    return tuple(replace(part, text=text) for part, text in zip(draft, texts, strict=True))
