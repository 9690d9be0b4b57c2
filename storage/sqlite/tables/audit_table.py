"""The audit: rows that are only ever added, each sealed to the one before it (see AuditChain)."""

import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from storage.audit import AuditFilter, AuditRow
from storage.errors import StoreError
from storage.keys.audit_chain import NOTHING_YET, AuditChain, Head
from storage.rules import coarse_times
from storage.sqlite.database import Database

_WANTED = "FROM audit WHERE (?1 = '' OR done_by = ?1) AND (?2 = '' OR action = ?2) AND at >= ?3 AND at < ?4"


class SqliteAudit:
    """`clock` gives the time of the rows, in UTC."""

    def __init__(self, database: Database, clock: Callable[[], datetime], chain: AuditChain) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain

    async def note(self, action: str, *, by: str, detail: str = "") -> None:
        await self._database.write(lambda db: self.add(db, action, by, detail))

    def add(self, db: sqlite3.Connection, action: str, by: str, detail: str = "") -> None:
        """Adds a row as a part of the caller's transaction: what was done and that it was stand or fall together."""
        add(db, self._chain, self._clock(), action, by=by, detail=detail)

    async def rows(self, wanted: AuditFilter, *, skip: int, most: int) -> Sequence[AuditRow]:
        found = await self._database.rows(
            f"SELECT id, at, action, done_by, detail {_WANTED} ORDER BY id DESC LIMIT ?5 OFFSET ?6",
            (*_parameters(wanted), most, skip),
        )
        return [AuditRow(*row) for row in found]

    async def count(self, wanted: AuditFilter) -> int:
        row = await self._database.row(f"SELECT count(*) {_WANTED}", _parameters(wanted))
        return int(row[0]) if row else 0

    async def names(self) -> tuple[Sequence[str], Sequence[str]]:
        who = await self._database.rows("SELECT DISTINCT done_by FROM audit ORDER BY lower(done_by)")
        what = await self._database.rows("SELECT DISTINCT action FROM audit ORDER BY action")
        return [row[0] for row in who], [row[0] for row in what]


def add(
    db: sqlite3.Connection, chain: AuditChain | None, at: datetime, action: str, *, by: str, detail: str = ""
) -> None:
    """Where there is no store around the database, as when it is copied or put back. In a transaction of its own where
    the caller has none; `bring_up_head` follows the commit. `chain`: None for a database of an earlier version."""
    kept = coarse_times.of_audit(action, detail, at)
    if chain is None:
        db.execute("INSERT INTO audit (at, action, done_by, detail) VALUES (?, ?, ?, ?)", (kept, action, by, detail))
        return
    alone = not db.in_transaction
    if alone:
        db.execute("BEGIN IMMEDIATE")  # nobody else writes the next row meanwhile
    before = newest(db)
    row = (before.number + 1, kept, action, by, detail)
    mac = chain.mac(before.mac, row)
    db.execute("INSERT INTO audit (id, at, action, done_by, detail, mac) VALUES (?, ?, ?, ?, ?, ?)", (*row, mac))
    chain.behind = True
    if alone:
        db.execute("COMMIT")


def newest(db: sqlite3.Connection) -> Head:
    """How far the rows go."""
    row = db.execute("SELECT id, mac FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    return Head(row[0], row[1] or b"") if row else NOTHING_YET


def bring_up_head(db: sqlite3.Connection, chain: AuditChain) -> None:
    """After a commit: notes outside the database how far the rows go. Where that cannot be written the head stays
    behind, which the doctor accepts, until the next commit."""
    if chain.behind and not db.in_transaction:
        with contextlib.suppress(StoreError, sqlite3.Error):
            chain.set_head(newest(db))
            chain.behind = False


def begin(db: sqlite3.Connection, chain: AuditChain, *, relied_on: bool) -> None:
    """Seals what an earlier version wrote, once: a head outside the database says that this was done. `relied_on`:
    whether rows hang on the key already."""
    head = chain.head()
    if relied_on or (head is not None and head != NOTHING_YET):
        return
    chain.set_head(NOTHING_YET)
    seal_all(db, chain)


def seal_all(db: sqlite3.Connection, chain: AuditChain) -> None:
    """Seals every row anew, as a part of the caller's transaction."""
    before = b""
    for row in db.execute("SELECT id, at, action, done_by, detail FROM audit ORDER BY id").fetchall():
        before = chain.mac(before, row)
        db.execute("UPDATE audit SET mac = ? WHERE id = ?", (before, row[0]))
        chain.behind = True


def last(db: sqlite3.Connection, *actions: str) -> str:
    """When any of this was last done, as text in UTC that sorts as time does; empty where it never was."""
    places = ", ".join("?" * len(actions))
    (found,) = db.execute(f"SELECT max(at) FROM audit WHERE action IN ({places})", actions).fetchone()  # noqa: S608
    return found or ""


def _parameters(wanted: AuditFilter) -> tuple[str, str, str, str]:
    after = "9" if wanted.last is None else (wanted.last + timedelta(days=1)).isoformat()
    first = "" if wanted.first is None else wanted.first.isoformat()
    return wanted.by, wanted.action, first, after
