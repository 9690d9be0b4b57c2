"""The outbox: replies that wait to be sent, each for one door; sealed, erased when they are."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile

from conversations.asking.replies import Reply, Says
from storage import reply_json as as_json
from storage.keys import Keys
from storage.keys.sealing import pseudonym
from storage.outbox import Outgoing
from storage.sqlite.database import Database, Row, moment
from storage.turns import Delivery

_ABOUT = b"outbox"

FIRST, IN_TURN, YIELDS = 1, 0, -1
"""What stands in the column `first`."""

# An address's head is its oldest reply, unless a help card waits. Where the head is put off, all behind it wait.
_WAITING = """
SELECT id, lane, sealed, first, tries, created FROM outbox AS head
WHERE door = ? AND due <= ? AND NOT EXISTS (
    SELECT 1 FROM outbox AS other
    WHERE other.door = head.door AND other.lane = head.lane
      AND (other.first > head.first OR (other.first = head.first AND other.id < head.id))
)
ORDER BY first DESC, id LIMIT ?
"""

_OF_ONE = """
SELECT id, lane, sealed, first, tries, created, due FROM outbox WHERE door = ? AND lane = ? ORDER BY first DESC, id
"""


def put(
    db: sqlite3.Connection, keys: Keys, replies: Sequence[Reply], *, to: Delivery, consultation: str, at: datetime
) -> None:
    """Lets replies wait to be sent, as a part of their turn's transaction."""
    now, lane = moment(at), pseudonym(keys.outbox_address, to.address)
    for reply in replies:
        plain = json.dumps([to.address, to.context]).encode() + b"\n" + as_json.to_json([reply])
        db.execute(
            "INSERT INTO outbox (consultation, door, lane, first, sealed, created, due) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (consultation, to.door, lane, _place(reply), keys.outbox.seal(plain, _ABOUT + lane), now, now),
        )


def _place(reply: Reply) -> int:
    return {Says.HELP: FIRST, Says.YOU: YIELDS}.get(reply.says, IN_TURN)


def release(db: sqlite3.Connection, keys: Keys, to: Delivery, put_at: datetime, at: datetime) -> None:
    """Makes due what was put for later."""
    lane, now = pseudonym(keys.outbox_address, to.address), moment(at)
    db.execute(
        "UPDATE outbox SET created = ?, due = ? WHERE door = ? AND lane = ? AND created = ?",
        (now, now, to.door, lane, moment(put_at)),
    )


class SqliteOutbox:
    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys
        self._opened: dict[Row, Outgoing] = {}

    async def waiting(self, door: str, at: datetime, limit: int = 100) -> Sequence[Outgoing]:
        rows = await self._database.rows(_WAITING, (door, moment(at), limit))
        # Where many wait, it is asked again before all of them have gone.
        self._opened = {row: self._opened.get(row) or self._outgoing(row) for row in rows}
        return list(self._opened.values())

    async def of(self, door: str, address: str, at: datetime) -> Sequence[Outgoing]:
        lane, now = pseudonym(self._keys.outbox_address, address), moment(at)
        rows = await self._database.rows(_OF_ONE, (door, lane))
        due = takewhile(lambda row: row[-1] <= now, rows)
        return sorted((self._outgoing(row[:-1]) for row in due), key=lambda one: one.id)

    async def waits(self, door: str, identifier: int) -> bool:
        row = await self._database.row("SELECT 1 FROM outbox WHERE id = ? AND door = ?", (identifier, door))
        return row is not None

    async def sent(self, door: str, *identifiers: int) -> None:
        rows = [(identifier, door) for identifier in identifiers]
        await self._database.write(lambda db: db.executemany("DELETE FROM outbox WHERE id = ? AND door = ?", rows))

    async def put_off(self, door: str, identifier: int, until: datetime) -> None:
        await self._database.write(
            lambda db: db.execute(
                "UPDATE outbox SET due = ?, tries = tries + 1 WHERE id = ? AND door = ?",
                (moment(until), identifier, door),
            )
        )

    async def drop_older(self, door: str, than: datetime) -> int:
        return await self._database.write(
            lambda db: db.execute("DELETE FROM outbox WHERE door = ? AND created < ?", (door, moment(than))).rowcount
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
            first=first == FIRST,
            tries=tries,
            created=datetime.fromisoformat(created),
            yields=first == YIELDS,
        )
