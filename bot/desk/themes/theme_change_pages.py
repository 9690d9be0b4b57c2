"""Changing a code frame: themes are added, put in other words, merged and split. Each change is a new version."""

from collections.abc import Callable, Sequence

from starlette.responses import Response

from bot.desk.desk import Desk, Visit, go
from bot.desk.themes.question_work import Question, asked_for, no_question
from conversations.hearing.themes.code_frame import RESIDUAL, CodeFrame, Theme
from conversations.hearing.themes.code_frame_changes import Change, FrameError, added, changed, merged, split, theme_of
from storage.rules.coding_standing import FrameVersion, Place

PARTS = ("first", "second")
"""What a theme is split into."""


async def theme_added(desk: Desk, visit: Visit) -> Response:
    form = visit.form
    new = Theme("", form.get("name", ""), form.get("definition", ""), _lines(form.get("examples", "")))
    return await _change(desk, visit, lambda of: added(of.now.frame, new, ever=ever(of.history)))


async def theme_changed(desk: Desk, visit: Visit) -> Response:
    form, code = visit.form, visit.path("code")
    new = Theme(code, form.get("name", ""), form.get("definition", ""), _lines(form.get("examples", "")))
    return await _change(desk, visit, lambda of: changed(of.now.frame, new))


async def theme_merged(desk: Desk, visit: Visit) -> Response:
    code, into = visit.path("code"), visit.form.get("into", "")
    return await _change(desk, visit, lambda of: merged(of.now.frame, code, into))


async def theme_split(desk: Desk, visit: Visit) -> Response:
    """Splits a theme. Examples go where they were sent; so do answers that people coded, which is their new coding."""
    code, form = visit.path("code"), visit.form

    def parts(of: Question) -> list[Theme]:
        examples = theme_of(of.now.frame, code).examples
        return [
            Theme(
                "",
                form.get(f"{part}-name", ""),
                form.get(f"{part}-definition", ""),
                tuple(one for at, one in enumerate(examples) if form.get(f"e-{at}") in (part, "both")),
            )
            for part in PARTS
        ]

    response, change, question = await _kept(
        desk, visit, lambda of: split(of.now.frame, code, parts(of), ever=ever(of.history))
    )
    if change is None or question is None:
        return response
    await _move(desk, visit, question, code, dict(zip(PARTS, change.codes[1:], strict=True)))
    desk.coding.kick()
    return response


async def _move(desk: Desk, visit: Visit, before: Question, code: str, into: dict[str, str]) -> None:
    """Answers that a person coded with a theme that was split are theirs to code anew: those that were sent to a part
    are."""
    for one in await desk.coding.heard(before.held.id, before.id):
        sent = visit.form.get(f"a-{one.id.hex()}", "")
        chosen = [new for part, new in into.items() if sent in (part, "both")]
        stands = one.standing(before.history)
        if chosen and stands and stands.by_person and one.first and not desk.coding.for_two(one.id):
            kept = [other for other in stands.codes if other != code and other not in RESIDUAL]
            await desk.store.codings.code_by_hand(
                one.id,
                [*kept, *chosen],
                place=Place.FIRST,
                frame=before.now.version + 1,
                seen=one.text,
                by=visit.name,
                at=desk.clock(),
            )


def ever(history: Sequence[FrameVersion]) -> set[str]:
    """Every code that a question has had."""
    return {theme.code for version in history for theme in version.frame.themes}


Changing = Callable[[Question], tuple[CodeFrame, Change]]


async def _change(desk: Desk, visit: Visit, make: Changing) -> Response:
    response, change, _ = await _kept(desk, visit, make)
    if change is not None:
        desk.coding.kick()
    return response


async def _kept(desk: Desk, visit: Visit, make: Changing) -> tuple[Response, Change | None, Question | None]:
    """Makes the change and keeps it. The question is as it was before."""
    question = await asked_for(desk, visit)
    if question is None:
        return no_question(desk, visit), None, None
    try:
        new, change = make(question)
    except FrameError as error:
        return nothing_changed(desk, visit, question, error), None, None
    kept = visit.form.get("frame") == str(question.now.version) and await desk.store.code_frames.keep(
        question.held.id, question.id, new, change, after=question.now.version, by=visit.name, at=desk.clock()
    )
    if not kept:
        return go(f"{question.address}?did=stale"), None, None
    return go(f"{question.address}?did={change.did.value}"), change, question


def nothing_changed(desk: Desk, visit: Visit, question: Question, error: FrameError) -> Response:
    return desk.problem(
        visit, 400, "Nothing was changed", str(error), again=question.address, label="Back to the themes"
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())
