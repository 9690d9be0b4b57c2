"""Words hidden by hand, sealed for a day under a key of their own."""

import asyncio
import sqlite3
from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec

from conversations.hearing.redaction.hide_more import Less, hide, standing
from conversations.hearing.values import APART, Kind
from storage.errors import StoreError
from storage.hiding import BROUGHT_BACK_WITHIN, Elsewhere, HiddenByHand
from storage.keys import Keys
from storage.keys.sealing import Seal
from storage.sqlite.database import Database, Row, moment
from storage.sqlite.tables import file_tables
from storage.sqlite.tables.audit_table import SqliteAudit
from storage.sqlite.upkeep import wiping

_TEXT = "SELECT consultation, text, hidden, revision FROM answer WHERE id = ? AND text <> '' AND review <> 'not_needed'"
_KEEP = "UPDATE answer SET text = ?, hidden = ? WHERE id = ?"
_SEALED = """
INSERT INTO hidden_by_hand (answer, turn, revision, sealed, until)
SELECT ?1, 1 + coalesce((SELECT max(turn) FROM hidden_by_hand WHERE answer = ?1), 0), ?2, ?3, ?4
"""
_LAST = "SELECT turn, revision, sealed FROM hidden_by_hand WHERE answer = ? AND until > ? ORDER BY turn DESC LIMIT 1"
_OTHERS = """
SELECT other.id, other.question, response.version, other.text FROM answer AS other
JOIN answer AS this ON this.consultation = other.consultation AND this.id <> other.id
JOIN response ON response.id = other.response
WHERE this.id = ? AND other.text <> '' AND other.review <> 'not_needed' ORDER BY other.id
"""
_FLAGS = "SELECT id, words, sentences FROM flag WHERE consultation = ?"


class _Before(msgspec.Struct):
    """What is sealed: the words as they were, `after` for the check that they are what was hidden, and flags with
    their words and sentences."""

    text: str
    hidden: str
    after: str
    things: tuple[str, ...]
    kind: str
    flags: list[tuple[int, str, str]]


class SqliteHiding:
    def __init__(self, database: Database, keys: Keys, audit: SqliteAudit) -> None:
        self._database = database
        self._keys = keys
        self._audit = audit

    async def hide(self, answer: bytes, less: Less, kind: Kind, *, seen: str, by: str, at: datetime) -> bool:
        seal = await asyncio.to_thread(self._keys.hidden_words)
        return await self._database.write(lambda db: self._hide(db, seal, answer, less, kind, seen=seen, by=by, at=at))

    async def last(self, answer: bytes, at: datetime) -> HiddenByHand | None:
        row = await self._database.row(_LAST, (answer, moment(at)))
        if row is None:
            return None
        before = _opened(await asyncio.to_thread(self._keys.hidden_words), answer, row)
        return HiddenByHand(before.things, Kind(before.kind)) if before else None

    async def bring_back(self, answer: bytes, *, by: str, at: datetime) -> bool:
        seal = await asyncio.to_thread(self._keys.hidden_words)

        def work(db: sqlite3.Connection) -> bool:
            row = db.execute(_LAST, (answer, moment(at))).fetchone()
            there = db.execute(_TEXT, (answer,)).fetchone()
            before = _opened(seal, answer, row) if row else None
            if before is None or there is None or (there[1], there[3]) != (before.after, row[1]):
                return False
            db.execute(_KEEP, (before.text, before.hidden, answer))
            db.executemany(
                "UPDATE flag SET words = ?, sentences = ? WHERE id = ?",
                [(words, sentences, flag) for flag, words, sentences in before.flags],
            )
            db.execute("DELETE FROM hidden_by_hand WHERE answer = ? AND turn = ?", (answer, row[0]))
            self._audit.add(db, "answer shows again what was hidden", by, answer.hex())
            return True

        return await self._database.write(work)

    async def elsewhere(self, answer: bytes, at: datetime) -> Sequence[Elsewhere]:
        last = await self.last(answer, at)
        if last is None:
            return []
        rows = await self._database.rows(_OTHERS, (answer,))
        return await asyncio.to_thread(_having, rows, last.things)

    async def hide_elsewhere(self, answer: bytes, others: Collection[bytes], *, by: str, at: datetime) -> int:
        last = await self.last(answer, at)
        if last is None:
            return 0
        found = [one for one in await self.elsewhere(answer, at) if one.answer in others]
        seal = await asyncio.to_thread(self._keys.hidden_words)

        def work(db: sqlite3.Connection) -> int:
            done = 0
            for one in found:
                row = db.execute(_TEXT, (one.answer,)).fetchone()
                if row is not None and row[1] == one.text:
                    less = hide(one.text, _kinds(row[2]), one.words, last.kind)
                    done += self._hide(db, seal, one.answer, less, last.kind, seen=one.text, by=by, at=at)
            return done

        return await self._database.write(work)

    def _hide(
        self,
        db: sqlite3.Connection,
        seal: Seal,
        answer: bytes,
        less: Less,
        kind: Kind,
        *,
        seen: str,
        by: str,
        at: datetime,
    ) -> bool:
        row = db.execute(_TEXT, (answer,)).fetchone()
        if row is None or row[1] != seen or less.text == seen:
            return False
        consultation, text, hidden, revision = row
        flags = _flags_with(db.execute(_FLAGS, (consultation,)), text, less.things)
        before = _Before(text, hidden, less.text, less.things, kind.value, flags)
        db.execute(_KEEP, (less.text, " ".join(less.hidden), answer))
        for flag, words, sentences in flags:
            db.execute(
                "UPDATE flag SET words = ?, sentences = ? WHERE id = ?",
                (_without(words, less.things, kind), _without(sentences, less.things, kind), flag),
            )
        db.execute(
            _SEALED,
            (answer, revision, seal.seal(msgspec.json.encode(before), answer), moment(at + BROUGHT_BACK_WITHIN)),
        )
        file_tables.no_print(db, answer, at.date())  # files that quote the words are to be called back
        wiping.order(db, "answer", "flag")
        self._audit.add(db, "answer has more hidden", by, f"{answer.hex()}: {len(less.things)} ({kind.value})")
        return True


