"""Where leads are told that something waits, and what they were told last."""

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime

from conversations.asking.replies import Reply, Says
from storage.errors import StoreError
from storage.keys import Keys
from storage.rules.alert_times import is_due, retry_as
from storage.sqlite.database import Database, moment
from storage.sqlite.tables.audit_table import SqliteAudit
from storage.sqlite.tables.cases.case_tables import CLOCK_RUNS, LATE
from storage.sqlite.tables.outbox_table import put
from storage.sqlite.waiting_times import WaitingTimes
from storage.turns import Delivery
from storage.worries.alerts import Alert, AlertAddress, AlertWay, Waiting
from storage.worries.cases import LateFrom

_LEAD = "disabled = 0 AND ' ' || roles || ' ' LIKE '% safeguarding-lead %'"

_KEEP = """
INSERT INTO alert_address (staff, way, sealed) VALUES (?, ?, ?)
ON CONFLICT (staff, way) DO UPDATE SET sealed = excluded.sealed, told_at = '', told_flag = 0, told_late = 0
"""

_WAITING = f"""
SELECT count(*), coalesce(sum(level >= 2), 0), coalesce(sum({LATE}), 0),
    (SELECT coalesce(max(id), 0) FROM flag WHERE flag_case IN (SELECT id FROM flag_case WHERE {CLOCK_RUNS}))
FROM flag_case WHERE {CLOCK_RUNS}
"""  # noqa: S608 - constants

_TO_TELL = f"""
SELECT staff, way, sealed, told_at, told_flag, told_late
FROM alert_address JOIN staff ON staff.id = staff WHERE {_LEAD}
"""  # noqa: S608 - constants

_TOLD = "UPDATE alert_address SET told_at = ?, told_flag = ?, told_late = ? WHERE staff = ? AND way = ?"

_FEWER_LATE = "UPDATE alert_address SET told_late = min(told_late, ?)"

_OUR_CODE = f"""
SELECT staff, name FROM alert_code JOIN staff ON staff.id = staff WHERE digest = ? AND until > ? AND {_LEAD}
"""  # noqa: S608 - constants


class SqliteAlerts:
    def __init__(self, database: Database, keys: Keys, audit: SqliteAudit, times: WaitingTimes) -> None:
        self._database = database
        self._keys = keys
        self._audit = audit
        self._times = times

    async def of(self, staff: int) -> Sequence[AlertAddress]:
        rows = await self._database.rows("SELECT way, sealed FROM alert_address WHERE staff = ?", (staff,))
        return [AlertAddress(staff, AlertWay(way), self._opened(staff, way, sealed)) for way, sealed in rows]

    async def keep(self, staff: int, way: AlertWay, address: str, *, by: str) -> None:
        await self._database.write(lambda db: self._keep(db, staff, way, address, by))

    async def forget(self, staff: int, way: AlertWay, *, by: str) -> bool:
        def work(db: sqlite3.Connection) -> bool:
            gone = db.execute("DELETE FROM alert_address WHERE staff = ? AND way = ?", (staff, way.value)).rowcount
            if gone:
                self._audit.add(db, "alerts ended", by, way.value)
            return bool(gone)

        return await self._database.write(work)

    async def code(self, staff: int, secret: str, until: datetime) -> None:
        def work(db: sqlite3.Connection) -> None:
            db.execute("DELETE FROM alert_code WHERE staff = ? OR until <= ?", (staff, moment(until)))
            db.execute("INSERT INTO alert_code VALUES (?, ?, ?)", (_digest(secret), staff, moment(until)))

        await self._database.write(work)

    async def use_code(self, secret: str, chat: str, at: datetime) -> bool:
        def work(db: sqlite3.Connection) -> bool:
            found = db.execute(_OUR_CODE, (_digest(secret), moment(at))).fetchone()
            if found is None:
                return False
            db.execute("DELETE FROM alert_code WHERE digest = ?", (_digest(secret),))
            self._keep(db, found[0], AlertWay.TELEGRAM, chat, found[1])
            return True

        return await self._database.write(work)

    async def claim(self, late: LateFrom, words: Callable[[Waiting], str], *, at: datetime) -> Sequence[Alert]:
        values = {"urgent": moment(late.urgent), "other": moment(late.other)}
        if not await self._database.row("SELECT 1 FROM alert_address"):
            return []
        queued = list[int]()

        def work(db: sqlite3.Connection) -> list[Alert]:
            queued.clear()
            *counts, newest = db.execute(_WAITING, values).fetchone()
            waiting = Waiting(*counts)
            db.execute(_FEWER_LATE, (waiting.late,))
            alerts = []
            for staff, way, sealed, told_at, told_flag, told_late in db.execute(_TO_TELL).fetchall():
                told = datetime.fromisoformat(told_at) if told_at else None
                due = is_due(
                    newest=newest,
                    told_newest=told_flag,
                    late=waiting.late,
                    told_late=told_late,
                    told_at=told,
                    at=at,
                )
                address = self._opened(staff, way, sealed) if due else ""
                if not address:
                    continue
                db.execute(_TOLD, (moment(at), max(newest, told_flag), waiting.late, staff, way))
                if way == AlertWay.TELEGRAM:
                    reply = Reply(Says.LINE, words(waiting))
                    queued.extend(put(db, self._keys, (reply,), to=Delivery(way, address), consultation="", at=at))
                else:
                    alerts.append(Alert(AlertAddress(staff, AlertWay(way), address), waiting))
            return alerts

        alerts = await self._database.write(work)
        self._times.came(queued, at)
        return alerts

    async def failed(self, alert: Alert, *, at: datetime) -> None:
        values = (moment(retry_as(at)), 0, 0, alert.to.staff, alert.to.way.value)
        await self._database.write(lambda db: db.execute(_TOLD, values) and None)

    def _keep(self, db: sqlite3.Connection, staff: int, way: AlertWay, address: str, by: str) -> None:
        sealed = self._keys.outbox.seal(address.encode(), _about(staff, way.value))
        db.execute(_KEEP, (staff, way.value, sealed))
        self._audit.add(db, "alerts begun", by, way.value)

    def _opened(self, staff: int, way: str, sealed: bytes) -> str:
        try:
            return self._keys.outbox.open(sealed, _about(staff, way)).decode()
        except StoreError:
            return ""


def _about(staff: int, way: str) -> bytes:
    return f"alert\n{staff}\n{way}".encode()


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
