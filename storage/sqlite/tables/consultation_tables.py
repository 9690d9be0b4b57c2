"""Consultations: the versions of their text, their dates, their group codes."""

import asyncio
import json
import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from typing import cast

from conversations.asking.consultation.model import Consultation, Status
from conversations.hearing.text.nothing_to_see import nothing_to_see
from storage.consultations import HeldConsultation
from storage.errors import StoreError, UnknownConsultationError
from storage.keys import Keys
from storage.sqlite.database import Database, Row
from storage.sqlite.tables.audit_table import SqliteAudit
from storage.sqlite.upkeep.closing import Closing

_HELD = """
SELECT id, status, opens, closes, closed_on, trial,
       (SELECT json_group_array(version) FROM consultation_text WHERE consultation = consultation.id),
       (SELECT json_group_array(code) FROM group_code WHERE consultation = consultation.id)
FROM consultation
"""


_STANDING = "SELECT status, trial, closing, key_check FROM consultation WHERE id = ?"

_TOLD = """
SELECT 1 FROM response JOIN consultation ON consultation.id = response.consultation
WHERE consultation.id = ? AND closes > ? LIMIT 1
"""


class SqliteConsultations:
    def __init__(self, database: Database, keys: Keys, audit: SqliteAudit, closing: Closing) -> None:
        self._database = database
        self._keys = keys
        self._audit = audit
        self._closing = closing
        self._texts: dict[tuple[str, int], Consultation] = {}

    async def add(self, text: Consultation) -> None:
        written = text.model_dump_json()

        def work(db: sqlite3.Connection) -> None:
            kept = dict(db.execute("SELECT version, text FROM consultation_text WHERE consultation = ?", (text.id,)))
            if text.version in kept:
                if Consultation.model_validate_json(kept[text.version]) != text:
                    raise StoreError(
                        f"version {text.version} of {text.id} is already kept with another text: give yours the next "
                        "version number"
                    )
                return
            if kept and text.version < max(kept):
                raise StoreError(
                    f"version {max(kept)} of {text.id} is already kept, which is newer than {text.version}: give yours "
                    "the next version number"
                )
            db.execute("INSERT INTO consultation (id, status) VALUES (?, 'draft') ON CONFLICT DO NOTHING", (text.id,))
            db.execute("INSERT INTO consultation_text VALUES (?, ?, ?)", (text.id, text.version, written))

        await self._database.write(work)

    async def keeps(self, identifier: str, version: int) -> bool:
        of_it = "SELECT 1 FROM consultation_text WHERE consultation = ? AND version = ?"
        return await self._database.row(of_it, (identifier, version)) is not None

    async def get(self, identifier: str) -> HeldConsultation:
        row = await self._database.row(f"{_HELD} WHERE id = ?", (identifier,))
        if row is None:
            raise UnknownConsultationError(
                f"there is no consultation {identifier[:40]!r}: 'consultation list' shows those that there are"
            )
        return await self._read(row)

    async def all(self) -> Sequence[HeldConsultation]:
        return [await self._read(row) for row in await self._database.rows(f"{_HELD} ORDER BY id")]

    async def open(self, identifier: str, opens: date, closes: date, *, trial: bool, by: str) -> None:
        held = await self.get(identifier)
        if opens > closes:
            raise StoreError(f"{identifier} would close before it opens: give dates in the other order")
        if held.status == "open" and await self._keys.find(identifier) is None:
            raise StoreError(f"the key of {identifier} is missing: put back the copy that you keep of KEYS_DIR")
        _check_opening(await self._database.row(_STANDING, (identifier,)), identifier, trial=trial)
        # Before the commit: an open consultation without a key could take no turn.
        key = await asyncio.to_thread(self._keys.make, identifier)

        def work(db: sqlite3.Connection) -> None:
            row = db.execute(_STANDING, (identifier,)).fetchone()
            _check_opening(row, identifier, trial=trial)
            if row[0] == "open" and row[3] not in (None, key.check):
                raise StoreError(
                    f"the key of {identifier} is not the one that it was opened with: put back the copy that you keep "
                    "of KEYS_DIR"
                )
            if row[0] == "open" and not trial and db.execute(_TOLD, (identifier, closes.isoformat())).fetchone():
                raise StoreError(
                    f"{identifier} cannot end earlier than it was said to, since young people were told until when "
                    "their words work: close it on the day instead"
                )
            db.execute(
                "UPDATE consultation SET status = 'open', opens = ?, closes = ?, trial = ?, closed_on = NULL, "
                "key_check = ? WHERE id = ?",
                (opens.isoformat(), closes.isoformat(), trial, key.check, identifier),
            )
            self._audit.add(
                db, "consultation opened", by, f"{identifier} {opens} to {closes}{' (trial)' if trial else ''}"
            )

        await self._database.write(work)

    async def close(self, identifier: str, *, by: str, at: datetime) -> bool:
        return await self._closing.close(identifier, by=by, at=at)

    async def finish_closings(self) -> bool:
        return await self._closing.finish_all()

    async def add_group_code(self, identifier: str, code: str, group: str, *, by: str) -> None:
        await self.get(identifier)
        if nothing_to_see(code) or nothing_to_see(group):
            raise StoreError("a group needs a name and a code that can be read")

        def work(db: sqlite3.Connection) -> None:
            added = db.execute(
                "INSERT INTO group_code VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (identifier, " ".join(code.casefold().split()), group),
            )
            if not added.rowcount:
                raise StoreError(f"{identifier} already has this group code: choose another")
            self._audit.add(db, "group code added", by, f"{identifier} {group}")

        await self._database.write(work)

    async def _read(self, row: Row) -> HeldConsultation:
        identifier, status, opens, closes, closed_on, trial, versions, codes = row
        stated = date.fromisoformat(closes) if closes else None
        last = min(stated, date.fromisoformat(closed_on)) if stated and closed_on else stated
        return HeldConsultation(
            id=identifier,
            texts=tuple([await self._text(identifier, version) for version in sorted(json.loads(versions))]),
            status=cast("Status", status),
            opens=date.fromisoformat(opens) if opens else None,
            closes=last,
            trial=bool(trial),
            group_codes=frozenset(json.loads(codes)),
            stated=stated,
        )

    async def _text(self, identifier: str, version: int) -> Consultation:
        # A version's text never changes, so it is read once.
        if (held := self._texts.get((identifier, version))) is not None:
            return held
        row = await self._database.row(
            "SELECT text FROM consultation_text WHERE consultation = ? AND version = ?", (identifier, version)
        )
        if row is None:
            raise StoreError(f"version {version} of {identifier} is missing in the database: put back a backup")
        return self._texts.setdefault((identifier, version), Consultation.model_validate_json(row[0]))


def _check_opening(row: Row | None, identifier: str, *, trial: bool) -> None:
    status, is_trial, closing, _ = row or ("draft", False, False, None)
    if closing:
        raise StoreError(f"{identifier} is being closed: try again in a minute")
    if status not in ("draft", "open") and not (status == "closed" and is_trial):
        raise StoreError(f"{identifier} is {status}, and cannot be opened again")
    if status == "open" and bool(is_trial) != trial:
        now = "as a trial: close it first, which deletes its answers" if is_trial else "and no trial"
        raise StoreError(f"{identifier} is open {now}; trial answers and real ones are never mixed")
