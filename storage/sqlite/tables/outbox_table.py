"""The outbox: replies that wait to be sent, each for one door; sealed, erased when they are.

No time in it is exact, and no number in it says who came before whom: an id is larger than those of its own address,
and otherwise of chance within its ten minutes. The seconds are in memory (see WaitingTimes).
"""

import json
import secrets
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import islice, takewhile

import msgspec

from conversations.asking.replies import Reply, Says
from storage import reply_json as as_json
from storage.errors import StoreError
from storage.keys import Keys
from storage.keys.sealing import pseudonym
from storage.outbox import Outgoing
from storage.rules.coarse_times import STEP, step
from storage.sqlite.database import Database, Row, moment
from storage.sqlite.waiting_times import WaitingTimes
from storage.turns import Delivery

_ABOUT = b"outbox"

AT_ONCE = ""
"""Due, as it sorts before every time."""

HELD = "held"
"""Not due, as it sorts after every time: it tells of a withdrawal that does not stand outside the database yet. It is
let go then."""

LONGEST_HELD = timedelta(seconds=30)
"""After so long the process that put it in goes on: its author shall not wait for a disk that stays full."""

FIRST, IN_TURN, YIELDS = 1, 0, -1
"""What stands in the column `first`."""

_CHANCE_BITS = 38
"""Of an id; with the number of its ten minutes before them it stays below the largest that SQLite has."""

_LONGEST_QUEUE = 1000
"""So many addresses are looked at to find out who has waited longest."""

# An address's head is its oldest reply, unless a help card waits. Where the head is put off, all behind it wait.
_HEADS = """
SELECT id, lane, sealed, first, tries, created, due FROM outbox AS head
WHERE door = ?1 AND (due <= ?2 OR due = ?4) AND NOT EXISTS (
    SELECT 1 FROM outbox AS other
    WHERE other.door = head.door AND other.lane = head.lane
      AND (other.first > head.first OR (other.first = head.first AND other.id < head.id))
)
ORDER BY first DESC, id LIMIT ?3
"""

_LAST = "SELECT max(id) FROM outbox WHERE door = ? AND lane = ?"

_PUT = """
INSERT INTO outbox (id, consultation, door, lane, first, sealed, created, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO NOTHING
"""

_OF_ONE = """
SELECT id, lane, sealed, first, tries, created, due FROM outbox WHERE door = ? AND lane = ? ORDER BY first DESC, id
"""


def put(
    db: sqlite3.Connection,
    keys: Keys,
    replies: Sequence[Reply],
    *,
    to: Delivery,
    consultation: str,
    at: datetime,
    held: bool = False,
) -> list[int]:
    """Lets replies wait to be sent, as a part of their turn's transaction. Gives their ids. `held`: until `let_go`."""
    lane = pseudonym(keys.outbox_address, to.address)
    came, due = moment(step(at)), HELD if held else AT_ONCE
    last = db.execute(_LAST, (to.door, lane)).fetchone()[0] or 0
    ids = []
    for reply in replies:
        plain = json.dumps([to.address, to.context]).encode() + b"\n" + as_json.to_json([reply])
        values = (consultation, to.door, lane, _first(reply), keys.outbox.seal(plain, _ABOUT + lane))
        last = next(one for one in _ids(at, last) if db.execute(_PUT, (one, *values, came, due)).rowcount)
        ids.append(last)
    return ids


def _first(reply: Reply) -> int:
    return {Says.HELP: FIRST, Says.YOU: YIELDS}.get(reply.says, IN_TURN)


