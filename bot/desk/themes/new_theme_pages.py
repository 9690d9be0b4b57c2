"""New themes: groups among what no theme claims, to be named, put to a theme, split, or left alone."""

from collections.abc import Sequence

from starlette.responses import Response

from bot.desk.desk import Desk, Visit, go
from bot.desk.themes.question_work import VIEWS, Question, asked_for, no_question, work
from bot.desk.themes.theme_change_pages import ever
from bot.inference.background_coding import Suggested
from conversations.hearing.themes.code_frame import Theme
from conversations.hearing.themes.code_frame_changes import FrameError, added, theme_of
from storage.coding import CodedAnswer
from storage.rules.coding_standing import Place

TYPICAL = 8
"""Answers of a group that are shown, the most typical first."""

TICK = "m-"
"""Before an answer's id in the name of its box."""


async def new_themes(desk: Desk, visit: Visit) -> Response:
    question = await asked_for(desk, visit)
    if question is None:
        return no_question(desk, visit)
    found = await desk.coding.suggested(question.held.id, question.id)
    return await _page(desk, visit, question, found, did=visit.request.query_params.get("did", ""))


async def _page(
    desk: Desk,
    visit: Visit,
    question: Question,
    found: Sequence[Suggested] | None,
    *,
    did: str = "",
    parts: bool = False,
) -> Response:
    return desk.page(
        visit,
        "themes/new_themes.html",
        held=question.held,
        question=question,
        work=(await work(desk, visit, question))[0],
        views=VIEWS,
        groups=found,
        typical=TYPICAL,
        did=did,
        parts=parts,
    )


async def new_theme_named(desk: Desk, visit: Visit) -> Response:
    """A group becomes a theme; the answers that stay ticked are coded with it, by who named it."""
    question = await asked_for(desk, visit)
    if question is None:
        return no_question(desk, visit)
    named = Theme("", visit.form.get("name", ""), visit.form.get("definition", ""))
    try:
        frame, change = added(question.now.frame, named, ever=ever(question.history))
    except FrameError as error:
        return _not_done(desk, visit, question, error)
    kept = visit.form.get("frame") == str(question.now.version) and await desk.store.code_frames.keep(
        question.held.id, question.id, frame, change, after=question.now.version, by=visit.name, at=desk.clock()
    )
    if not kept:
        return go(f"{question.address}/new?did=changed")
    await _coded(desk, visit, question, change.codes[0], question.now.version + 1)
    return go(f"{question.address}/new?did=named")


async def new_theme_merged(desk: Desk, visit: Visit) -> Response:
    """The answers of a group that stay ticked are coded with a theme that is there already."""
    question = await asked_for(desk, visit)
    if question is None:
        return no_question(desk, visit)
    try:
        into = theme_of(question.now.frame, visit.form.get("into", ""))
    except FrameError:
        return _not_done(desk, visit, question, FrameError("Choose the theme that they belong to."))
    await _coded(desk, visit, question, into.code, question.now.version)
    return go(f"{question.address}/new?did=merged")


async def new_theme_split(desk: Desk, visit: Visit) -> Response:
    """The same answers in smaller groups, if they fall apart."""
    question = await asked_for(desk, visit)
    if question is None:
        return no_question(desk, visit)
    found = await desk.coding.grouped(await _members(desk, visit, question))
    if found is not None and len(found) < 2:
        return go(f"{question.address}/new?did=whole")
    return await _page(desk, visit, question, found, parts=True)


async def new_theme_left(desk: Desk, visit: Visit) -> Response:
    """Not a theme: these answers are not offered again."""
    question = await asked_for(desk, visit)
    if question is None:
        return no_question(desk, visit)
    members = await _members(desk, visit, question)
    await desk.store.codings.leave_alone([one.id for one in members], by=visit.name, at=desk.clock())
    return go(f"{question.address}/new?did=left")


async def _members(desk: Desk, visit: Visit, question: Question) -> list[CodedAnswer]:
    ids = set(visit.form.get("all", "").split())
    return [one for one in await desk.coding.heard(question.held.id, question.id) if one.id.hex() in ids]


async def _coded(desk: Desk, visit: Visit, question: Question, code: str, frame: int) -> None:
    """What was looked at and stays ticked is coded by a person. What two people code stays as it is: neither may see it
    in company."""
    for one in await _members(desk, visit, question):
        if visit.form.get(f"{TICK}{one.id.hex()}") and one.first is None and not desk.coding.for_two(one.id):
            await desk.store.codings.code_by_hand(
                one.id, [code], place=Place.FIRST, frame=frame, seen=one.text, by=visit.name, at=desk.clock()
            )
    desk.coding.kick()


def _not_done(desk: Desk, visit: Visit, question: Question, error: FrameError) -> Response:
    return desk.problem(
        visit, 400, "Nothing was changed", str(error), again=f"{question.address}/new", label="Back to the groups"
    )
