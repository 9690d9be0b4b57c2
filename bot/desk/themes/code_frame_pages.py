"""Code frames: themes with counts, their changes and history, and the coders that learned them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from bot.desk.desk import Desk, Visit, go
from bot.desk.themes.coding_pages import VIEWS, Question, asked_for, no_question, work
from conversations.hearing.themes.code_frame import RESIDUAL, CodeFrame, Theme
from conversations.hearing.themes.code_frame_changes import Change, FrameError, added, changed, merged, split, theme_of
from conversations.telling.accuracy import statement
from conversations.telling.figures import residual_names
from storage.rules.coding_standing import FrameVersion, Place

PARTS = ("first", "second")
"""What a theme is split into."""

LISTED = 40
"""Examples that are offered to go into the parts of a theme that is split."""


@dataclass(frozen=True, slots=True)
class Row:
    """A theme (or one of RESIDUAL, without a definition) and how many answers state it."""

    code: str
    name: str
    definition: str
    count: int
    share: int | None
    examples: int


async def frame(desk: Desk, visit: Visit) -> Response:
    question = await asked_for(desk, visit)
    if question is None:
        return no_question(desk, visit)
    held, now = question.held, question.now
    todo, _ = await work(desk, visit, question)
    answers = await desk.coding.heard(held.id, question.id)
    stand = [stands for one in answers if (stands := one.standing(question.history))]

    def row(code: str, name: str, definition: str, examples: int) -> Row:
        count = sum(code in stands.codes for stands in stand)
        return Row(code, name, definition, count, round(100 * count / len(stand)) if stand else None, examples)

    coders = await desk.store.coders.all(held.id, question.id)
    in_use = next((one for one in coders if one.in_use), None)
    machines = [one.machine for one in answers]
    behind = in_use is None or in_use.frame != now.version
    said = visit.request.query_params
    return desk.page(
        visit,
        "themes/code_frame.html",
        held=held,
        question=question,
        work=todo,
        views=VIEWS,
        rows=[row(theme.code, theme.name, theme.definition, len(theme.examples)) for theme in now.frame.themes],
        rest=[row(code, name, "", 0) for code, name in residual_names().items()],
        coders=coders,
        in_use=in_use,
        parents={one.number: one for one in coders},
        to_do=sum(one is None or in_use is None or behind or one.coder != in_use.number for one in machines),
        did=said.get("did", ""),
        about=_asked_coder(said.get("coder", "")),
        accuracy=statement(await desk.accuracy(held.id)),
    )


def _asked_coder(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


async def theme(desk: Desk, visit: Visit) -> Response:
    """One theme, to be changed, merged or split."""
    question = await asked_for(desk, visit)
    if question is None:
        return no_question(desk, visit)
    try:
        found = theme_of(question.now.frame, visit.path("code"))
    except FrameError as error:
        return _not_done(desk, visit, question, error)
    answers = await desk.coding.heard(question.held.id, question.id)
    stated = [
        one
        for one in answers
        if (stands := one.standing(question.history)) and stands.by_person and found.code in stands.codes
    ]
    return desk.page(
        visit,
        "themes/theme.html",
        held=question.held,
        question=question,
        theme=found,
        others=[one for one in question.now.frame.themes if one is not found],
        stated=[one for one in stated if not desk.coding.for_two(one.id)][:LISTED],
        listed=LISTED,
        parts=PARTS,
    )


# ------------------------------------------------------------------------------------------------------------- changes


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
        return _not_done(desk, visit, question, error), None, None
    kept = visit.form.get("frame") == str(question.now.version) and await desk.store.code_frames.keep(
        question.held.id, question.id, new, change, after=question.now.version, by=visit.name, at=desk.clock()
    )
    if not kept:
        return go(f"{question.address}?did=stale"), None, None
    return go(f"{question.address}?did={change.did.value}"), change, question


def _not_done(desk: Desk, visit: Visit, question: Question, error: FrameError) -> Response:
    return desk.problem(
        visit, 400, "Nothing was changed", str(error), again=question.address, label="Back to the themes"
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())


# -------------------------------------------------------------------------------------------------------------- coders


async def retrain(desk: Desk, visit: Visit) -> Response:
    question = await asked_for(desk, visit)
    if question is None:
        return no_question(desk, visit)
    made = await desk.coding.retrain(question.held.id, question.id, by=visit.name)
    if made is None:
        return _not_done(desk, visit, question, FrameError("Add a theme first: there is nothing to learn."))
    did = "same" if made.same else "used" if made.after.in_use else "kept"
    return go(f"{question.address}?did={did}&coder={made.after.number}#coders")


async def use_coder(desk: Desk, visit: Visit) -> Response:
    question = await asked_for(desk, visit)
    if question is None:
        return no_question(desk, visit)
    number = _asked_coder(visit.form.get("coder", ""))
    back = await desk.coding.go_back(question.held.id, question.id, number, by=visit.name)
    return go(f"{question.address}?did={'back' if back else 'forgotten'}&coder={number}#coders")
