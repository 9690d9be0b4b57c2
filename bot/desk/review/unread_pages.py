"""Answers in another language, which no machine has read: a person who knows the language redacts them, or raises a
worry."""

from starlette.responses import Response

from bot.desk.desk import Desk, Visit, go
from bot.desk.read_mark import read_mark
from bot.desk.review.review_pages import KIND, LEVELS, address_of, asked_for, gone
from conversations.asking.question_types.draft import FULL
from conversations.hearing.text.language_names import NOT_READ, language_name
from conversations.hearing.values import RISK_KINDS
from conversations.telling.responses import Review
from storage.consultations import HeldConsultation
from storage.reviewing import QueuedAnswer


async def read_by_person(desk: Desk, visit: Visit) -> Response:
    """Keeps what a person wrote in place of an answer that no machine could read. It is heard as any answer is: people
    miss names, too."""
    held = await desk.store.consultations.get(visit.path("consultation"))
    item = await asked_for(desk, visit, held)
    if item is None:
        return gone(desk, visit, held)
    words = _written(visit, "redacted")
    if not words or len(words) > FULL:
        return _nothing_written(desk, visit, held, item)
    kept = _is_as_read(visit, item) and await desk.store.reviewing.read_by_person(
        item.id, await desk.hear(words, ""), seen=item.answer.text, by=visit.name, at=desk.clock()
    )
    return go(f"{address_of(held, item)}?did={'read' if kept else 'changed'}")


async def raise_unread_worry(desk: Desk, visit: Visit) -> Response:
    """A worry that a person found in such an answer. The flag says what they write, as the words are still sealed."""
    held = await desk.store.consultations.get(visit.path("consultation"))
    item = await asked_for(desk, visit, held)
    if item is None:
        return gone(desk, visit, held)
    level = LEVELS.get(visit.form.get("level", ""))
    words = _written(visit, "about")
    if level is None or len(words) > FULL:
        return _nothing_written(desk, visit, held, item)
    heard = await desk.hear(words, "")
    # What is still in the other language stays sealed as well.
    said = heard.english if heard.language else heard.redacted
    said = said or f"{_unread(item.answer.language)}: ask whoever raised this what it says"
    kinds = [kind for kind in RISK_KINDS if visit.form.get(f"{KIND}{kind}")]
    raised = _is_as_read(visit, item) and await desk.store.flags.raise_flag(
        item.id, level, kinds, seen=item.answer.text, by=visit.name, at=desk.clock(), words=said
    )
    did = "raised" if raised else "changed-since"
    return go(f"{address_of(held, item)}?did={did}", then=desk.adjust if raised else None)


def _unread(language: str) -> str:
    if language == NOT_READ:
        return "An answer that no machine could read"
    known = language_name(language)
    return f"An answer in another language{f' ({known}?)' if known else ''}"


def _written(visit: Visit, field: str) -> str:
    return visit.form.get(field, "").replace("\r\n", "\n").strip()


def _is_as_read(visit: Visit, item: QueuedAnswer) -> bool:
    return item.review is Review.UNREAD and visit.form.get("read", "") == read_mark(item.answer.text)


def _nothing_written(desk: Desk, visit: Visit, held: HeldConsultation, item: QueuedAnswer) -> Response:
    return desk.problem(
        visit,
        400,
        "Say what it says",
        f"Write it without names and places, in up to {FULL:,} characters; of a worry, say how worrying it is.",
        "Nothing was kept yet.",
        again=address_of(held, item),
        label="Back to the answer",
    )
