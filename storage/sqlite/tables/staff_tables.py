"""Staff accounts, their one-time links and sign-ins, and the audit."""

import hashlib
import sqlite3
import unicodedata
from collections.abc import Collection, Sequence
from datetime import datetime

from conversations.hearing.text.nothing_to_see import nothing_to_see
from storage.errors import StoreError
from storage.sqlite.database import Database, Row, moment
from storage.sqlite.tables.audit_table import SqliteAudit
from storage.staff import Staff

_STAFF = "SELECT staff.id, name, roles, disabled, password FROM staff"


class SqliteStaff:
    def __init__(self, database: Database, audit: SqliteAudit) -> None:
        self._database = database
        self._audit = audit

    async def add(self, name: str, roles: Collection[str], *, by: str) -> Staff:
        shown = " ".join(name.split())
        if nothing_to_see(shown):
            raise StoreError("a staff account needs a name")
        kept = " ".join(sorted(set(roles)))

        def work(db: sqlite3.Connection) -> Staff:
            row = db.execute(
                "INSERT INTO staff (name, folded, roles) VALUES (?, ?, ?) ON CONFLICT (folded) DO NOTHING RETURNING id",
                (shown, _folded(shown), kept),
            ).fetchone()
            if row is None:
                raise StoreError(f"there is already a staff account with the name {shown}: choose another")
            self._audit.add(db, "staff added", by, f"{shown}: {kept}")
            return Staff(row[0], shown, frozenset(kept.split()), False, "")

        return await self._database.write(work)

    async def all(self) -> Sequence[Staff]:
        return [_staff(row) for row in await self._database.rows(f"{_STAFF} ORDER BY folded")]

    async def named(self, name: str) -> Staff | None:
        row = await self._database.row(f"{_STAFF} WHERE folded = ?", (_folded(name),))
        return _staff(row) if row else None

    async def set_password(self, staff: int, password: str, *, by: str, instead_of: str | None = None) -> Staff:
        return await self._database.write(lambda db: self._set_password(db, staff, password, by, instead_of))

    def _set_password(
        self, db: sqlite3.Connection, staff: int, password: str, by: str = "", instead_of: str | None = None
    ) -> Staff:
        row = db.execute(
            "UPDATE staff SET password = ? WHERE id = ? AND password = coalesce(?, password) RETURNING name",
            (password, staff, instead_of),
        ).fetchone()
        if row is None:
            raise StoreError("there is no such staff account, or it has another password by now")
        db.execute("DELETE FROM sign_in WHERE staff = ?", (staff,))
        db.execute("DELETE FROM link WHERE staff = ?", (staff,))
        self._audit.add(db, "password set", by or row[0], row[0])
        return _staff(db.execute(f"{_STAFF} WHERE id = ?", (staff,)).fetchone())

    async def disable(self, staff: int, *, by: str) -> None:
        def work(db: sqlite3.Connection) -> None:
            row = db.execute("UPDATE staff SET disabled = 1 WHERE id = ? RETURNING name", (staff,)).fetchone()
            if row is None:
                raise StoreError("there is no such staff account")
            db.execute("DELETE FROM sign_in WHERE staff = ?", (staff,))
            db.execute("DELETE FROM link WHERE staff = ?", (staff,))
            self._audit.add(db, "staff disabled", by, row[0])

        await self._database.write(work)

    async def add_link(self, staff: int, secret: str, until: datetime) -> None:
        await self._database.write(
            lambda db: db.execute("INSERT INTO link VALUES (?, ?, ?)", (_digest(secret), staff, moment(until)))
        )

    async def link(self, secret: str, at: datetime) -> Staff | None:
        return await self._whose("link", secret, at)

    async def use_link(self, secret: str, at: datetime, password: str) -> Staff | None:
        def work(db: sqlite3.Connection) -> Staff | None:
            used = db.execute(
                "DELETE FROM link WHERE digest = ? AND until > ? "
                "AND staff IN (SELECT id FROM staff WHERE NOT disabled) RETURNING staff",
                (_digest(secret), moment(at)),
            ).fetchone()
            return self._set_password(db, used[0], password) if used else None

        return await self._database.write(work)

    async def sign_in(
        self, staff: int, secret: str, until: datetime, *, checked: str | None = None, instead_of: str = ""
    ) -> None:
        def work(db: sqlite3.Connection) -> None:
            row = db.execute(
                "SELECT name FROM staff WHERE id = ? AND NOT disabled AND password = coalesce(?, password)",
                (staff, checked),
            ).fetchone()
            if row is None:
                raise StoreError("there is no such staff account, it was disabled, or it has another password by now")
            db.execute("DELETE FROM sign_in WHERE digest = ?", (_digest(instead_of),))
            db.execute(
                "INSERT INTO sign_in (digest, staff, until) VALUES (?, ?, ?)", (_digest(secret), staff, moment(until))
            )
            self._audit.add(db, "signed in", row[0])

        await self._database.write(work)

    async def signed_in(self, secret: str, at: datetime) -> Staff | None:
        return await self._whose("sign_in", secret, at)

    async def sign_out(self, secret: str) -> None:
        def work(db: sqlite3.Connection) -> None:
            ended = db.execute("DELETE FROM sign_in WHERE digest = ? RETURNING staff", (_digest(secret),)).fetchone()
            if ended:
                (name,) = db.execute("SELECT name FROM staff WHERE id = ?", ended).fetchone()
                self._audit.add(db, "signed out", name)

        await self._database.write(work)

    async def _whose(self, table: str, secret: str, at: datetime) -> Staff | None:
        row = await self._database.row(
            f"{_STAFF} JOIN {table} ON {table}.staff = staff.id WHERE digest = ? AND until > ? AND NOT disabled",
            (_digest(secret), moment(at)),
        )
        return _staff(row) if row else None


def _staff(row: Row) -> Staff:
    identifier, name, roles, disabled, password = row
    return Staff(identifier, name, frozenset(roles.split()), bool(disabled), password)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def _digest(secret: str) -> bytes:
    # No salt: these secrets are 256 random bits, which nobody can try out.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
