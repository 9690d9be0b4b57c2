"""How an answer may be shown: it counts and is never quoted, or it leads to one person."""

from starlette.responses import Response

from bot.desk.desk import Desk, Visit, go
from bot.desk.read_mark import read_mark
from bot.desk.review.review_pages import address_of, asked_for, gone
from conversations.telling.responses import Review
from storage.reviewing import Mark


async def marked(desk: Desk, visit: Visit) -> Response:
    """A moderator marks an answer, or takes that back."""
    held = await desk.store.consultations.get(visit.path("consultation"))
    item = await asked_for(desk, visit, held)
    if item is None:
        return gone(desk, visit, held)
    said = visit.form.get("mark")
    if said not in list(Mark) or item.review is Review.UNREAD:
        return desk.problem(
            visit,
            400,
            "Say how it may be shown",
            "Press one of the buttons below the answer.",
            "Nothing was changed.",
            again=address_of(held, item),
            label="Back to the answer",
        )
    done = visit.form.get("read", "") == read_mark(item.answer.text) and await desk.store.reviewing.mark(
        item.id, Mark(said), seen=item.answer.text, by=visit.name, at=desk.clock()
    )
    return go(f"{address_of(held, item)}?did={'marked' if done else 'changed-marking'}")
