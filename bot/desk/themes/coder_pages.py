"""The coders that learned a question's themes: learning anew, and going back to an earlier one."""

from starlette.responses import Response

from bot.desk.desk import Desk, Visit, go, number
from bot.desk.themes.question_work import asked_for, no_question
from bot.desk.themes.theme_change_pages import nothing_changed
from conversations.hearing.themes.code_frame_changes import FrameError


async def retrain(desk: Desk, visit: Visit) -> Response:
    question = await asked_for(desk, visit)
    if question is None:
        return no_question(desk, visit)
    made = await desk.coding.retrain(question.held.id, question.id, by=visit.name)
    if made is None:
        return nothing_changed(desk, visit, question, FrameError("Add a theme first: there is nothing to learn."))
    did = "same" if made.same else "used" if made.after.in_use else "kept"
    return go(f"{question.address}?did={did}&coder={made.after.number}#coders")


async def use_coder(desk: Desk, visit: Visit) -> Response:
    question = await asked_for(desk, visit)
    if question is None:
        return no_question(desk, visit)
    asked = number(visit.form.get("coder", ""))
    back = await desk.coding.go_back(question.held.id, question.id, asked, by=visit.name)
    return go(f"{question.address}?did={'back' if back else 'forgotten'}&coder={asked}#coders")
