"""The outbox: replies that wait to be sent, sealed, erased when they are."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime

from conversations.asking.replies import Reply, Says
from storage import reply_json as as_json
from storage.keys import Keys
from storage.keys.sealing import pseudonym
from storage.outbox import Outgoing
from storage.sqlite.database import Database, Row, moment
from storage.turns import Delivery

_ABOUT = b"outbox"

# An address's head is its oldest reply, unless a help card waits. Where the head is put off, all behind it wait.
_WAITING = """
SELECT id, lane, sealed, first, tries, created FROM outbox AS head
WHERE due <= ? AND NOT EXISTS (
    SELECT 1 FROM outbox AS other
    WHERE other.lane = head.lane
      AND (other.first > head.first OR (other.first = head.first AND other.id < head.id))
)
ORDER BY first DESC, id LIMIT ?
"""


def put(
    db: sqlite3.Connection, keys: Keys, replies: Sequence[Reply], *, to: Delivery, consultation: str, at: datetime
) -> None:
    """Lets replies wait to be sent, as a part of their turn's transaction."""
    now, lane = moment(at), pseudonym(keys.outbox_address, to.address)
    for reply in replies:
        plain = json.dumps([to.address, to.context]).encode() + b"\n" + as_json.to_json([reply])
        db.execute(
            "INSERT INTO outbox (consultation, lane, first, sealed, created, due) VALUES (?, ?, ?, ?, ?, ?)",
            (consultation, lane, reply.says == Says.HELP, keys.outbox.seal(plain, _ABOUT + lane), now, now),
        )


def release(db: sqlite3.Connection, keys: Keys, address: str, put_at: datetime, at: datetime) -> None:
    """Makes due what was put for later."""
    lane, now = pseudonym(keys.outbox_address, address), moment(at)
    db.execute(
        "UPDATE outbox SET created = ?, due = ? WHERE lane = ? AND created = ?", (now, now, lane, moment(put_at))
    )


class SqliteOutbox:
    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    async def waiting(self, at: datetime, limit: int = 100) -> Sequence[Outgoing]:
        rows = await self._database.rows(_WAITING, (moment(at), limit))
        return [self._outgoing(row) for row in rows]

    async def waits(self, identifier: int) -> bool:
        return await self._database.row("SELECT 1 FROM outbox WHERE id = ?", (identifier,)) is not None

    async def sent(self, identifier: int) -> None:
        await self._database.write(lambda db: db.execute("DELETE FROM outbox WHERE id = ?", (identifier,)))

    async def put_off(self, identifier: int, until: datetime) -> None:
        await self._database.write(
            lambda db: db.execute(
                "UPDATE outbox SET due = ?, tries = tries + 1 WHERE id = ?", (moment(until), identifier)
            )
        )

    async def drop_older(self, than: datetime) -> int:
        return await self._database.write(
            lambda db: db.execute("DELETE FROM outbox WHERE created < ?", (moment(than),)).rowcount
        )

    def _outgoing(self, row: Row) -> Outgoing:
        identifier, lane, sealed, first, tries, created = row
        to, reply = self._keys.outbox.open(sealed, _ABOUT + lane).split(b"\n", 1)
        address, context = json.loads(to)
        return Outgoing(
            id=identifier,
            address=address,
            context=context,
            reply=as_json.from_json(reply)[0],
            first=bool(first),
            tries=tries,
            created=datetime.fromisoformat(created),
        )
