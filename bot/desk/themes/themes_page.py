"""The first page of themes: every open question, and what there is to do about each."""

from starlette.responses import Response

from bot.desk.desk import Desk, Visit
from bot.desk.themes.question_work import VIEWS, Question, work
from conversations.telling.accuracy import statement


async def themes(desk: Desk, visit: Visit) -> Response:
    """Every open question, and what there is to do about each."""
    held = await desk.store.consultations.get(visit.path("consultation"))
    if held.status != "draft":
        await desk.coding.begin(held)
    order = [question.id for question in held.latest.questions]
    histories = await desk.store.code_frames.all(held.id)
    works = [
        (await work(desk, visit, Question(held, histories[question])))[0] for question in order if question in histories
    ]
    return desk.page(
        visit,
        "themes/themes.html",
        held=held,
        works=works,
        views=VIEWS,
        accuracy=statement(await desk.accuracy(held.id)),
    )
