"""Reviewing open-text answers: one at a time while they wait, in lists afterwards."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from bot.desk.desk import Desk, Visit, go, number
from bot.desk.read_mark import read_mark
from conversations.asking.left_out import LeaveOutReason, WhyLeftOut, given_reason, sentence
from conversations.hearing.text.language_names import NOT_READ
from conversations.hearing.text.nothing_to_see import nothing_to_see
from conversations.hearing.values import RISK_KINDS, Feeling, Risk
from conversations.telling.responses import Review
from storage.consultations import HeldConsultation
from storage.reviewing import QueuedAnswer, Verdict

LONGEST_REASON = 200
"""Characters of a reason in a moderator's own words."""

LEVELS = {"urgent": Risk.URGENT, "concern": Risk.CONCERN}
"""How worrying a person finds an answer that they raise a worry about."""
KIND = "k-"
"""Before each kind of worry in the form."""

VIEWS = {"waiting": Review.WAITING, "approved": Review.APPROVED, "left-out": Review.REJECTED}
ON_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as its page shows it. `read` stands for the text in forms, to notice that it changed since."""

    item: QueuedAnswer
    question: str
    read: str
    feeling: Feeling | None = None
    by_hand: bool = False
    """Whether words were hidden by hand that can still be brought back."""

    @property
    def address(self) -> str:
        return f"/desk/c/{self.item.consultation}/answers/{self.item.id.hex()}"

    @property
    def failed(self) -> bool:
        """Whether hearing failed on it: then no language is told either."""
        return self.item.answer.language == NOT_READ

    @property
    def why(self) -> str:
        """Why it was left out, in words; else empty."""
        return sentence(self.item.reason)


@dataclass(frozen=True, slots=True)
class Counts:
    waiting: int
    approved: int
    left_out: int


async def answers(desk: Desk, visit: Visit) -> Response:
    """The answers that wait, one at a time; or a list of those that were approved or left out."""
    held = await desk.store.consultations.get(visit.path("consultation"))
    said = visit.request.query_params
    view = said.get("view", "waiting")
    review = VIEWS.get(view, Review.WAITING)
    counts = await _counts(desk, held)
    at = number(said.get("at", ""))
    common: dict[str, Any] = {
        "held": held,
        "counts": counts,
        "did": said.get("did", ""),
        "last": _hex(said.get("last", "")),
        "reasons": LeaveOutReason,
        "kinds": RISK_KINDS,
    }
    if review is Review.WAITING:
        at = at if at < counts.waiting else 0
        found = await desk.store.reviewing.take_next(held.id, by=visit.name, at=desk.clock(), offset=at)
        if found is None and at:
            at, found = 0, await desk.store.reviewing.take_next(held.id, by=visit.name, at=desk.clock())
        shown = await _shown(desk, held, found) if found else None
        return desk.page(visit, "review/waiting.html", **common, view="waiting", shown=shown, at=at)
    total = counts.approved if review is Review.APPROVED else counts.left_out
    at = at - at % ON_A_PAGE if at < total else 0
    there = await desk.store.reviewing.queue(held.id, review=review, limit=ON_A_PAGE, offset=at)
    listed = [_plainly(held, item) for item in there]
    return desk.page(
        visit, "review/listed.html", **common, view=view, listed=listed, at=at, total=total, on_a_page=ON_A_PAGE
    )


async def answer(desk: Desk, visit: Visit) -> Response:
    """One answer, whatever its state."""
    held = await desk.store.consultations.get(visit.path("consultation"))
    item = await asked_for(desk, visit, held)
    if item is None:
        return gone(desk, visit, held)
    shown = await _shown(desk, held, item)
    holder = await _holder(desk, visit, item)
    did = visit.request.query_params.get("did", "")
    return desk.page(
        visit,
        "review/answer.html",
        held=held,
        counts=await _counts(desk, held),
        view="",
        shown=shown,
        holder=holder,
        did=did,
        last="",
        at=0,
        reasons=LeaveOutReason,
        kinds=RISK_KINDS,
    )


async def approve(desk: Desk, visit: Visit) -> Response:
    return await _decide(desk, visit, Verdict.APPROVE, "")


async def leave_out(desk: Desk, visit: Visit) -> Response:
    own = " ".join(visit.form.get("own", "").split())
    chosen = visit.form.get("reason", "")
    reason = LeaveOutReason(chosen) if chosen in set(LeaveOutReason) else given_reason(own)
    if nothing_to_see(reason) or len(reason) > LONGEST_REASON:
        return desk.problem(
            visit,
            400,
            "Say why it is left out",
            f"Choose one of the reasons, or write your own in up to {LONGEST_REASON} characters.",
            "Nothing was decided yet.",
            again=f"/desk/c/{visit.path('consultation')}/answers/{visit.path('answer')}",
            label="Back to the answer",
        )
    return await _decide(desk, visit, Verdict.REJECT, reason)


async def undo(desk: Desk, visit: Visit) -> Response:
    """Takes back the last decision; the answer waits again, and is shown."""
    held = await desk.store.consultations.get(visit.path("consultation"))
    item = await asked_for(desk, visit, held)
    if item is None:
        return gone(desk, visit, held)
    undone = await desk.store.reviewing.undo(item.id, by=visit.name, at=desk.clock())
    return go(f"{address_of(held, item)}?did={'undone' if undone else 'nothing'}")


async def raise_worry(desk: Desk, visit: Visit) -> Response:
    """A worry that the moderator found in an answer: it goes before the safeguarding leads."""
    held = await desk.store.consultations.get(visit.path("consultation"))
    item = await asked_for(desk, visit, held)
    if item is None:
        return gone(desk, visit, held)
    level = LEVELS.get(visit.form.get("level", ""))
    if level is None:
        return desk.problem(
            visit,
            400,
            "Say how worrying it is",
            "Raise it with one of the two buttons.",
            "Nothing was raised yet.",
            again=address_of(held, item),
            label="Back to the answer",
        )
    kinds = [kind for kind in RISK_KINDS if visit.form.get(f"{KIND}{kind}")]
    raised = visit.form.get("read", "") == read_mark(item.answer.text) and await desk.store.flags.raise_flag(
        item.id, level, kinds, seen=item.answer.text, by=visit.name, at=desk.clock()
    )
    did = "raised" if raised else "changed-since"
    return go(f"{address_of(held, item)}?did={did}", then=desk.adjust if raised else None)


async def _decide(desk: Desk, visit: Visit, verdict: Verdict, reason: WhyLeftOut) -> Response:
    held = await desk.store.consultations.get(visit.path("consultation"))
    item = await asked_for(desk, visit, held)
    if item is None:
        return gone(desk, visit, held)
    if item.review is not Review.WAITING:
        return go(f"/desk/c/{held.id}/answers?did=already&last={item.id.hex()}")
    if await _holder(desk, visit, item):
        return go(f"{address_of(held, item)}?did=with-another")
    kept = visit.form.get("read", "") == read_mark(item.answer.text) and await desk.store.reviewing.decide(
        item.id, verdict, reason=reason, seen=item.answer.text, by=visit.name, at=desk.clock()
    )
    if not kept:
        return go(f"{address_of(held, item)}?did=changed")
    did = "approved" if verdict is Verdict.APPROVE else "left-out"
    at = number(visit.form.get("at", ""))
    return go(f"/desk/c/{held.id}/answers?did={did}&last={item.id.hex()}{f'&at={at}' if at else ''}")


async def asked_for(desk: Desk, visit: Visit, held: HeldConsultation) -> QueuedAnswer | None:
    """The answer that an address is about; None where it is gone or another consultation's."""
    identifier = _hex(visit.path("answer"))
    item = await desk.store.reviewing.queued(bytes.fromhex(identifier)) if identifier else None
    return item if item and item.consultation == held.id else None


