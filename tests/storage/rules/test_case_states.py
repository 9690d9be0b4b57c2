"""Where a case stands after what was done with it."""

from datetime import UTC, datetime

import pytest

from conversations.hearing.values import Risk
from storage.rules.case_states import can, standing
from storage.worries.cases import CaseMove, CaseState, Move, Outcome

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)


def moves(*made: Move) -> list[CaseMove]:
    """By Lee; closed as a false alarm, level to low, handed over to Mia."""
    return [
        CaseMove(
            one,
            "Lee",
            AT,
            goes_to={Move.TAKEN: "Lee", Move.REOPENED: "Lee", Move.HANDED_OVER: "Mia"}.get(one, ""),
            level={Move.LEVEL: Risk.NONE, Move.JOINED: Risk.URGENT}.get(one),
            outcome=Outcome.FALSE_ALARM if one is Move.CLOSED else None,
        )
        for one in made
    ]


@pytest.mark.parametrize(
    ("made", "state", "owner", "level"),
    [
        ([], CaseState.WAITING, "", Risk.CONCERN),
        ([Move.OPENED], CaseState.OPENED, "", Risk.CONCERN),
        ([Move.TAKEN], CaseState.IN_HAND, "Lee", Risk.CONCERN),
        ([Move.TAKEN, Move.OPENED], CaseState.IN_HAND, "Lee", Risk.CONCERN),
        ([Move.TAKEN, Move.HANDED_OVER], CaseState.IN_HAND, "Mia", Risk.CONCERN),
        ([Move.TAKEN, Move.HANDED_OVER, Move.UNDONE], CaseState.IN_HAND, "Lee", Risk.CONCERN),
        ([Move.OPENED, Move.TAKEN, Move.NOTED, Move.UNDONE], CaseState.OPENED, "", Risk.CONCERN),
        ([Move.LEVEL], CaseState.WAITING, "", Risk.NONE),
        ([Move.LEVEL, Move.JOINED], CaseState.WAITING, "", Risk.URGENT),
        ([Move.OPENED, Move.JOINED], CaseState.WAITING, "", Risk.URGENT),
        ([Move.TAKEN, Move.JOINED], CaseState.IN_HAND, "Lee", Risk.URGENT),
        ([Move.TAKEN, Move.CLOSED], CaseState.CLOSED, "Lee", Risk.CONCERN),
        ([Move.TAKEN, Move.CLOSED, Move.UNDONE], CaseState.IN_HAND, "Lee", Risk.CONCERN),
        ([Move.CLOSED, Move.REOPENED], CaseState.IN_HAND, "Lee", Risk.CONCERN),
        ([Move.CLOSED, Move.REOPENED, Move.UNDONE], CaseState.CLOSED, "", Risk.CONCERN),
        ([Move.TAKEN, Move.JOINED, Move.UNDONE], CaseState.WAITING, "", Risk.URGENT),
        ([Move.TAKEN, Move.JOINED, Move.OPENED, Move.UNDONE], CaseState.OPENED, "", Risk.URGENT),
        ([Move.LEVEL, Move.JOINED, Move.UNDONE], CaseState.WAITING, "", Risk.URGENT),
        ([Move.TAKEN, Move.CLOSED, Move.REOPENED, Move.JOINED, Move.UNDONE], CaseState.WAITING, "", Risk.URGENT),
        ([Move.UNDONE, Move.UNDONE], CaseState.WAITING, "", Risk.CONCERN),
    ],
)
def test_where_a_case_stands(made: list[Move], state: CaseState, owner: str, level: Risk) -> None:
    found = standing(Risk.CONCERN, moves(*made))
    assert (found.state, found.owner, found.level) == (state, owner, level)
    assert (found.outcome is not None) is (state is CaseState.CLOSED)


def test_more_that_comes_to_a_case_in_hand_is_fresh_until_somebody_looks() -> None:
    assert standing(Risk.CONCERN, moves(Move.TAKEN, Move.JOINED)).fresh
    assert not standing(Risk.CONCERN, moves(Move.TAKEN, Move.JOINED, Move.OPENED)).fresh


@pytest.mark.parametrize("move", Move)
def test_a_closed_case_is_only_reopened_or_undone(move: Move) -> None:
    assert can(standing(Risk.CONCERN, moves(Move.CLOSED)), move) is (move in (Move.REOPENED, Move.UNDONE))


def test_what_was_not_done_is_neither_undone_nor_reopened() -> None:
    opened = standing(Risk.CONCERN, moves(Move.OPENED))
    assert not can(opened, Move.UNDONE)
    assert not can(opened, Move.REOPENED)
