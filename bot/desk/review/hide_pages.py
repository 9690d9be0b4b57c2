"""Hide more: a moderator chooses words of an answer, sees the result, and keeps it. The answer stays, and counts."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from bot.desk.desk import Desk, Visit, go
from bot.desk.read_mark import read_mark
from bot.desk.review.review_pages import address_of, asked_for, gone
from conversations.hearing.redaction.hide_more import Less, hide, standing, words_in
from conversations.hearing.values import Kind
from conversations.telling.responses import Review
from storage.consultations import HeldConsultation
from storage.reviewing import QueuedAnswer

WORD = "w-"
"""Before the number of each word in the form."""
OTHER = "a-"
"""Before the id of each other answer in the form."""

KINDS = {
    Kind.PERSON: "A name",
    Kind.LOCATION: "A place",
    Kind.SCHOOL_ORG: "A school or group",
    Kind.CONTACT: "A contact",
    Kind.ID: "A number",
    Kind.DATE: "A date",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an answer in the form. `number` of a word that can be hidden; None of what stands between."""

    text: str
    number: int | None = None


async def hide_more(desk: Desk, visit: Visit) -> Response:
    """The answer with a box for each word."""
    held = await desk.store.consultations.get(visit.path("consultation"))
    item = await _hidable(desk, visit, held)
    return _form(desk, visit, held, item) if item else gone(desk, visit, held)


async def hide_previewed(desk: Desk, visit: Visit) -> Response:
    """What the answer would be; nothing is kept yet."""
    held = await desk.store.consultations.get(visit.path("consultation"))
    item = await _hidable(desk, visit, held)
    if item is None:
        return gone(desk, visit, held)
    text = item.answer.text
    if visit.form.get("read", "") != read_mark(text):
        return go(f"{address_of(held, item)}?did=changed-hiding")
    typed = visit.form.get("typed", "")
    by_typing = standing(text, [typed])
    chosen = _ticked(visit) | by_typing
    kind = visit.form.get("kind", "")
    wrong = ""
    if typed.strip() and not by_typing:
        wrong = (
            "The words that you typed do not stand in this answer. Type them just as they stand there, or tick them."
        )
    elif not chosen:
        wrong = "Tick the words to hide, or type them."
    elif kind not in list(Kind):
        wrong = "Choose what it is: a name, a place, or another of these."
    if wrong:
        return _form(desk, visit, held, item, wrong=wrong, chosen=chosen, typed=typed, kind=kind)
    less = hide(text, item.answer.hidden, chosen, Kind(kind))
    return desk.page(
        visit,
        "review/hide_preview.html",
        **_common(held, item),
        less=less,
        chosen=" ".join(str(number) for number in sorted(chosen)),
        kind=kind,
    )


async def hide_kept(desk: Desk, visit: Visit) -> Response:
    held = await desk.store.consultations.get(visit.path("consultation"))
    item = await _hidable(desk, visit, held)
    if item is None:
        return gone(desk, visit, held)
    less = _less(visit, item)
    kept = less is not None and await desk.store.hiding.hide(
        item.id, less, Kind(visit.form["kind"]), seen=item.answer.text, by=visit.name, at=desk.clock()
    )
    if not kept:
        return go(f"{address_of(held, item)}?did=changed-hiding")
    if await desk.store.hiding.elsewhere(item.id, desk.clock()):
        return go(f"{address_of(held, item)}/hide/others")
    return go(f"{address_of(held, item)}?did=hidden")


async def hide_undone(desk: Desk, visit: Visit) -> Response:
    held = await desk.store.consultations.get(visit.path("consultation"))
    item = await asked_for(desk, visit, held)
    if item is None:
        return gone(desk, visit, held)
    done = await desk.store.hiding.bring_back(item.id, by=visit.name, at=desk.clock())
    return go(f"{address_of(held, item)}?did={'shown-again' if done else 'not-shown-again'}")


async def hide_others(desk: Desk, visit: Visit) -> Response:
    """The other answers that have the same words, to hide them there, too."""
    held = await desk.store.consultations.get(visit.path("consultation"))
    item = await asked_for(desk, visit, held)
    if item is None:
        return gone(desk, visit, held)
    last = await desk.store.hiding.last(item.id, desk.clock())
    found = await desk.store.hiding.elsewhere(item.id, desk.clock())
    if last is None or not found:
        return go(f"{address_of(held, item)}?did=hidden")
    others = [
        (OTHER + one.answer.hex(), held.wording(one.version, one.question), pieces_of(one.text), one.words)
        for one in found
    ]
    return desk.page(visit, "review/hide_others.html", **_common(held, item), others=others, things=last.things)


async def hidden_in_others(desk: Desk, visit: Visit) -> Response:
    held = await desk.store.consultations.get(visit.path("consultation"))
    item = await asked_for(desk, visit, held)
    if item is None:
        return gone(desk, visit, held)
    there = await desk.store.hiding.elsewhere(item.id, desk.clock())
    chosen = {one.answer for one in there if visit.form.get(OTHER + one.answer.hex())}
    done = await desk.store.hiding.hide_elsewhere(item.id, chosen, by=visit.name, at=desk.clock())
    return go(f"{address_of(held, item)}?did={'hidden-elsewhere' if done else 'hidden'}")


def pieces_of(text: str) -> list[Piece]:
    """A text cut into the words that can be hidden, and what stands between them."""
    pieces, at = [], 0
    for number, word in enumerate(words_in(text)):
        if word.start > at:
            pieces.append(Piece(text[at : word.start]))
        pieces.append(Piece(text[word.start : word.end], number))
        at = word.end
    return [*pieces, Piece(text[at:])] if at < len(text) else pieces


def _form(
    desk: Desk,
    visit: Visit,
    held: HeldConsultation,
    item: QueuedAnswer,
    *,
    wrong: str = "",
    chosen: set[int] | frozenset[int] = frozenset(),
    typed: str = "",
    kind: str = "",
) -> Response:
    return desk.page(
        visit,
        "review/hide.html",
        400 if wrong else 200,
        **_common(held, item),
        pieces_of=pieces_of(item.answer.text),
        word=WORD,
        wrong=wrong,
        chosen=chosen,
        typed=typed,
        kind=kind,
    )


def _common(held: HeldConsultation, item: QueuedAnswer) -> dict[str, Any]:
    return {
        "held": held,
        "address": address_of(held, item),
        "question": held.wording(item.version, item.question),
        "read": read_mark(item.answer.text),
        "kinds": KINDS,
    }


async def _hidable(desk: Desk, visit: Visit, held: HeldConsultation) -> QueuedAnswer | None:
    """None where it is gone, or nobody has redacted it yet: then all of it is written anew."""
    item = await asked_for(desk, visit, held)
    return item if item and item.review is not Review.UNREAD else None


def _less(visit: Visit, item: QueuedAnswer) -> Less | None:
    """What was previewed; None where the answer changed since, or the form is none that we made."""
    numbers = {int(number) for number in visit.form.get("chosen", "").split() if number.isascii() and number.isdigit()}
    if visit.form.get("read", "") != read_mark(item.answer.text) or visit.form.get("kind", "") not in list(Kind):
        return None
    return hide(item.answer.text, item.answer.hidden, numbers, Kind(visit.form["kind"]))


def _ticked(visit: Visit) -> set[int]:
    ticked = (name.removeprefix(WORD) for name in visit.form if name.startswith(WORD))
    return {int(number) for number in ticked if number.isascii() and number.isdigit()}
