"""Flags: what screening or a person raised, what people found when they looked into it, and which answers flags keep
out of print."""

import asyncio
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from conversations.hearing.values import Flag, Risk
from conversations.telling.responses import Review
from storage.keys import Keys
from storage.keys.sealed_answers import opener
from storage.keys.sealing import ConsultationKey
from storage.rules.coarse_times import day
from storage.rules.quoting_standing import FlaggedWords
from storage.sqlite.database import Database, Row, moment
from storage.sqlite.tables import file_tables
from storage.sqlite.tables.audit_table import SqliteAudit
from storage.sqlite.tables.cases import kept_cases
from storage.sqlite.tables.flags.kept_flags import About, keep_flag
from storage.worries.flags import BY_PERSON, FlaggedAnswer, FlagVerdict, PrintDecision, PrintVerdict, Raised, Standing

COLUMNS = """
SELECT flag.id, consultation, level, kinds, words, at, closed_at IS NOT NULL, closed_by, verdict, times FROM flag
"""
"""Of flags, as `raised_of` takes them."""

_FLAGS = (
    f"{COLUMNS} WHERE consultation = ? AND (closed_at IS NOT NULL) = ? ORDER BY level DESC, id DESC LIMIT ? OFFSET ?"
)

_COUNT = (
    "SELECT count(*), coalesce(sum(level >= 2), 0) FROM flag WHERE consultation = ? AND (closed_at IS NOT NULL) = ?"
)

_LARGEST = 2**63 - 1

_OPEN = "SELECT 1 FROM flag WHERE consultation = ? AND id = ? AND closed_at IS NULL"

ALL = f"{COLUMNS} WHERE consultation = ?"
"""Every flag of a consultation, as `flagged_words` takes them."""

_BY_A_PERSON = "EXISTS (SELECT 1 FROM json_each(kinds, '$.raised_by') WHERE value LIKE ?)"
_PERSON = f"{BY_PERSON}%"

# What is tried out in a trial says nothing of young people.
_JUDGED = f"""
{COLUMNS} JOIN consultation ON consultation.id = flag.consultation AND trial = 0
WHERE verdict <> '' OR {_BY_A_PERSON}
"""

_THERE_ALREADY = f"""
SELECT 1 FROM flag WHERE consultation = ? AND words = ? AND level >= ? AND closed_at IS NULL AND {_BY_A_PERSON}
"""  # noqa: S608 - constants

# While its consultation runs, the time of a closed flag is still of use to those who look after it.
_COARSE = """
UPDATE flag SET at = substr(at, 1, 10), closed_at = substr(closed_at, 1, 13)
WHERE id = ? AND (SELECT status FROM consultation WHERE id = flag.consultation) <> 'open'
"""

COARSE_AT_CLOSE = """
UPDATE flag SET
    at = substr(at, 1, CASE WHEN closed_at IS NULL THEN 13 ELSE 10 END),
    closed_at = substr(closed_at, 1, 13)
WHERE consultation = ?
"""
"""Once its consultation is closed a flag has an hour; one that somebody has looked into its day."""

_DAY, _HOUR = len("2026-03-01"), len("2026-03-01T09")


class _Opened(NamedTuple):
    """What is sealed of an answer in another language, and what it says; None and empty where nothing is. `key` of its
    consultation, while it has one."""

    sealed: bytes | None
    text: str
    key: ConsultationKey | None


DECISIONS = """
SELECT answer, verdict, print_decision.revision, newest_flag, decided_by, at
FROM print_decision JOIN answer ON answer.id = print_decision.answer WHERE consultation = ? ORDER BY print_decision.id
"""
"""Every decision about flagged answers of a consultation, as `OutOfPrint` takes them."""

_WRITTEN = """
SELECT answer.id, question, version, text, coalesce(quoting, 0), review, risk, revision
FROM answer JOIN response ON response.id = answer.response
WHERE answer.consultation = ? AND review <> 'not_needed' ORDER BY answer.id
"""

_DECIDE = """
INSERT INTO print_decision (answer, revision, verdict, newest_flag, decided_by, at)
SELECT id, revision, ?2, (SELECT coalesce(max(id), 0) FROM flag), ?3, ?4 FROM answer WHERE id = ?1
"""


