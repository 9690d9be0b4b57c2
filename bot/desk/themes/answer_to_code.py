"""An answer as whoever codes it may see it: with what the machine says, or with nothing where two people code it."""

from dataclasses import dataclass, field

from bot.desk.desk import Desk, Visit
from bot.desk.read_mark import read_mark
from bot.desk.themes.question_work import Question
from conversations.hearing.themes.code_frame import RESIDUAL
from storage.coding import CodedAnswer
from storage.rules.coding_standing import Place


@dataclass(frozen=True, slots=True)
class Choice:
    """A theme that can be ticked. `sure`: per cent, where the machine says it and that may be seen."""

    code: str
    name: str
    definition: str
    ticked: bool
    sure: int | None


@dataclass(frozen=True, slots=True)
class AnswerToCode:
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


def place_of(one: CodedAnswer, me: str, for_two: bool) -> Place | None:
    """Whose coding that of `me` is. An answer that two people code is theirs alone; any other can be put right by
    anybody."""
    if not for_two or one.first is None or one.first.by == me:
        return Place.FIRST
    return Place.SECOND if one.second is None or one.second.by == me else None


def to_be_coded(desk: Desk, visit: Visit, question: Question, one: CodedAnswer) -> AnswerToCode:
    """What this account may see of an answer, and change."""
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
    return AnswerToCode(
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
