"""How a case is kept: begun or joined as a part of a turn's transaction, and moved by a lead."""

import sqlite3
from datetime import UTC, datetime

from conversations.hearing.values import Risk
from storage.keys.sealing import ConsultationKey
from storage.rules import case_states
from storage.rules.coarse_times import exact, hour
from storage.sqlite.database import Row
from storage.sqlite.tables import file_tables
from storage.worries.cases import CaseMove, CaseStanding, CaseState, Move, Outcome
from storage.worries.flags import FlagVerdict

HOUR = len("2026-03-01T09")

MOVES = """
SELECT move, moved_by, at, goes_to, level, outcome, words, next_step FROM case_move WHERE flag_case = ? ORDER BY id
"""
"""All of a case, as `move_of` takes them."""

_BEGIN = "INSERT INTO flag_case (consultation, level, since, link, sealed) VALUES (?, ?, ?, ?, ?)"

_OPEN_CASE = "SELECT id FROM flag_case WHERE consultation = ? AND link = ? AND state <> 'closed'"

_ADD = """
INSERT INTO case_move (flag_case, move, moved_by, at, goes_to, level, outcome, words, next_step)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_STAND = "UPDATE flag_case SET state = ?, level = ?, owner = ?, outcome = ?, fresh = ? WHERE id = ?"

_FIRST_LEVEL = "SELECT level FROM flag WHERE flag_case = ? ORDER BY id LIMIT 1"

_COARSE_MOVES = "UPDATE case_move SET at = substr(at, 1, 13) WHERE flag_case = ?"
_COARSE_CASE = "UPDATE flag_case SET since = substr(since, 1, 13) WHERE id = ?"
_COARSE_FLAGS = "UPDATE flag SET at = substr(at, 1, 13), closed_at = substr(closed_at, 1, 13) WHERE flag_case = ?"

_OPEN_FLAGS = """
UPDATE flag SET closed_at = NULL, closed_by = '', verdict = '' WHERE flag_case = ? RETURNING consultation, words
"""

# What is closed of a consultation that is not open any more has its day.
_DAY_OF_FLAGS = """
UPDATE flag SET at = substr(at, 1, 10)
WHERE flag_case = ? AND (SELECT status FROM consultation WHERE id = flag.consultation) <> 'open'
"""


def sealed_about(consultation: str) -> bytes:
    """The place that a case's response is sealed for."""
    return f"case\n{consultation}".encode()


def case_for(
    db: sqlite3.Connection,
    consultation: str,
    level: Risk,
    raised: str,
    *,
    response: bytes | None,
    key: ConsultationKey | None,
) -> int:
    """The case that a new flag belongs to: one that is not closed of the same response, else a new one. `raised`: when,
    as it is kept."""
    link = sealed = None
    if key is not None and response is not None:
        link = key.case(response)
        found = db.execute(_OPEN_CASE, (consultation, link)).fetchone()
        if found is not None:
            _joined(db, int(found[0]), level, raised)
            return int(found[0])
        sealed = key.seal.seal(response, sealed_about(consultation))
    return db.execute(_BEGIN, (consultation, int(level), raised, link, sealed)).lastrowid or 0


def raised_again(db: sqlite3.Connection, flag: int, level: Risk) -> None:
    """A flag was counted once more, perhaps as a worse one."""
    db.execute(
        "UPDATE flag_case SET level = max(level, ?) WHERE id = (SELECT flag_case FROM flag WHERE id = ?)",
        (int(level), flag),
    )


def move_of(row: Row) -> CaseMove:
    """From MOVES."""
    move, by, at, goes_to, level, outcome, words, next_step = row
    return CaseMove(
        Move(move),
        by,
        moment_of(at),
        goes_to,
        None if level is None else Risk(level),
        Outcome(outcome) if outcome else None,
        words,
        next_step,
        hour_only=len(at) == HOUR,
    )


def standing_of(db: sqlite3.Connection, case: int) -> CaseStanding | None:
    """None where there is no such case."""
    first = db.execute(_FIRST_LEVEL, (case,)).fetchone()
    if first is None:
        return None
    return case_states.standing(Risk(first[0]), [move_of(row) for row in db.execute(MOVES, (case,))])


