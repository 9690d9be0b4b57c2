"""Where a case stands after what was done with it, and what can be done next."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from conversations.hearing.values import Risk
from storage.worries.cases import CaseMove, CaseStanding, CaseState, Move, Outcome
from storage.worries.flags import FlagVerdict

_NOT_CLOSED = frozenset(CaseState) - {CaseState.CLOSED}

POSSIBLE: Mapping[Move, frozenset[CaseState]] = MappingProxyType(
    {
        Move.OPENED: _NOT_CLOSED,
        Move.TAKEN: _NOT_CLOSED,
        Move.HANDED_OVER: _NOT_CLOSED,
        Move.NOTED: _NOT_CLOSED,
        Move.LEVEL: _NOT_CLOSED,
        Move.CLOSED: _NOT_CLOSED,
        Move.JOINED: _NOT_CLOSED,
        Move.REOPENED: frozenset({CaseState.CLOSED}),
        Move.UNDONE: frozenset(CaseState),
    }
)
"""From which states each move can be made; UNDONE only where there is something to undo."""

UNDOABLE = frozenset({Move.TAKEN, Move.HANDED_OVER, Move.LEVEL, Move.CLOSED, Move.REOPENED})

VERDICTS: Mapping[Outcome, FlagVerdict] = MappingProxyType(
    {
        Outcome.ACTED_ON: FlagVerdict.RIGHT,
        Outcome.NO_ACTION: FlagVerdict.RIGHT,
        Outcome.WORRY: FlagVerdict.RIGHT,
        Outcome.FALSE_ALARM: FlagVerdict.FALSE_ALARM,
    }
)
"""What an outcome says of the case's flags. A worry about which nothing had to be done was one all the same."""


def standing(level: Risk, moves: Sequence[CaseMove]) -> CaseStanding:
    """`level`: of the first flag. `moves`: all, oldest first."""
    held = [CaseStanding(CaseState.WAITING, level)]
    for move in moves:
        if move.move is Move.UNDONE:
            if len(held) > 1:
                held.pop()
        elif move.move in UNDOABLE:
            held.append(replace(_after(held[-1], move), undoes=move))
        else:
            # What came, and that somebody looked, stays so whatever is undone.
            held = [_after(each, move) for each in held]
    return held[-1]


def can(stands: CaseStanding, move: Move) -> bool:
    return stands.state in POSSIBLE[move] and (move is not Move.UNDONE or stands.undoes is not None)


def _after(before: CaseStanding, move: CaseMove) -> CaseStanding:
    match move.move:
        case Move.OPENED:
            state = CaseState.OPENED if before.state is CaseState.WAITING else before.state
            return replace(before, state=state, fresh=False)
        case Move.TAKEN | Move.HANDED_OVER:
            return replace(before, state=CaseState.IN_HAND, owner=move.goes_to, fresh=False)
        case Move.LEVEL if move.level is not None:
            return replace(before, level=move.level)
        case Move.CLOSED:
            return replace(before, state=CaseState.CLOSED, outcome=move.outcome, fresh=False)
        case Move.REOPENED:
            return replace(before, state=CaseState.IN_HAND, owner=move.goes_to, outcome=None)
        case Move.JOINED:
            level = max(before.level, move.level or before.level)
            if before.state is CaseState.IN_HAND:
                return replace(before, level=level, fresh=True)
            # Nobody has looked at what came: nor is it closed where a closing stood before.
            return replace(before, level=level, state=CaseState.WAITING, owner="", outcome=None)
    return before
