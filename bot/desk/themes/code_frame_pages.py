"""An open question's code frame: its themes with counts, the coders that learned them, and each theme by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from bot.desk.desk import Desk, Visit, number
from bot.desk.themes.question_work import VIEWS, asked_for, no_question, work
from bot.desk.themes.theme_change_pages import PARTS, nothing_changed
from conversations.hearing.themes.code_frame import Theme
from conversations.hearing.themes.code_frame_changes import FrameError, theme_of
from conversations.telling.accuracy import statement
from conversations.telling.theme_names import residual_names

LISTED = 40
"""Examples that are offered to go into the parts of a theme that is split."""


@dataclass(frozen=True, slots=True)
class Merge:
    """What merging a theme into `into` would do: how many answers state each of them, and either."""

    into: Theme
    gone: int
    stays: int
    either: int


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
        about=number(said.get("coder", "")),
        accuracy=statement(await desk.accuracy(held.id)),
    )


async def theme(desk: Desk, visit: Visit) -> Response:
    """One theme, to be changed, merged or split."""
    question = await asked_for(desk, visit)
    if question is None:
        return no_question(desk, visit)
    try:
        found = theme_of(question.now.frame, visit.path("code"))
    except FrameError as error:
        return nothing_changed(desk, visit, question, error)
    stand = [(one, one.standing(question.history)) for one in await desk.coding.heard(question.held.id, question.id)]
    state = [(one, stands) for one, stands in stand if stands and found.code in stands.codes]
    stated = [one for one, stands in state if stands.by_person]
    codes = [set(stands.codes) for _, stands in stand if stands]
    return desk.page(
        visit,
        "themes/theme.html",
        held=question.held,
        question=question,
        theme=found,
        merges=[_merge(found, one, codes) for one in question.now.frame.themes if one is not found],
        count=len(state),
        by_people=len(stated),
        stated=[one for one in stated if not desk.coding.for_two(one.id)][:LISTED],
        listed=LISTED,
        parts=PARTS,
    )


def _merge(gone: Theme, into: Theme, stated: Sequence[set[str]]) -> Merge:
    return Merge(
        into,
        sum(gone.code in codes for codes in stated),
        sum(into.code in codes for codes in stated),
        sum(not codes.isdisjoint({gone.code, into.code}) for codes in stated),
    )
