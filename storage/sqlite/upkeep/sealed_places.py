"""Where people are, as it stands in a backup: sessions and known events, sealed under their consultation's key. That
lies in KEYS_DIR and is destroyed at closing: two backups never show which session came with which answers, and from
then on nobody can open what is in any of them.

In a database that is in use there is none: it is brought back when a backup is put back, or at a later start with its
key.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from storage.errors import StoreError
from storage.keys import Keys
from storage.keys.sealing import ConsultationKey

PEOPLE = 500
"""In one part."""

_SESSIONS = (
    "SELECT id, consultation, link, state, said FROM session WHERE consultation = ? AND id > ? ORDER BY id LIMIT ?"
)

_EVENTS = """
SELECT session, id, consultation, day, replies FROM event WHERE consultation = ?1 AND session > ?2 AND session <= ?3
"""

# Where somebody has begun anew meanwhile, that counts.
_SESSION_BACK = (
    "INSERT INTO session (id, consultation, link, state, said) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
_EVENT_BACK = (
    "INSERT INTO event (session, id, consultation, day, replies) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)

_LAST = b"\xff" * 17
"""After every session's id."""


class _Part(NamedTuple):
    sessions: list[tuple[bytes, str, bytes | None, bytes, bytes]]
    events: list[tuple[bytes, bytes, str, str, bytes]]


def seal_all(db: sqlite3.Connection, keys: Keys) -> int:
    """Seals all sessions and events of a copy, and takes them out of it. Where their key is not there, or is another
    one, only their number is left: gives how many people these are."""
    unsealed = 0
    consultations = db.execute("SELECT consultation FROM session UNION SELECT consultation FROM event").fetchall()
    for (consultation,) in consultations:
        key = _key(db, keys, consultation)
        for number, part in enumerate(_parts(db, consultation)):
            unsealed += len(part.sessions) if key is None else 0
            sealed = b"" if key is None else key.places.seal(msgspec.msgpack.encode(part), _about(consultation, number))
            db.execute("INSERT INTO place VALUES (?, ?, ?, ?)", (consultation, number, len(part.sessions), sealed))
    db.execute("DELETE FROM event")
    db.execute("DELETE FROM session")
    return unsealed


def bring_back(db: sqlite3.Connection, keys: Keys) -> dict[str, int]:
    """Opens what is sealed and puts it back, within the caller's transaction; not of who withdrew. How many people have
    no place for now, by consultation: their key is not in KEYS_DIR, or is another one."""
    lost: dict[str, int] = {}
    for (consultation,) in db.execute("SELECT DISTINCT consultation FROM place").fetchall():
        key, gone = _key(db, keys, consultation), frozenset[bytes]()
        if key is not None:
            gone = frozenset(key.link(row[0]) for row in db.execute("SELECT id FROM withdrawn").fetchall())
        rows = db.execute("SELECT part, people, sealed FROM place WHERE consultation = ?", (consultation,)).fetchall()
        for number, people, sealed in rows:
            part = _opened(key, sealed, consultation, number)
            if part is None:
                lost[consultation] = lost.get(consultation, 0) + people
                continue
            _put_back(db, part, gone)
            db.execute("DELETE FROM place WHERE consultation = ? AND part = ?", (consultation, number))
    return lost


def _key(db: sqlite3.Connection, keys: Keys, consultation: str) -> ConsultationKey | None:
    """The key that it was opened with, if it is there: another one would seal for nobody."""
    try:
        key = keys.consultation(consultation)
    except StoreError:  # damaged, or not ours to read
        return None
    row = db.execute("SELECT key_check FROM consultation WHERE id = ?", (consultation,)).fetchone()
    return None if key is None or row is None or row[0] not in (None, key.check) else key


def _parts(db: sqlite3.Connection, consultation: str) -> Iterator[_Part]:
    after = b""
    while True:
        sessions = db.execute(_SESSIONS, (consultation, after, PEOPLE)).fetchall()
        upto = sessions[-1][0] if len(sessions) == PEOPLE else _LAST
        yield _Part(sessions, db.execute(_EVENTS, (consultation, after, upto)).fetchall())
        if upto == _LAST:
            return
        after = upto


def _opened(key: ConsultationKey | None, sealed: bytes, consultation: str, number: int) -> _Part | None:
    if key is None or not sealed:
        return None
    try:
        return msgspec.msgpack.decode(key.places.open(sealed, _about(consultation, number)), type=_Part)
    except (StoreError, msgspec.MsgspecError):
        return None


def _put_back(db: sqlite3.Connection, part: _Part, gone: frozenset[bytes]) -> None:
    left = {row[0] for row in part.sessions if row[2] in gone}
    db.executemany(_SESSION_BACK, [row for row in part.sessions if row[0] not in left])
    db.executemany(_EVENT_BACK, [_without_words(row) if row[0] in left else row for row in part.events])


def _without_words(event: Sequence[Any]) -> Sequence[Any]:
    """That it was known stays, so that it is not taken again."""
    return (*event[:-1], b"")


def _about(consultation: str, number: int) -> bytes:
    return f"places {consultation} {number}".encode()
