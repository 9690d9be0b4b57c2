"""Which of the service's keys something kept hangs on, and what they are known again by."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime

from storage.keys import Keys
from storage.keys.audit_chain import AuditChain
from storage.keys.key_files import AUDIT, OUTBOX, RECEIPTS
from storage.rules.key_standing import ReliedOn
from storage.sqlite.tables import audit_table

ACCEPTED = "keys accepted"
"""In the audit."""

_HANGS_ON = {
    OUTBOX: "SELECT EXISTS (SELECT 1 FROM outbox)",
    RECEIPTS: "SELECT EXISTS (SELECT 1 FROM receipt)",
    AUDIT: "SELECT EXISTS (SELECT 1 FROM audit WHERE mac IS NOT NULL)",
}
"""Says of a database that an earlier version used whether something hangs on a key."""


def relied_on(db: sqlite3.Connection) -> dict[str, ReliedOn]:
    """By the key's name."""
    known = dict(db.execute("SELECT name, key_check FROM key_known").fetchall())
    found = {name: ReliedOn(check) for name, check in known.items() if check is not None}
    for name, sql in _HANGS_ON.items():
        if name not in known and db.execute(sql).fetchone()[0]:
            found[name] = ReliedOn(None)
    return found


def note(db: sqlite3.Connection, checks: Mapping[str, bytes]) -> None:
    """From now on these keys are the right ones, where none was yet."""
    db.executemany(
        "INSERT INTO key_known VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET key_check = excluded.key_check "
        "WHERE key_check IS NULL",
        list(checks.items()),
    )


def accept_missing(db: sqlite3.Connection, keys: Keys, chain: AuditChain) -> tuple[str, ...]:
    """Lets the next start make the keys that are not there. The names of their files. The audit's is made now, and its
    rows are sealed anew with it."""
    missing = [name for name in _HANGS_ON if not (keys.folder / f"{name}.key").exists()]
    if AUDIT in missing:
        missing.remove(AUDIT)
        _seal_anew(db, keys, chain)
    db.executemany("INSERT OR REPLACE INTO key_known VALUES (?, NULL)", [(name,) for name in missing])
    return tuple(f"{name}.key" for name in missing)


def accept(db: sqlite3.Connection, keys: Keys, chain: AuditChain, *, by: str, at: datetime) -> dict[str, int]:
    """Lets the next start go on with the keys that are there, or with new ones. By the name of each key that is lost or
    exchanged: how many receipts nobody finds any more, replies are not sent, or audit rows are sealed anew."""
    lost = {}
    for name in keys.wrong(relied_on(db)):
        if name == AUDIT:
            lost[name] = _seal_anew(db, keys, chain)
            continue
        db.execute("INSERT OR REPLACE INTO key_known VALUES (?, NULL)", (name,))
        if name == OUTBOX:
            lost[name] = db.execute("DELETE FROM outbox").rowcount  # nobody can open them
        else:
            (lost[name],) = db.execute("SELECT count(*) FROM receipt").fetchone()
    if lost:
        audit_table.add(db, chain, at, ACCEPTED, by=by, detail=", ".join(sorted(lost)))
    return lost


def _seal_anew(db: sqlite3.Connection, keys: Keys, chain: AuditChain) -> int:
    """Goes on with the audit's key that is there, or with a new one. How many rows are sealed with it now."""
    keys.accept_audit()
    audit_table.seal_all(db, chain)
    db.execute("INSERT OR REPLACE INTO key_known VALUES (?, ?)", (AUDIT, keys.audit_check))
    return audit_table.newest(db).number