async def gone_on_with(desk: Desk, visit: Visit) -> Response:
    """The page says that its reader still has an answer before them."""
    held = await desk.store.consultations.get(visit.path("consultation"))
    item = await asked_for(desk, visit, held)
    mine = item is not None and not await _holder(desk, visit, item)
    return Response(status_code=204 if mine else 409)


async def _holder(desk: Desk, visit: Visit, item: QueuedAnswer) -> str:
    """The other moderator who has an answer that waits before them; empty where it is, from now on, ours."""
    if item.review not in (Review.WAITING, Review.UNREAD):
        return ""
    whose = await desk.store.reviewing.take(item.id, by=visit.name, at=desk.clock())
    return "" if whose == visit.name else whose


async def _counts(desk: Desk, held: HeldConsultation) -> Counts:
    return Counts(*[await desk.store.reviewing.queue_length(held.id, review) for review in VIEWS.values()])


async def _shown(desk: Desk, held: HeldConsultation, item: QueuedAnswer) -> Shown:
    feeling = None if item.answer.language else await desk.feel(item.answer.text)
    by_hand = await desk.store.hiding.last(item.id, desk.clock()) is not None
    return Shown(item, held.wording(item.version, item.question), read_mark(item.answer.text), feeling, by_hand)


def _plainly(held: HeldConsultation, item: QueuedAnswer) -> Shown:
    return Shown(item, held.wording(item.version, item.question), read_mark(item.answer.text))


def address_of(held: HeldConsultation, item: QueuedAnswer) -> str:
    """Where an answer's own page is."""
    return f"/desk/c/{held.id}/answers/{item.id.hex()}"


def gone(desk: Desk, visit: Visit, held: HeldConsultation) -> Response:
    """Says that an answer is not here any more."""
    return desk.problem(
        visit,
        404,
        "This answer is not here any more",
        "Whoever wrote it may have taken it back. There is nothing that you need to do.",
        again=f"/desk/c/{held.id}/answers",
        label="Go to the answers that wait",
    )


def _hex(text: str) -> str:
    """The text if it can be an answer's id, else nothing."""
    try:
        return bytes.fromhex(text).hex() if len(text) <= 64 else ""
    except ValueError:
        return ""