_GOING = "closed_at < ? AND verdict <> 'false_alarm'"


class OutOfPrint:
    """Which answers of a consultation flags keep out of print: from ALL and DECISIONS of it."""

    def __init__(self, flags: Iterable[Row], decisions: Iterable[Row]) -> None:
        self._words = FlaggedWords(raised_of(row) for row in flags)
        self._decisions: dict[bytes, list[PrintDecision]] = defaultdict(list)
        for answer, verdict, revision, newest, by, at in decisions:
            decision = PrintDecision(PrintVerdict(verdict), revision, newest, by, datetime.fromisoformat(at))
            self._decisions[answer].append(decision)

    def standing(self, answer: bytes, text: str, risk: Risk, revision: int) -> Standing:
        return self._words.standing(text, risk, revision, self._decisions.get(answer, ()))


def out_of_print(db: sqlite3.Connection, consultation: str) -> OutOfPrint:
    """As it stands in a transaction that writes."""
    return OutOfPrint(db.execute(ALL, (consultation,)), db.execute(DECISIONS, (consultation,)))


def keep_out(db: sqlite3.Connection, first_kept: date, at: datetime) -> None:
    """Before flags go that were closed before this day: what they keep out of print is kept out without them."""
    going = (first_kept.isoformat(),)
    for (consultation,) in db.execute(f"SELECT DISTINCT consultation FROM flag WHERE {_GOING}", going).fetchall():  # noqa: S608
        flags = db.execute(f"{ALL} AND {_GOING}", (consultation, *going))
        out = OutOfPrint(flags, db.execute(DECISIONS, (consultation,)))
        for one in _flagged(out, db.execute(_WRITTEN, (consultation,))):
            if one.standing.kept_out and one.standing.flags:
                db.execute(_DECIDE, (one.id, PrintVerdict.KEEP.value, "retention", day(at)))