def forget(db: sqlite3.Connection, at: datetime) -> int:
    """What can be brought back no more goes for good; gives back how much did."""
    gone = db.execute("DELETE FROM hidden_by_hand WHERE until <= ?", (moment(at),)).rowcount
    db.execute("DELETE FROM review_lease WHERE until <= ?", (moment(at),))
    if gone:
        wiping.order(db, "hidden_by_hand", "answer", "flag")
    return gone


def forget_all(db: sqlite3.Connection, consultation: str) -> None:
    """As it closes."""
    db.execute(
        "DELETE FROM hidden_by_hand WHERE answer IN (SELECT id FROM answer WHERE consultation = ?)", (consultation,)
    )
    db.execute(
        "DELETE FROM review_lease WHERE answer IN (SELECT id FROM answer WHERE consultation = ?)", (consultation,)
    )
    wiping.order(db, "hidden_by_hand")


def _opened(seal: Seal, answer: bytes, row: Row) -> _Before | None:
    """None where it was sealed under a key that is not there any more."""
    try:
        return msgspec.json.decode(seal.open(row[2], answer), type=_Before)
    except StoreError:
        return None


def _having(rows: Sequence[Row], things: Sequence[str]) -> list[Elsewhere]:
    parts = [thing.casefold().removesuffix("'s").removesuffix("’s") for thing in things]
    found = []
    for answer, question, version, text in rows:
        plain = text.casefold()
        words = standing(text, things) if any(part in plain for part in parts) else ()
        if words:
            found.append(Elsewhere(answer, question, version, text, frozenset(words)))
    return found


def _flags_with(flags: sqlite3.Cursor, text: str, things: Sequence[str]) -> list[tuple[int, str, str]]:
    """The flags whose words are of this text, and have something of what is hidden in it."""
    return [
        (flag, words, sentences)
        for flag, words, sentences in flags
        if all(part in text for part in words.split(APART)) and (standing(words, things) or standing(sentences, things))
    ]


def _without(text: str, things: Sequence[str], kind: Kind) -> str:
    return hide(text, (), standing(text, things), kind).text


def _kinds(column: str) -> tuple[Kind, ...]:
    return tuple(Kind(kind) for kind in column.split())
