"""Coding answers by hand: one at a time, or a list of those that were coded."""

from typing import Any

from starlette.responses import Response

from bot.desk.desk import Desk, Visit, go, number
from bot.desk.read_mark import read_mark
from bot.desk.themes.answer_to_code import place_of, to_be_coded
from bot.desk.themes.question_work import VIEWS, Question, asked_for, no_question, work
from conversations.hearing.themes.code_frame import RESIDUAL
from storage.coding import CodedAnswer

ON_A_PAGE = 25
TICK = "t-"
"""Before a theme's code in the name of its box."""


async def to_code(desk: Desk, visit: Visit) -> Response:
    """The answers of a view, one at a time; those that were coded, as a list."""
    question = await asked_for(desk, visit)
    if question is None:
        return no_question(desk, visit)
    said = visit.request.query_params
    view = said.get("view", "needs")
    view = view if view in VIEWS else "needs"
    todo, views = await work(desk, visit, question)
    found = views[view]
    at = number(said.get("at", ""))
    common: dict[str, Any] = {
        "held": question.held,
        "question": question,
        "work": todo,
        "views": VIEWS,
        "view": view,
        "did": said.get("did", ""),
        "last": said.get("last", ""),
    }
    if view == "done":
        at = at - at % ON_A_PAGE if at < len(found) else 0
        listed = [to_be_coded(desk, visit, question, one) for one in found[at : at + ON_A_PAGE]]
        return desk.page(
            visit, "themes/coded.html", **common, listed=listed, at=at, total=len(found), on_a_page=ON_A_PAGE
        )
    at = at if at < len(found) else 0
    shown = to_be_coded(desk, visit, question, found[at]) if found else None
    return desk.page(visit, "themes/coding.html", **common, shown=shown, at=at, total=len(found))


async def coding(desk: Desk, visit: Visit) -> Response:
    """One answer, whatever was said of it."""
    question = await asked_for(desk, visit)
    if question is None:
        return no_question(desk, visit)
    one = await _answer(desk, visit, question)
    if one is None:
        return _gone(desk, visit, question)
    todo, _ = await work(desk, visit, question)
    return desk.page(
        visit,
        "themes/coding.html",
        held=question.held,
        question=question,
        work=todo,
        views=VIEWS,
        view="",
        did=visit.request.query_params.get("did", ""),
        last="",
        shown=to_be_coded(desk, visit, question, one),
        at=0,
        total=0,
    )


async def coded(desk: Desk, visit: Visit) -> Response:
    """Keeps what a person says."""
    question = await asked_for(desk, visit)
    if question is None:
        return no_question(desk, visit)
    one = await _answer(desk, visit, question)
    if one is None:
        return _gone(desk, visit, question)
    here = f"{question.address}/code/{one.id.hex()}"
    alone = visit.form.get("alone", "")
    ticked = [theme.code for theme in question.now.frame.themes if visit.form.get(f"{TICK}{theme.code}")]
    codes = [alone] if alone in RESIDUAL else ticked
    if not codes:
        return desk.problem(
            visit,
            400,
            "Nothing is ticked",
            "Tick what the answer says, or press one of the buttons for what fits no theme. Nothing was kept.",
            again=here,
            label="Back to the answer",
        )
    place = place_of(one, visit.name, desk.coding.for_two(one.id))
    if place is None:
        return go(f"{here}?did=twice")
    kept = (
        visit.form.get("read") == read_mark(one.text)
        and visit.form.get("frame") == str(question.now.version)
        and await desk.store.codings.code_by_hand(
            one.id, codes, place=place, frame=question.now.version, seen=one.text, by=visit.name, at=desk.clock()
        )
    )
    if not kept:
        return go(f"{here}?did=changed")
    view = visit.form.get("view", "")
    if view not in VIEWS:
        return go(f"{here}?did=coded")
    at = number(visit.form.get("at", ""))
    return go(f"{question.address}/code?view={view}&did=coded&last={one.id.hex()}{f'&at={at}' if at else ''}")


async def _answer(desk: Desk, visit: Visit, question: Question) -> CodedAnswer | None:
    try:
        identifier = bytes.fromhex(visit.path("answer")[:64])
    except ValueError:
        return None
    found = await desk.coding.heard(question.held.id, question.id)
    return next((one for one in found if one.id == identifier), None)


def _gone(desk: Desk, visit: Visit, question: Question) -> Response:
    return desk.problem(
        visit,
        404,
        "This answer is not here any more",
        "Whoever wrote it may have taken it back, or it was left out. There is nothing that you need to do.",
        again=f"{question.address}/code",
        label="Go to the answers that need a person",
    )
