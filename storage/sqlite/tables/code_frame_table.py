"""Code frames: every version of each, one after the other."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec

from conversations.hearing.themes.code_frame import CodeFrame
from conversations.hearing.themes.code_frame_changes import Change
from storage.errors import StoreError
from storage.rules.coding_standing import FrameVersion
from storage.sqlite.database import Database, Row
from storage.sqlite.tables.audit_table import SqliteAudit

FRAMES = """
SELECT question, version, frame, change, changed_by, day FROM code_frame WHERE consultation = ?
ORDER BY question, version
"""


class SqliteCodeFrames:
    def __init__(self, database: Database, audit: SqliteAudit) -> None:
        self._database = database
        self._audit = audit

    async def all(self, consultation: str) -> Mapping[str, Sequence[FrameVersion]]:
        return histories(await self._database.rows(FRAMES, (consultation,)))

    async def keep(
        self, consultation: str, question: str, frame: CodeFrame, change: Change, *, after: int, by: str, at: datetime
    ) -> bool:
        kept = msgspec.json.encode(frame).decode(), msgspec.json.encode(change).decode()

        def work(db: sqlite3.Connection) -> bool:
            if newest_version(db, consultation, question) != after:
                return False
            db.execute(
                "INSERT INTO code_frame (consultation, question, version, frame, change, changed_by, day) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (consultation, question, after + 1, *kept, by, at.date().isoformat()),
            )
            self._audit.add(db, f"code frame {change.did.value}", by, f"{consultation} {question}, version {after + 1}")
            return True

        return await self._database.write(work)


def histories(rows: Sequence[Row]) -> dict[str, list[FrameVersion]]:
    """From rows of FRAMES: by question."""
    found: dict[str, list[FrameVersion]] = {}
    for question, version, frame, change, by, day in rows:
        try:
            read = msgspec.json.decode(frame, type=CodeFrame), msgspec.json.decode(change, type=Change)
        except msgspec.MsgspecError as error:
            raise StoreError(f"the code frame of {question} cannot be read: restore a backup") from error
        found.setdefault(question, []).append(FrameVersion(version, *read, by, date.fromisoformat(day)))
    return found


def newest_version(db: sqlite3.Connection, consultation: str, question: str) -> int:
    (version,) = db.execute(
        "SELECT coalesce(max(version), 0) FROM code_frame WHERE consultation = ? AND question = ?",
        (consultation, question),
    ).fetchone()
    return int(version)