def add_move(db: sqlite3.Connection, case: int, move: CaseMove) -> CaseStanding | None:
    """Adds a move and what follows from it; None where the case does not stand so that it can be made."""
    before = standing_of(db, case)
    if before is None or not case_states.can(before, move.move):
        return None
    if move.move is Move.OPENED and before.state is not CaseState.WAITING and not before.fresh:
        return before  # it was opened before
    _add(db, case, move, exact(move.at))
    after = stand(db, case)
    if after is None:
        return None
    if after.state is CaseState.CLOSED and before.state is not CaseState.CLOSED:
        _close_flags(db, case, after, move)
    elif before.state is CaseState.CLOSED and after.state is not CaseState.CLOSED:
        _open_flags(db, case, move)
    return after


def stand(db: sqlite3.Connection, case: int) -> CaseStanding | None:
    """Writes down where a case stands, to be found by."""
    after = standing_of(db, case)
    if after is not None:
        outcome = after.outcome.value if after.outcome else ""
        db.execute(_STAND, (after.state.value, int(after.level), after.owner, outcome, int(after.fresh), case))
    return after


def flag_closed(db: sqlite3.Connection, flag: int, verdict: FlagVerdict, by: str, at: datetime) -> None:
    """A flag was closed by itself: its case is, too, once the last one is."""
    (case,) = db.execute("SELECT flag_case FROM flag WHERE id = ?", (flag,)).fetchone()
    if case is None or db.execute("SELECT 1 FROM flag WHERE flag_case = ? AND closed_at IS NULL", (case,)).fetchone():
        return
    before = standing_of(db, case)
    if before is None or before.state is CaseState.CLOSED:
        return
    worries = db.execute(
        "SELECT 1 FROM flag WHERE flag_case = ? AND verdict <> ?", (case, FlagVerdict.FALSE_ALARM.value)
    ).fetchone()
    right = worries is not None or verdict is not FlagVerdict.FALSE_ALARM
    outcome = Outcome.WORRY if right else Outcome.FALSE_ALARM
    _add(db, case, CaseMove(Move.CLOSED, by, at, outcome=outcome), hour(at))
    stand(db, case)
    db.execute(_COARSE_MOVES, (case,))
    db.execute(_COARSE_CASE, (case,))


def coarse_at_close(db: sqlite3.Connection, consultation: str) -> None:
    """Once its consultation is closed a case has no time finer than an hour, and nothing that only its key could
    open."""
    of = "SELECT id FROM flag_case WHERE consultation = ?"
    db.execute(f"UPDATE case_move SET at = substr(at, 1, 13) WHERE flag_case IN ({of})", (consultation,))  # noqa: S608
    db.execute(
        "UPDATE flag_case SET since = substr(since, 1, 13), link = NULL, sealed = NULL WHERE consultation = ?",
        (consultation,),
    )


def moment_of(kept: str) -> datetime:
    """From a time as it is kept, exact, by the hour or by the day."""
    at = datetime.fromisoformat(kept)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _joined(db: sqlite3.Connection, case: int, level: Risk, raised: str) -> None:
    before = standing_of(db, case)
    _add(db, case, CaseMove(Move.JOINED, "", moment_of(raised), level=level), raised)
    stand(db, case)
    if before is not None and before.state is not CaseState.WAITING and not before.fresh:
        db.execute("UPDATE flag_case SET since = ? WHERE id = ?", (raised, case))


def _close_flags(db: sqlite3.Connection, case: int, after: CaseStanding, move: CaseMove) -> None:
    verdict = case_states.VERDICTS[after.outcome] if after.outcome else FlagVerdict.RIGHT
    db.execute(
        "UPDATE flag SET closed_at = ?, closed_by = ?, verdict = ? WHERE flag_case = ? AND closed_at IS NULL",
        (hour(move.at), move.by, verdict.value, case),
    )
    db.execute(_COARSE_MOVES, (case,))
    db.execute(_COARSE_CASE, (case,))
    db.execute(_COARSE_FLAGS, (case,))
    db.execute(_DAY_OF_FLAGS, (case,))


def _open_flags(db: sqlite3.Connection, case: int, move: CaseMove) -> None:
    """Files that quote their words since it was a false alarm, or since a lead let them through, are to be called
    back."""
    for consultation, words in db.execute(_OPEN_FLAGS, (case,)).fetchall():
        file_tables.flagged(db, consultation, words, move.at.date())


def _add(db: sqlite3.Connection, case: int, move: CaseMove, at: str) -> None:
    level = None if move.level is None else int(move.level)
    outcome = move.outcome.value if move.outcome else ""
    db.execute(_ADD, (case, move.move.value, move.by, at, move.goes_to, level, outcome, move.words, move.next_step))
