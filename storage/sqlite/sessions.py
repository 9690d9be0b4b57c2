"""Sessions and known events as rows: what is sealed in them, and under what they are found."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from conversations.asking.state import State
from storage.sealing import ConsultationKey

FIND = """
SELECT (SELECT replies FROM event WHERE session = ?1 AND id = ?2), (SELECT state FROM session WHERE id = ?1),
       status, key_check
FROM consultation WHERE id = ?3
"""

KEEP = """
INSERT INTO session (id, consultation, link, state) VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET link = excluded.link, state = excluded.state
"""

NOTE = "INSERT INTO event (session, id, consultation, day, replies) VALUES (?, ?, ?, ?, ?)"


class Opened(NamedTuple):
    """A session's row after unsealing. `response` stands apart, so that its answers can be read before the state is.
    `state` and `replies` (of the last turn) are JSON."""

    response: bytes | None
    state: str
    replies: bytes


def unseal(key: ConsultationKey, session: bytes, sealed: bytes) -> Opened:
    """Raises StoreError where it was sealed under another key."""
    response, state, replies = key.seal.open(sealed, b"session" + session).split(b"\n", 2)
    return Opened(bytes.fromhex(response.decode()) or None, state.decode(), replies)


def row(consultation: str, key: ConsultationKey, session: bytes, state: State, replies: bytes) -> tuple[Any, ...]:
    """What KEEP takes. `replies` are JSON in one line."""
    response = state.response or b""
    plain = b"\n".join((response.hex().encode(), state.to_json().encode(), replies))
    link = key.link(response) if response else None
    return session, consultation, link, key.seal.seal(plain, b"session" + session)


def event_row(
    consultation: str, key: ConsultationKey, session: bytes, event: bytes, *, at: datetime, replies: bytes
) -> tuple[Any, ...]:
    """What NOTE takes. `session` and `event` are pseudonyms."""
    return session, event, consultation, day(at), key.seal.seal(replies, b"event" + event)


def said(key: ConsultationKey, event: bytes, sealed: bytes) -> bytes:
    """The replies of a known event, as JSON."""
    return key.seal.open(sealed, b"event" + event)


def day(at: datetime) -> str:
    return at.astimezone(UTC).date().isoformat()
