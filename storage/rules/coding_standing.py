"""Who stands over whom in coding: a person over the machine, the first person over the second, and nobody over words
or a frame that they have not seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from conversations.hearing.themes.code_frame import CodeFrame
from conversations.hearing.themes.code_frame_changes import Change, followed


class Place(IntEnum):
    """Who coded: the machine, the first person, or a second who did not see what the first one said."""

    MACHINE = 0
    FIRST = 1
    SECOND = 2

    @property
    def beside(self) -> "Place":
        """The other person's place. Raises ValueError for the machine's."""
        if self is Place.MACHINE:
            raise ValueError("a person has no machine's place")
        return Place.SECOND if self is Place.FIRST else Place.FIRST


OVER_THE_MACHINE = (Place.FIRST, Place.SECOND, Place.MACHINE)
"""Whose word counts, in this order."""


@dataclass(frozen=True, slots=True)
class FrameVersion:
    """A code frame as it was from a change to the next. Versions count from 1."""

    version: int
    frame: CodeFrame
    change: Change
    by: str
    day: date


@dataclass(frozen=True, slots=True)
class KeptCoding:
    """What somebody coded. `codes` as they were then, and `frame` the version that they are of. `coder`: the number of
    the machine's coder (0: a person, whose account `by` names)."""

    codes: tuple[str, ...]
    frame: int
    coder: int
    by: str
    day: date
    confidence: Mapping[str, float] = field(default_factory=dict)
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts of an answer's coding, in the codes of the newest frame. `by_person`: a person said so, whom no
    machine overrules. `look`: a theme of theirs was split since, so that a person should look again."""

    codes: tuple[str, ...]
    by_person: bool
    look: bool = False


def standing(codings: Sequence[KeptCoding | None], history: Sequence[FrameVersion]) -> Standing | None:
    """What counts, of the codings of a first person, a second person and the machine, in this order: the first that
    says anything of the frame as it is now. None where none does."""
    look = False
    for coding in codings:
        if coding is None:
            continue
        codes, owed = _carried(coding, history)
        by_person = not coding.coder
        look = look or (bool(owed) and by_person)
        if codes:
            if by_person:
                codes = (*codes, *_parts(codes, owed, codings, history))
            return Standing(codes, by_person, look)
    return None


def _carried(coding: KeptCoding, history: Sequence[FrameVersion]) -> tuple[tuple[str, ...], tuple[frozenset[str], ...]]:
    return followed(coding.codes, (one.change for one in history if one.version > coding.frame))


def _parts(
    codes: Sequence[str],
    owed: Sequence[frozenset[str]],
    codings: Sequence[KeptCoding | None],
    history: Sequence[FrameVersion],
) -> tuple[str, ...]:
    """Of each theme that a person stated and that was split since, the parts that the machine sees, until a person
    looks: without them the answer would be in none."""
    machine = next((coding for coding in codings if coding and coding.coder), None)
    seen = _carried(machine, history)[0] if machine and owed else ()
    missing = [parts for parts in owed if not parts & {*codes}]
    return tuple(code for code in seen if any(code in parts for parts in missing))


def standing_of(places: Mapping[Place, KeptCoding], history: Sequence[FrameVersion]) -> Standing | None:
    """What counts, of who coded in which place."""
    return standing([places.get(place) for place in OVER_THE_MACHINE], history)


def may_code(by: str, *, seen: str, text: str, chosen_from: int, newest: int, beside: str | None) -> bool:
    """Whether what a person says of an answer is kept: of the words as they are (`seen` is what they read, `text` what
    is there), in the codes of the frame as it is (its versions), and by another than whoever has the place beside
    theirs (None: nobody), since two who agree have to be two."""
    return seen == text and chosen_from == newest and by != beside


def machine_may_code(coder: int, in_use: int) -> bool:
    """Whether what the machine says is kept: only the coder in use speaks, as another may have been put to use since
    it began (their numbers; 0: none)."""
    return coder == in_use
