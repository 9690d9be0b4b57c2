"""Whether the audit is whole: no row was changed, removed or cut off past Earshot."""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress

from storage.keys import Keys
from storage.keys.audit_chain import AuditChain, Head
from storage.maintenance import Finding, fine, note, wrong
from storage.sqlite.upkeep.expiry import CUT, UP_TO
from storage.sqlite.upkeep.key_checks import ACCEPTED
from storage.sqlite.upkeep.restore import INSTEAD, RESTORED

MOST = 5
"""Rows that are named, of those that are wrong."""

_WHAT_TO_DO = "somebody changed the database past Earshot: keep a copy, and find out who can get at it"


def check_audit(db: sqlite3.Connection, keys: Keys) -> Iterator[Finding]:
    """Findings; reads every row. Raises StoreError where the key or the head cannot be read."""
    chain = AuditChain(keys)
    head = chain.head()  # before the rows: others may write meanwhile, and it may be behind them, never ahead
    db.execute("BEGIN")
    try:
        found = list(_broken(db, chain, head))
        whole = db.execute("SELECT count(*) FROM audit").fetchone()[0]
        marks = list(_marks(db))
    finally:
        db.execute("ROLLBACK")
    yield from (wrong(f"the record: {words}") for words in found[:MOST])
    if len(found) > MOST:
        yield wrong(f"the record: and {len(found) - MOST} more like these")
    if found:
        yield wrong(_WHAT_TO_DO)
    else:
        yield fine(f"the record is whole: {whole} rows, each sealed to the one before it")
    yield from marks


def _broken(db: sqlite3.Connection, chain: AuditChain, head: Head | None) -> Iterator[str]:
    cut = _last_cut(db)
    expected, before, at_head = 1, b"", b""
    for number, *rest, mac in db.execute("SELECT id, at, action, done_by, detail, mac FROM audit ORDER BY id"):
        if expected == 1 and cut is not None and cut.number == number - 1:
            expected, before = number, cut.mac
        if number != expected:
            last = number - 1
            yield f"row {last} is missing" if last == expected else f"rows {expected} to {last} are missing"
        elif mac is None:
            yield f"row {number} has no seal"
        elif mac != chain.mac(before, (number, *rest)):
            yield f"row {number} is not as it was written"
        before, expected = mac or b"", number + 1
        if head is not None and number == head.number:
            at_head = before
    yield from _against(head, expected - 1, at_head, cut=cut, replaced=_taken_place_of(db))


def _against(
    head: Head | None, last: int, at_head: bytes, *, cut: Head | None, replaced: frozenset[str]
) -> Iterator[str]:
    """The end of the rows against the head that stands outside the database."""
    if head is None:
        if last:
            yield "the file audit.head in KEYS_DIR is missing, so nobody can tell whether rows were cut off"
    elif str(head) in replaced or head.number == 0 or (cut is not None and head.number <= cut.number):
        return
    elif head.number > last:
        yield f"it was cut off: it went on to row {head.number}, and ends with row {last}"
    elif at_head != head.mac:
        yield f"row {head.number} is another one than audit.head in KEYS_DIR knows"


def _last_cut(db: sqlite3.Connection) -> Head | None:
    row = db.execute("SELECT detail FROM audit WHERE action = ? ORDER BY id DESC LIMIT 1", (CUT,)).fetchone()
    return _read(row[0].removeprefix(UP_TO)) if row else None


def _taken_place_of(db: sqlite3.Connection) -> frozenset[str]:
    rows = db.execute("SELECT detail FROM audit WHERE action = ?", (RESTORED,)).fetchall()
    return frozenset(str(head) for (detail,) in rows if (head := _read(detail.partition(INSTEAD)[2])))


def _read(text: str) -> Head | None:
    with suppress(ValueError):
        return Head.read(text)
    return None


def _marks(db: sqlite3.Connection) -> Iterator[Finding]:
    for action, words in _MARKS.items():
        row = db.execute("SELECT id, at FROM audit WHERE action = ? ORDER BY id DESC LIMIT 1", (action,)).fetchone()
        if row:
            yield note(f"the record {words} (row {row[0]}, {row[1][:10]})")


_MARKS = {
    CUT: "was shortened, as older rows were kept for long enough",
    RESTORED: "goes on from a backup that was put back",
    ACCEPTED: "goes on with keys that were accepted in place of others",
}
