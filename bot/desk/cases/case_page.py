"""One case: the whole of what was said, with what raised it marked, and what was done about it."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from starlette.responses import Response

from bot.desk.cases.case_words import DONE, LEVEL_NAMES, LEVELS, OUTCOMES, STATES, age_in_words, raised_in_words
from bot.desk.desk import Desk, Visit, number
from bot.desk.roles import Role
from conversations.hearing.text.found_words import marked
from conversations.hearing.values import TOGETHER
from storage.consultations import HeldConsultation
from storage.errors import StoreError
from storage.worries.cases import Case, CaseAnswer, CaseFilter, CaseFlag, CaseState, Move

NOTHING_TYPED: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said to one question, cut at what raised a worry: each piece, and whether it did. `flags`: those
    about it. `whole`: it is the answer, and not only the sentences that are kept of it."""

    question: str
    pieces: list[tuple[str, bool]] = field(repr=False)
    flags: tuple[CaseFlag, ...]
    whole: bool
    unread: bool = False


async def case(desk: Desk, visit: Visit) -> Response:
    """Opening it is a move of its own: its history and the audit say who looked first."""
    identifier = int(visit.path("case"))
    # A lead who wants to help is shown it also where nothing can be written just now.
    with contextlib.suppress(StoreError):
        await desk.store.cases.look(identifier, by=visit.name, at=desk.clock())
    found = await desk.store.cases.case(identifier)
    if found is None:
        return gone(desk, visit)
    return await shown(desk, visit, found, did=visit.request.query_params.get("did", ""))


async def shown(
    desk: Desk,
    visit: Visit,
    found: Case,
    *,
    did: str = "",
    wrong: str = "",
    typed: Mapping[str, str] = NOTHING_TYPED,
    status: int = 200,
) -> Response:
    """The page. `wrong`: what was not done and what to do; then `typed` is what stands in the form, so that nothing is
    lost."""
    held = await desk.store.consultations.get(found.consultation)
    now, standing = desk.clock(), found.standing
    runs = standing.state in (CaseState.WAITING, CaseState.OPENED) or standing.fresh
    until = desk.targets.due(standing.level, found.since) if runs else None
    told, others = what_was_said(held, found)
    return desk.page(
        visit,
        "cases/case.html",
        status,
        held=held,
        case=found,
        standing=standing,
        told=told,
        others=others,
        until=until,
        overdue=until is not None and until <= now,
        leads=await leads(desk),
        next=await _next(desk, found),
        did=did,
        hidden=number(visit.request.query_params.get("hidden", "")),
        wrong=wrong,
        typed=typed,
        states=STATES,
        levels=LEVELS,
        level_names=LEVEL_NAMES,
        outcomes=OUTCOMES,
        moved=DONE,
        Move=Move,
        raised_in_words=raised_in_words,
        together=any(TOGETHER in flag.raised.raised_by for flag in found.flags),
        age=age_in_words(found.age_band),
        came=min((flag.raised for flag in found.flags), key=lambda one: one.at),
        at_cases=True,
    )


def what_was_said(held: HeldConsultation, found: Case) -> tuple[list[Told], list[Told]]:
    """The answers that a flag is about, or what is kept of them, worst first; and the others by the same person."""
    words = [flag.raised.words for flag in found.flags]
    if found.by_words:
        told = [_whole(held, found, one, words, found.flags) for one in found.answers]
        return told, []
    told = []
    for question in dict.fromkeys(flag.question for flag in found.flags):
        flags = tuple(flag for flag in found.flags if flag.question == question)
        answer = next((one for one in found.answers if one.question == question), None)
        if answer is not None:
            told.append(_whole(held, found, answer, words, flags))
        else:
            kept = "\n".join(dict.fromkeys(flag.sentences or flag.raised.words for flag in flags))
            told.append(Told(_asked(held, found, question), marked(kept, words), flags, whole=False))
    about = {flag.question for flag in found.flags}
    return told, [_whole(held, found, one, [], ()) for one in found.answers if one.question not in about]


def _whole(
    held: HeldConsultation, found: Case, answer: CaseAnswer, words: list[str], flags: tuple[CaseFlag, ...]
) -> Told:
    pieces = marked(answer.text, words)
    return Told(_asked(held, found, answer.question), pieces, flags, whole=True, unread=answer.unread)


async def leads(desk: Desk) -> list[str]:
    """Who a case can be handed over to."""
    everybody = await desk.store.staff.all()
    return [one.name for one in everybody if Role.SAFEGUARDING_LEAD in one.roles and not one.disabled]


def gone(desk: Desk, visit: Visit) -> Response:
    return desk.problem(
        visit,
        404,
        "There is no such worry here",
        "The link may be old: a closed one is deleted when its time is over.",
        again="/desk/cases",
        label="Go to the worries",
    )


def _asked(held: HeldConsultation, found: Case, question: str) -> str:
    """How the question was put to them; empty where it is not known."""
    return held.wording(found.version or held.latest.version, question) if question else ""


async def _next(desk: Desk, found: Case) -> int | None:
    """The next one that nobody has taken in hand."""
    listed = await desk.store.cases.listed(CaseFilter(), limit=50)
    return next((one.id for one in listed if one.clock_runs and one.id != found.id), None)
