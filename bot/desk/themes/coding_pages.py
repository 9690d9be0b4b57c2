"""Coding answers by hand: one at a time, with what the machine says, or with nothing where two people code it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from bot.desk.desk import Desk, Visit, go, number
from bot.desk.review.review_pages import read_mark
from conversations.hearing.themes.code_frame import RESIDUAL
from conversations.telling.accuracy import statement
from conversations.telling.figures import residual_names
from storage.coding import CodedAnswer
from storage.consultations import HeldConsultation
from storage.rules.coding_standing import FrameVersion, Place, Standing

ON_A_PAGE = 25
TICK = "t-"
"""Before a theme's code in the name of its box."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A theme that can be ticked. `sure`: per cent, where the machine says it and that may be seen."""

    code: str
    name: str
    definition: str
    ticked: bool
    sure: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer to be coded. `blind`: it is one that two people code, so nothing is shown of what others said.
    `place`: whose coding this would be; None where it cannot be coded by who is here. `says`: what the machine says
    where that is no theme, and how sure it is, in per cent. `read` stands for the text, to notice that it changed."""

    answer: CodedAnswer = field(repr=False)
    choices: tuple[Choice, ...]
    says: tuple[str, int] | None
    unsure: bool
    look: bool
    by: str
    mine: bool
    blind: bool
    place: Place | None
    read: str


@dataclass(frozen=True, slots=True)
class Question:
    """An open question of a consultation, with its code frame. `id` is the question's."""

    held: HeldConsultation
    history: Sequence[FrameVersion]

    @property
    def id(self) -> str:
        return self.history[-1].frame.question

    @property
    def now(self) -> FrameVersion:
        return self.history[-1]

    @property
    def address(self) -> str:
        return f"/desk/c/{self.held.id}/themes/{self.id}"

    @property
    def names(self) -> dict[str, str]:
        """What each code is called."""
        return {**{theme.code: theme.name for theme in self.now.frame.themes}, **residual_names()}


@dataclass(frozen=True, slots=True)
class Work:
    """What there is to do about one question's answers, for who is here."""

    question: Question
    answers: int
    counts: dict[str, int]


async def asked_for(desk: Desk, visit: Visit) -> Question | None:
    """The question that the address names, with its frame; None where there is none."""
    held = await desk.store.consultations.get(visit.path("consultation"))
    if held.status == "draft":
        return None
    await desk.coding.begin(held)
    history = (await desk.store.code_frames.all(held.id)).get(visit.path("question"))
    return Question(held, history) if history else None


def no_question(desk: Desk, visit: Visit) -> Response:
    return desk.problem(
        visit,
        404,
        "There is no such question",
        "Only open questions have themes, once their consultation is open.",
        again=f"/desk/c/{visit.path('consultation')}/themes",
        label="Go to the themes",
    )


# --------------------------------------------------------------------------------------------------------------- views


VIEWS = {
    "needs": "Needs a person",
    "new": "Not looked at",
    "second": "A second look",
    "done": "Coded by a person",
}
"""Ways to look at a question's answers."""


def views_of(one: CodedAnswer, stands: Standing | None, me: str, *, for_two: bool) -> Iterator[str]:
    """The views that an answer is in, for an account."""
    by_person = stands is not None and stands.by_person
    unsure = one.machine is not None and one.machine.unsure
    if (stands is not None and stands.look) or (unsure and not by_person):
        yield "needs"
    if not by_person:
        yield "new"
    else:
        yield "done"
    if for_two and one.first is not None and one.first.by != me and one.second is None:
        yield "second"


async def work(desk: Desk, visit: Visit, question: Question) -> tuple[Work, dict[str, list[CodedAnswer]]]:
    """What there is to do, and the answers of each view."""
    views: dict[str, list[CodedAnswer]] = {view: [] for view in VIEWS}
    answers = await desk.coding.heard(question.held.id, question.id)
    for one in answers:
        stands = one.standing(question.history)
        for view in views_of(one, stands, visit.name, for_two=desk.coding.for_two(one.id)):
            views[view].append(one)
    counts = {view: len(found) for view, found in views.items()}
    return Work(question, len(answers), counts), views


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
        listed = [_shown(desk, visit, question, one) for one in found[at : at + ON_A_PAGE]]
        return desk.page(
            visit, "themes/coded.html", **common, listed=listed, at=at, total=len(found), on_a_page=ON_A_PAGE
        )
    at = at if at < len(found) else 0
    shown = _shown(desk, visit, question, found[at]) if found else None
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
        shown=_shown(desk, visit, question, one),
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


def place_of(one: CodedAnswer, me: str, for_two: bool) -> Place | None:
    """Whose coding that of `me` is. An answer that two people code is theirs alone; any other can be put right by
    anybody."""
    if not for_two or one.first is None or one.first.by == me:
        return Place.FIRST
    return Place.SECOND if one.second is None or one.second.by == me else None


# ---------------------------------------------------------------------------------------------------------- one answer


def _shown(desk: Desk, visit: Visit, question: Question, one: CodedAnswer) -> Shown:
    for_two = desk.coding.for_two(one.id)
    place = place_of(one, visit.name, for_two)
    mine = {Place.FIRST: one.first, Place.SECOND: one.second}.get(place) if place else None
    both = one.first is not None and one.second is not None
    blind = for_two and not both
    stands = one.standing(question.history)
    own = CodedAnswer(one.id, one.question, one.revision, one.text, one.review, first=mine).standing(question.history)
    machine = None if blind else one.machine
    sure = {code: round(100 * share) for code, share in (machine.confidence if machine else {}).items()}
    said = own if blind else stands
    codes = said.codes if said else ()
    alone = next((code for code in codes if code in RESIDUAL), "")
    return Shown(
        answer=one,
        choices=tuple(
            Choice(theme.code, theme.name, theme.definition, theme.code in codes, sure.get(theme.code))
            for theme in question.now.frame.themes
        ),
        says=(alone, sure.get(alone, 0)) if alone else None,
        unsure=bool(machine and machine.unsure),
        look=bool(stands and stands.look and not blind),
        by="" if blind or not stands or not stands.by_person else _by(one),
        mine=mine is not None,
        blind=blind,
        place=place,
        read=read_mark(one.text),
    )


def _by(one: CodedAnswer) -> str:
    return " and ".join(dict.fromkeys(coding.by for coding in (one.first, one.second) if coding))


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