class SqliteFlags:
    def __init__(self, database: Database, keys: Keys, audit: SqliteAudit) -> None:
        self._database = database
        self._keys = keys
        self._audit = audit

    async def raised(
        self, consultation: str, *, closed: bool = False, limit: int | None = None, offset: int = 0
    ) -> Sequence[Raised]:
        values = (consultation, closed, -1 if limit is None else limit, offset)
        return [raised_of(row) for row in await self._database.rows(_FLAGS, values)]

    async def count(self, consultation: str, *, closed: bool = False) -> tuple[int, int]:
        [(flags, urgent)] = await self._database.rows(_COUNT, (consultation, closed))
        return flags, urgent

    async def is_open(self, consultation: str, identifier: int) -> bool:
        if identifier > _LARGEST:  # an address may hold any number
            return False
        return await self._database.row(_OPEN, (consultation, identifier)) is not None

    async def judged(self) -> Sequence[Raised]:
        return [raised_of(row) for row in await self._database.rows(_JUDGED, (_PERSON,))]

    async def close(self, identifier: int, verdict: FlagVerdict, *, by: str, at: datetime) -> bool:
        def work(db: sqlite3.Connection) -> bool:
            closed = db.execute(
                "UPDATE flag SET closed_at = ?, closed_by = ?, verdict = ? WHERE id = ? AND closed_at IS NULL",
                (moment(at), by, verdict.value, identifier),
            )
            if not closed.rowcount:
                return False
            db.execute(_COARSE, (identifier,))
            kept_cases.flag_closed(db, identifier, verdict, by, at)
            self._audit.add(db, "flag closed", by, f"{identifier}: {verdict.value.replace('_', ' ')}")
            return True

        return await self._database.write(work)

    async def flagged(self, consultation: str) -> Sequence[FlaggedAnswer]:
        flags = await self._database.rows(ALL, (consultation,))
        decisions = await self._database.rows(DECISIONS, (consultation,))
        written = await self._database.rows(_WRITTEN, (consultation,))
        return await asyncio.to_thread(lambda: _flagged(OutOfPrint(flags, decisions), written))

    async def let_through(self, answer: bytes, *, seen: str, by: str, at: datetime) -> bool:
        def work(db: sqlite3.Connection) -> bool:
            text, standing = _standing(db, answer)
            if text != seen or standing is None or standing.waits or not standing.kept_out:
                return False
            db.execute(_DECIDE, (answer, PrintVerdict.QUOTE.value, by, day(at)))
            self._audit.add(db, "flagged words may be quoted", by, answer.hex())
            return True

        return await self._database.write(work)

    async def keep_out_again(self, answer: bytes, *, by: str, at: datetime) -> bool:
        def work(db: sqlite3.Connection) -> bool:
            _, standing = _standing(db, answer)
            if standing is None or standing.let_through is None:
                return False
            db.execute(_DECIDE, (answer, PrintVerdict.UNDO.value, by, day(at)))
            file_tables.no_print(db, answer, at.date())
            self._audit.add(db, "flagged words kept out again", by, answer.hex())
            return True

        return await self._database.write(work)

    async def raise_flag(
        self, answer: bytes, level: Risk, kinds: Sequence[str], *, seen: str, by: str, at: datetime, words: str = ""
    ) -> bool:
        opened = await self._opened(answer)

        def work(db: sqlite3.Connection) -> bool:
            row = db.execute(
                "SELECT consultation, text, sealed, response, question FROM answer WHERE id = ?", (answer,)
            ).fetchone()
            if row is None or opened is None or row[2] != opened.sealed or (row[1], opened.text)[bool(row[2])] != seen:
                return False
            consultation, text = row[0], words if row[2] else row[1]
            if not text:
                return False
            if db.execute(_THERE_ALREADY, (consultation, text, level, _PERSON)).fetchone():
                return True
            flag = Flag(level, tuple(kinds), text, (f"{BY_PERSON}{by}",))
            identifier = keep_flag(db, consultation, flag, at, about=About(row[3], row[4], text), key=opened.key)
            db.execute("UPDATE answer SET risk = max(risk, ?) WHERE id = ?", (int(level), answer))
            # Not which answer: a flag stands by itself, and stays when whoever wrote it takes the answer back.
            self._audit.add(db, "flag raised", by, f"{identifier}: {level.name.lower()}")
            return True

        return await self._database.write(work)

    async def _opened(self, answer: bytes) -> _Opened | None:
        row = await self._database.row(
            "SELECT consultation, response, question, sealed FROM answer WHERE id = ?", (answer,)
        )
        if row is None:
            return None
        consultation, response, question, sealed = row
        key = await self._keys.find(consultation)
        return _Opened(sealed, opener(key, response)(question, sealed) if key and sealed else "", key)


def _standing(db: sqlite3.Connection, answer: bytes) -> tuple[str, Standing | None]:
    """An answer's text and where it stands; None where there is none."""
    row = db.execute("SELECT consultation, text, risk, revision FROM answer WHERE id = ?", (answer,)).fetchone()
    if row is None:
        return "", None
    consultation, text, risk, revision = row
    return text, out_of_print(db, consultation).standing(answer, text, Risk(risk), revision)


def _flagged(out: OutOfPrint, written: Iterable[Row]) -> list[FlaggedAnswer]:
    found = []
    for answer, question, version, text, quoting, review, risk, revision in written:
        standing = out.standing(answer, text, Risk(risk), revision)
        if standing.kept_out or standing.flags or standing.let_through:
            found.append(FlaggedAnswer(answer, question, version, text, bool(quoting), Review(review), standing))
    return found


def raised_of(row: Row) -> Raised:
    """From COLUMNS."""
    identifier, consultation, level, kinds, words, at, closed, by, verdict, times = row
    return Raised(
        id=identifier,
        consultation=consultation,
        level=Risk(level),
        **kinds_of(kinds),
        words=words,
        at=datetime.fromisoformat(at).replace(tzinfo=UTC),
        closed=bool(closed),
        closed_by=by,
        day_only=len(at) == _DAY,
        hour_only=len(at) == _HOUR,
        verdict=FlagVerdict(verdict) if verdict else None,
        times=times,
    )


def kinds_of(column: str) -> dict[str, tuple[str, ...]]:
    """The kinds and what raised the flag; a flag of an earlier version has the kinds alone."""
    held = json.loads(column)
    named = held if isinstance(held, dict) else {"kinds": held}
    return {name: tuple(each) for name, each in named.items()}
