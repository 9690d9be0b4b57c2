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

SAID = "SELECT replies FROM event WHERE session = ? AND id = ?"

KEEP = """
INSERT INTO session (id, consultation, link, state) VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET link = excluded.link, state = excluded.state
"""

GO_ON = "UPDATE session SET state = ? WHERE id = ?"
"""Instead of KEEP where there is a session and its response is the same as before."""

NOTE = "INSERT INTO event (session, id, consultation, day, replies) VALUES (?, ?, ?, ?, ?)"


class Opened(NamedTuple):
    """A session's row after unsealing. `response` stands apart, so that its answers can be read before the state is.
    `state` is JSON. `last` is the pseudonym of the last event, where its replies are kept; in older rows it is
    those replies themselves, as JSON."""

    response: bytes | None
    state: str
    last: bytes


def unseal(key: ConsultationKey, session: bytes, sealed: bytes) -> Opened:
    """Raises StoreError where it was sealed under another key."""
    response, state, last = key.seal.open(sealed, b"session" + session).split(b"\n", 2)
    return Opened(bytes.fromhex(response.decode()) or None, state.decode(), last)


def row(consultation: str, key: ConsultationKey, session: bytes, state: State, last: bytes) -> tuple[Any, ...]:
    """What KEEP takes. `last` is the pseudonym of the event that led to this state."""
    link = key.link(state.response) if state.response else None
    return session, consultation, link, sealed(key, session, state, last)


def sealed(key: ConsultationKey, session: bytes, state: State, last: bytes) -> bytes:
    """The column `state`."""
    plain = b"\n".join(((state.response or b"").hex().encode(), state.to_json().encode(), last))
    return key.seal.seal(plain, b"session" + session)


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
