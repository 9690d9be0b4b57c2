"""Sessions and known events as rows: what is sealed in them, and under what they are found."""

from datetime import datetime
from typing import Any, NamedTuple

from conversations.asking.session import Session
from storage.keys.sealing import ConsultationKey
from storage.rules.coarse_times import day

FIND = """
SELECT (SELECT replies FROM event WHERE session = ?1 AND id = ?2), (SELECT state FROM session WHERE id = ?1),
       status, key_check
FROM consultation WHERE id = ?3
"""

SAID = "SELECT said FROM session WHERE id = ?"

SAID_BY_EVENT = "SELECT replies FROM event WHERE session = ? AND id = ?"
"""Where a session has what was said last that is older than the column `said`."""

KEEP = """
INSERT INTO session (id, consultation, link, state, said) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET link = excluded.link, state = excluded.state, said = excluded.said
"""

GO_ON = "UPDATE session SET state = ?, said = ? WHERE id = ?"
"""Instead of KEEP where there is a session and its response is the same as before."""

NOTE = "INSERT INTO event (session, id, consultation, day, replies) VALUES (?, ?, ?, ?, ?)"
"""The replies are kept with the event where it ended the session; else they stand with the session."""

FORGET_SAID = """
UPDATE session SET said = x'' WHERE said <> x'' AND NOT EXISTS (SELECT 1 FROM event WHERE event.session = session.id)
"""
"""What was said last is kept no longer than it is known of which event."""


class Opened(NamedTuple):
    """A session's column `state` after unsealing. `response` stands apart, so that its answers can be read before the
    state is. `state` is JSON. `last` is of older rows: the pseudonym of the last event, where its replies are kept, or
    in still older ones those replies themselves, as JSON."""

    response: bytes | None
    state: bytes
    last: bytes


def unseal(key: ConsultationKey, session: bytes, sealed: bytes) -> Opened:
    """Raises StoreError where it was sealed under another key."""
    response, state, *older = key.seal.open(sealed, b"session" + session).split(b"\n", 2)
    return Opened(bytes.fromhex(response.decode()) or None, state, older[0] if older else b"")


def row(consultation: str, key: ConsultationKey, session: bytes, state: Session, replies: bytes) -> tuple[Any, ...]:
    """What KEEP takes. `replies` of the turn that led to this state, as JSON."""
    link = key.link(state.response) if state.response else None
    return session, consultation, link, *sealed(key, session, state, replies)


def sealed(key: ConsultationKey, session: bytes, state: Session, replies: bytes) -> tuple[bytes, bytes]:
    """The columns `state` and `said`."""
    plain = b"%b\n%b" % (state.response.hex().encode() if state.response else b"", state.to_json())
    return key.seal.seal(plain, b"session" + session), key.seal.seal(replies, b"said" + session)


def said(key: ConsultationKey, session: bytes, sealed: bytes) -> bytes:
    """The replies in the column `said`, as JSON."""
    return key.seal.open(sealed, b"said" + session)


def event_row(
    consultation: str, session: bytes, event: bytes, *, at: datetime, replies: bytes = b""
) -> tuple[Any, ...]:
    """What NOTE takes. `session` and `event` are pseudonyms, `replies` sealed."""
    return session, event, consultation, day(at), replies


def sealed_with_event(key: ConsultationKey, event: bytes, replies: bytes) -> bytes:
    return key.seal.seal(replies, b"event" + event)


def said_by_event(key: ConsultationKey, event: bytes, sealed: bytes) -> bytes:
    """The replies that were kept with an event, as JSON."""
    return key.seal.open(sealed, b"event" + event)
