"""One open question's coding: its code frame, the ways to look at its answers, and what there is to do about each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from bot.desk.desk import Desk, Visit
from conversations.hearing.themes.code_frame import LEAST_CHECKED
from conversations.telling.theme_names import residual_names
from storage.coding import CodedAnswer
from storage.consultations import HeldConsultation
from storage.rules.coding_standing import FrameVersion, Standing

VIEWS = {
    "needs": "Needs a person",
    "new": "Not looked at",
    "second": "A second look",
    "done": "Coded by a person",
}
"""Ways to look at a question's answers."""


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
    """What there is to do about one question's answers, for who is here. `to_check`: so many a person still has to code
    before the machine may be sure of any."""

    question: Question
    answers: int
    counts: dict[str, int]
    to_check: int = 0


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
    suggested = all(one.machine is None or one.machine.unsure for one in answers)
    to_check = max(0, min(LEAST_CHECKED, len(answers)) - counts["done"]) if suggested else 0
    return Work(question, len(answers), counts, to_check), views