def _ids(at: datetime, after: int) -> Iterator[int]:
    """Ids to try, as another address may have one already."""
    begin = int(step(at).timestamp() // STEP.total_seconds()) << _CHANCE_BITS
    while True:
        yield max(begin + secrets.randbits(_CHANCE_BITS), after + 1 + secrets.randbits(_CHANCE_BITS // 2))


def let_go(db: sqlite3.Connection, ids: Collection[int]) -> None:
    """Makes due what was held."""
    db.executemany("UPDATE outbox SET due = ? WHERE id = ? AND due = ?", [(AT_ONCE, one, HELD) for one in ids])


class SqliteOutbox:
    def __init__(self, database: Database, keys: Keys, times: WaitingTimes) -> None:
        self._database = database
        self._keys = keys
        self._times = times
        self._opened: dict[bytes, tuple[str, str, Reply]] = {}

    async def waiting(self, door: str, at: datetime, limit: int = 100) -> Sequence[Outgoing]:
        heads = await self._database.rows(_HEADS, (door, moment(at), _LONGEST_QUEUE, HELD))
        due = sorted((row for row in heads if self._is_due(row, at)), key=self._place)
        readable = list(islice((row for row in due if self._opens(row)), limit))
        # Where many wait, it is asked again before all of them have gone.
        self._opened = {sealed: self._opened[sealed] for _, _, sealed, *_ in readable}
        return [self._outgoing(row) for row in readable]

    async def of(self, door: str, address: str, at: datetime) -> Sequence[Outgoing]:
        rows = await self._database.rows(_OF_ONE, (door, pseudonym(self._keys.outbox_address, address)))
        due = takewhile(lambda row: self._is_due(row, at), rows)
        return sorted((self._outgoing(row) for row in due if self._opens(row)), key=lambda one: one.id)

    def _is_due(self, row: Row, at: datetime) -> bool:
        due = row[-1]
        if due == AT_ONCE:
            return self._times.is_due(row[0], at, held=False)
        return (due == HELD or due <= moment(at)) and self._times.is_due(row[0], at, held=due == HELD)

    def _place(self, row: Row) -> tuple[int, tuple[datetime, int], int]:
        """Sorts help cards first, then oldest first, and what yields last."""
        identifier, _, _, first, _, created, _ = row
        return -first, self._times.place(identifier, _read(created)), identifier

    async def waits(self, door: str, identifier: int) -> bool:
        row = await self._database.row("SELECT 1 FROM outbox WHERE id = ? AND door = ?", (identifier, door))
        return row is not None

    async def sent(self, door: str, *identifiers: int) -> None:
        erase = "DELETE FROM outbox WHERE id = ? AND door = ?"
        gone = await self._database.write(
            lambda db: [one for one in identifiers if db.execute(erase, (one, door)).rowcount]
        )
        for one in gone:
            self._times.gone(one)

    async def put_off(self, door: str, identifier: int, until: datetime) -> None:
        put_off = await self._database.write(
            lambda db: (
                db.execute(
                    "UPDATE outbox SET due = ?, tries = tries + 1 WHERE id = ? AND door = ?",
                    (moment(step(until)), identifier, door),
                ).rowcount
            )
        )
        if put_off:
            self._times.put_off(identifier, until)

    async def drop_older(self, door: str, than: datetime) -> int:
        def work(db: sqlite3.Connection) -> tuple[int, list[int]]:
            gone = db.execute("DELETE FROM outbox WHERE door = ? AND created < ?", (door, moment(than))).rowcount
            return gone, [row[0] for row in db.execute("SELECT id FROM outbox")]

        dropped, left = await self._database.write(work)
        self._times.keep_only(left)
        return dropped

    def _opens(self, row: Row) -> bool:
        """What cannot be read, as a later version wrote it, or it was damaged, holds up nobody but who it is for: all
        others get theirs. It goes with its time, and until then the doctor says that something waits."""
        _, lane, sealed, *_ = row
        try:
            self._opened[sealed] = self._opened.get(sealed) or self._open(lane, sealed)
        except (StoreError, ValueError, LookupError, msgspec.MsgspecError):
            return False
        return True

    def _open(self, lane: bytes, sealed: bytes) -> tuple[str, str, Reply]:
        """The address, the context and the reply."""
        to, reply = self._keys.outbox.open(sealed, _ABOUT + lane).split(b"\n", 1)
        address, context = json.loads(to)
        return address, context, as_json.from_json(reply)[0]

    def _outgoing(self, row: Row) -> Outgoing:
        identifier, lane, sealed, first, tries, created, _ = row
        address, context, reply = self._opened.get(sealed) or self._open(lane, sealed)
        return Outgoing(
            id=identifier,
            address=address,
            context=context,
            reply=reply,
            first=first == FIRST,
            tries=tries,
            created=self._times.since(identifier, _read(created)),
            yields=first == YIELDS,
        )


@lru_cache(maxsize=256)  # there is one for each ten minutes
def _read(created: str) -> datetime:
    return datetime.fromisoformat(created).astimezone(UTC)
