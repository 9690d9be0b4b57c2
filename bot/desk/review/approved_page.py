"""Approved answers, to read and to search, for those who sum them up as well."""

from starlette.responses import Response

from bot.desk.desk import Desk, Visit, number
from conversations.asking.question_types.type_registry import type_of

ON_A_PAGE = 25
LONGEST = 100
"""Characters of what is looked for."""


async def approved(desk: Desk, visit: Visit) -> Response:
    """A list. What is looked for is posted, so that nobody's words stand in an address or a log."""
    held = await desk.store.consultations.get(visit.path("consultation"))
    said = visit.form or visit.request.query_params
    words = " ".join(visit.form.get("words", "").split())[:LONGEST]
    open_questions = [one for one in held.latest.questions if type_of(one).takes_words]
    question = said.get("question", "")
    if question not in {one.id for one in open_questions}:
        question = ""
    at = number(said.get("at", ""))
    at -= at % ON_A_PAGE
    total, found = await desk.store.reviewing.approved(
        held.id, question=question, words=words, limit=ON_A_PAGE, offset=at
    )
    if not found and at:
        at = 0
        total, found = await desk.store.reviewing.approved(held.id, question=question, words=words, limit=ON_A_PAGE)
    return desk.page(
        visit,
        "review/approved.html",
        held=held,
        questions=open_questions,
        question=question,
        words=words,
        listed=[(held.wording(one.version, one.question), one) for one in found],
        at=at,
        total=total,
        on_a_page=ON_A_PAGE,
        longest=LONGEST,
    )
