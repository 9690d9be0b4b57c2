"""Cases as leads find and move them."""

import asyncio
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from conversations.hearing.values import RISK_KINDS, Risk
from storage.errors import StoreError
from storage.keys import Keys
from storage.rules import case_states
from storage.rules.coarse_times import day
from storage.rules.quoting_standing import Words
from storage.sqlite.database import Database, Row, moment
from storage.sqlite.tables.audit_table import SqliteAudit
from storage.sqlite.tables.cases.kept_cases import HOUR, MOVES, add_move, moment_of, move_of, sealed_about
from storage.sqlite.tables.flags.flag_table import COLUMNS, kinds_of, raised_of
from storage.worries.cases import (
    Case,
    CaseAnswer,
    CaseFilter,
    CaseFlag,
    CaseMove,
    CaseState,
    LateFrom,
    ListedCase,
    Move,
    Outcome,
    ScreeningCounts,
)
from storage.worries.flags import BY_PERSON, FlagVerdict

CLOCK_RUNS = "(state IN ('waiting', 'opened') OR (state = 'in_hand' AND fresh))"
"""Of cases: nobody has taken them in hand."""

LATE = f"{CLOCK_RUNS} AND since <= CASE WHEN level >= 2 THEN :urgent ELSE :other END"
"""Of cases: overdue, since their clock began before :urgent, or before :other."""

# Words alone say little ("hits me"): their sentences, where a line has room for them.
_LISTED = """
SELECT flag_case.id, flag_case.consultation, state, flag_case.level, owner, outcome, since, fresh,
    flag.kinds, CASE WHEN length(sentences) BETWEEN 1 AND 140 THEN sentences ELSE flag.words END, flag.question,
    (SELECT count(*) FROM flag WHERE flag_case = flag_case.id),
    (SELECT next_step FROM case_move WHERE flag_case = flag_case.id AND next_step <> '' ORDER BY id DESC LIMIT 1)
FROM flag_case
JOIN flag ON flag.id = (SELECT id FROM flag WHERE flag_case = flag_case.id ORDER BY level DESC, id LIMIT 1)
"""

_OPEN_ORDER = "ORDER BY flag_case.level DESC, since, flag_case.id"
_CLOSED_ORDER = "ORDER BY since DESC, flag_case.id DESC"

_CASE = "SELECT consultation, since, sealed FROM flag_case WHERE id = ?"

_ITS_FLAGS = f"{COLUMNS} WHERE flag_case = ? ORDER BY level DESC, id"
_ITS_QUESTIONS = "SELECT id, question, sentences FROM flag WHERE flag_case = ?"

# Who wrote an answer that leads to one person is shown without their age.
_AGE_BAND = """
CASE WHEN EXISTS (SELECT 1 FROM answer AS theirs WHERE theirs.response = response.id AND theirs.mark = 'singles_out')
     THEN '' ELSE response.age_band END
"""
_RESPONSE = f"SELECT {_AGE_BAND}, version FROM response WHERE id = ?"  # noqa: S608 - a constant

_MOVES_MADE = "SELECT count(*) FROM case_move WHERE flag_case = ?"

_ANSWERS = "SELECT question, text, sealed IS NOT NULL FROM answer WHERE response = ? AND (text <> '' OR language <> '')"

_FLAGGED = f"""
SELECT question, text, sealed IS NOT NULL, {_AGE_BAND}, response.version
FROM answer JOIN response ON response.id = answer.response
WHERE answer.consultation = ? AND review <> 'not_needed' AND risk > 0 AND (?2 = '' OR question = ?2)
"""  # noqa: S608

_FOUND = """
SELECT kinds, verdict, closed_at IS NULL, flag_case FROM flag JOIN consultation ON consultation.id = flag.consultation
WHERE trial = ?
"""

_COUNTED = ("right", "false_alarms", "missed", "open")

_MOST_FOUND = 3
"""Answers that are shown where a flag's words alone say which it may be."""

_LARGEST = 2**63 - 1

_LOOK = "flag case looked at"

# Whoever reads a page twice leaves one row, as far as can be seen without reading all of the audit.
_LOOKED = """
SELECT 1 FROM audit
WHERE id > (SELECT max(id) FROM audit) - 1000 AND action = ? AND done_by = ? AND detail = ? AND at = ?
"""


