"""One synthetic person at a door, who reads what is shown and taps or types."""

import secrets
from collections.abc import Iterable, Mapping

from bot.demo.demo_error import DemoError
from bot.demo.synthetic_people import Person
from bot.turns.arrived import Arrived
from bot.turns.turn_taker import TurnTaker
from conversations.asking.consultation.model import Question
from conversations.asking.events import Did
from conversations.asking.locales import line
from conversations.asking.question_types.type_registry import type_of
from conversations.asking.replies import Expects, Reply, Says
from conversations.asking.steps.beginning import TRIAL_CODE
from storage.consultations import HeldConsultation

MOST_STEPS = 80
"""More turns than the longest way has."""


class SyntheticRespondent:
    """Answers as this person would, one turn after another."""

    def __init__(self, turn_taker: TurnTaker, held: HeldConsultation, person: Person) -> None:
        self._turn_taker = turn_taker
        self._held = held
        self._person = person
        self._address = f"{person.door.name}:{secrets.token_hex(16)}"
        self._events = 0

    async def answer(self) -> None:
        """All the way, or as far as this person goes."""
        shown = _waiting(await self._do(Did.START))
        for _ in range(MOST_STEPS):
            if shown is None or line("finished") in shown.text:
                return
            shown = await self._next(shown)
        raise DemoError("the way did not end: the demo does not know a step of it")

    async def _next(self, shown: Reply) -> Reply | None:
        taps = {button.label: button.value for button in shown.buttons}
        for question in (*self._held.latest.questions, *self._held.latest.about_you):
            if shown.text == question.text:
                return await self._to(question, taps)
        if line("age_question") in shown.text:
            return await self._tap(taps[line(f"age_{self._person.age}")])
        if shown.expects is Expects.WORDS and line("done") not in taps:
            return _waiting(await self._do(Did.TEXT, text=TRIAL_CODE))
        quoting = line("quoting_yes" if self._person.may_quote else "quoting_no")
        for label in (line("done"), quoting, line("welcome_next"), line("agree_yes"), line("finish")):
            if label in taps:
                return await self._tap(taps[label])
        raise DemoError("the demo does not know a step of the way")

    async def _to(self, question: Question, taps: Mapping[str, str]) -> Reply | None:
        if question.id == self._person.stops_before:
            return None
        said = self._person.said.get(question.id, ())
        if not said:
            return await self._tap(taps[line("rather_not" if question in self._held.latest.about_you else "skip")])
        shown: Reply | None = None
        for move in type_of(question).moves(said, at_once=self._person.door.whole_forms):
            if shown is not None:
                taps = {button.label: button.value for button in shown.buttons}
            if move.words:
                shown = _waiting(await self._do(Did.TEXT, text=move.words))
            else:
                shown = await self._tap(*(taps[label] for label in move.taps))
            if shown is None:
                return None
        return shown

    async def _tap(self, *taps: str) -> Reply | None:
        return _waiting(await self._do(Did.TAP, taps=taps))

    async def _do(self, did: Did, *, text: str | None = None, taps: tuple[str, ...] = ()) -> Iterable[Reply]:
        self._events += 1
        taken = await self._turn_taker.take(
            Arrived(
                id=str(self._events),
                door=self._person.door,
                address=self._address,
                consultation=self._held.id,
                did=did,
                text=text,
                taps=taps,
                message=str(self._events),
            )
        )
        return taken.replies


def _waiting(replies: Iterable[Reply]) -> Reply | None:
    """The question that waits for an answer."""
    return next((reply for reply in replies if reply.says is Says.QUESTION), None)