class SqliteCases:
    """`clock` gives the time in UTC of audit rows."""

    def __init__(self, database: Database, keys: Keys, audit: SqliteAudit, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._keys = keys
        self._audit = audit
        self._clock = clock

    async def listed(self, which: CaseFilter, *, limit: int = 25, offset: int = 0) -> Sequence[ListedCase]:
        where, values = _where(which)
        order = _CLOSED_ORDER if which.closed else _OPEN_ORDER
        sql = f"{_LISTED} WHERE {where} {order} LIMIT :limit OFFSET :offset"
        rows = await self._database.rows(sql, {**values, "limit": limit, "offset": offset})
        return [_listed(row) for row in rows]

    async def count(self, which: CaseFilter) -> int:
        where, values = _where(which)
        [(found,)] = await self._database.rows(f"SELECT count(*) FROM flag_case WHERE {where}", values)  # noqa: S608 - constants
        return int(found)

    async def late(self, late: LateFrom) -> int:
        [(found,)] = await self._database.rows(f"SELECT count(*) FROM flag_case WHERE {LATE}", _late(late))  # noqa: S608
        return int(found)

    async def screening(self, *, trial: bool) -> Sequence[ScreeningCounts]:
        return await asyncio.to_thread(_counted, await self._database.rows(_FOUND, (trial,)))

    async def case(self, identifier: int) -> Case | None:
        row = await self._database.row(_CASE, (identifier,)) if identifier <= _LARGEST else None
        if row is None:
            return None
        consultation, since, sealed = row
        about = {each: rest for each, *rest in await self._database.rows(_ITS_QUESTIONS, (identifier,))}
        raised = [raised_of(flag) for flag in await self._database.rows(_ITS_FLAGS, (identifier,))]
        flags = tuple(CaseFlag(one, *about.get(one.id, ("", ""))) for one in raised)
        moves = tuple(move_of(move) for move in await self._database.rows(MOVES, (identifier,)))
        first = min(raised, key=lambda one: one.id)
        response = await self._response(consultation, sealed)
        found = await self._by_words(consultation, flags) if response is None else []
        by_words = bool(found)
        if response is not None:
            of = await self._database.row(_RESPONSE, (response,))
            found = [(*each, *of) for each in await self._database.rows(_ANSWERS, (response,))] if of else []
        return Case(
            identifier,
            consultation,
            case_states.standing(first.level, moves),
            moment_of(since),
            flags,
            moves,
            tuple(CaseAnswer(question, text, bool(unread)) for question, text, unread, *_ in found),
            # Who is found by words may be one of several.
            age_band=found[0][3] if len({one[3] for one in found}) == 1 else "",
            version=found[0][4] if found else 0,
            by_words=by_words,
            hour_only=len(since) <= HOUR,
        )

    async def look(self, identifier: int, *, by: str, at: datetime) -> None:
        def work(db: sqlite3.Connection) -> None:
            if db.execute("SELECT 1 FROM flag_case WHERE id = ?", (identifier,)).fetchone() is None:
                return
            add_move(db, identifier, CaseMove(Move.OPENED, by, at))
            if db.execute(_LOOKED, (_LOOK, by, str(identifier), day(self._clock()))).fetchone() is None:
                self._audit.add(db, _LOOK, by, str(identifier))

        if identifier <= _LARGEST:
            await self._database.write(work)

    async def move(self, identifier: int, move: CaseMove, *, seen: int | None = None) -> bool:
        def work(db: sqlite3.Connection) -> bool:
            if seen is not None and db.execute(_MOVES_MADE, (identifier,)).fetchone() != (seen,):
                return False
            after = add_move(db, identifier, move)
            if after is None:
                return False
            what = f"{identifier}: {move.outcome.value}" if move.outcome else str(identifier)
            self._audit.add(db, f"flag case {move.move.value}".replace("_", " "), move.by, what.replace("_", " "))
            return True

        return await self._database.write(work)

    async def _response(self, consultation: str, sealed: bytes | None) -> bytes | None:
        key = await self._keys.find(consultation) if sealed else None
        if key is None or sealed is None:
            return None
        try:
            return key.seal.open(sealed, sealed_about(consultation))
        except StoreError:  # of a key that is gone: it was closed, and opened anew
            return None

    async def _by_words(self, consultation: str, flags: Sequence[CaseFlag]) -> list[Row]:
        """Answers that hold all sentences of a question's flags, or else the words of any, each with the age band and
        the version of whoever wrote it: it may be any of them. None where they are too many to say anything."""
        about: dict[object, list[CaseFlag]] = defaultdict(list)
        for flag in flags:
            about[flag.question or flag.raised.id].append(flag)
        found: list[Row] = []
        for these in about.values():
            rows = await self._database.rows(_FLAGGED, (consultation, these[0].question))
            said = [Words(flag.sentences or flag.raised.words) for flag in these]
            of_these = [row for row in rows if all(one.stand_in(row[1], a_part_will_do=False) for one in said)]
            if not of_these:  # something of it was written anew since
                words = [Words(flag.raised.words) for flag in these]
                of_these = [row for row in rows if any(one.stand_in(row[1], a_part_will_do=False) for one in words)]
            found += [row for row in of_these if row not in found]
        return found if len(found) <= _MOST_FOUND else []


def _counted(rows: Sequence[Row]) -> list[ScreeningCounts]:
    flags = [(kinds_of(kinds), verdict, bool(still), case) for kinds, verdict, still, case in rows]
    by_hand = [any(one.startswith(BY_PERSON) for one in held.get("raised_by", ())) for held, *_ in flags]
    found = {case for (*_, case), hand in zip(flags, by_hand, strict=True) if not hand}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for (held, verdict, still, case), hand in zip(flags, by_hand, strict=True):
        what = _counts_as(verdict, still=still, by_hand=hand, found=case in found)
        for kind in ("", *held.get("kinds", ())) if what else ():
            counts[kind][what] += 1
    order = ["", *(kind for kind in RISK_KINDS if kind in counts), *sorted(set(counts) - {"", *RISK_KINDS})]
    return [ScreeningCounts(kind, *(counts[kind][what] for what in _COUNTED)) for kind in order]


def _counts_as(verdict: str, *, still: bool, by_hand: bool, found: bool) -> str:
    """Which of ScreeningCounts' columns; empty where it counts in none."""
    if by_hand:
        return "" if found or verdict == FlagVerdict.FALSE_ALARM else "missed"
    if still:
        return "open"
    return {FlagVerdict.RIGHT.value: "right", FlagVerdict.FALSE_ALARM.value: "false_alarms"}.get(verdict, "")


def _where(which: CaseFilter) -> tuple[str, dict[str, Any]]:
    parts = [f"state {'=' if which.closed else '<>'} 'closed'"]
    values: dict[str, Any] = {}
    if which.consultation:
        parts.append("flag_case.consultation = :consultation")
        values["consultation"] = which.consultation
    if which.level is not None:
        parts.append("flag_case.level = :level")
        values["level"] = int(which.level)
    if which.owner:
        parts.append("owner = :owner")
        values["owner"] = which.owner
    if which.kind:
        parts.append("EXISTS (SELECT 1 FROM flag AS one WHERE one.flag_case = flag_case.id AND one.kinds LIKE :kind)")
        values["kind"] = f'%"{which.kind}"%'
    if which.late is not None:
        parts.append(LATE.replace("level", "flag_case.level"))
        values |= _late(which.late)
    return " AND ".join(parts), values


def _late(late: LateFrom) -> dict[str, str]:
    return {"urgent": moment(late.urgent), "other": moment(late.other)}


def _listed(row: Row) -> ListedCase:
    identifier, consultation, state, level, owner, outcome, since, fresh, kinds, words, question, flags, step = row
    return ListedCase(
        id=identifier,
        consultation=consultation,
        state=CaseState(state),
        level=Risk(level),
        owner=owner,
        outcome=Outcome(outcome) if outcome else None,
        since=moment_of(since),
        fresh=bool(fresh),
        kinds=kinds_of(kinds).get("kinds", ()),
        words=words,
        question=question,
        flags=flags,
        next_step=step or "",
        hour_only=len(since) <= HOUR,
    )
