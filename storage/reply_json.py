"""Replies as JSON, for the outbox and for events that come again."""

from collections.abc import Sequence

import msgspec

from conversations.asking.replies import Reply

_WRITES = msgspec.json.Encoder()
_READS = msgspec.json.Decoder(tuple[Reply, ...])


def to_json(replies: Sequence[Reply]) -> bytes:
    """In one line. Fields that are as usual are left out."""
    try:
        return _WRITES.encode(replies)
    except UnicodeEncodeError:  # half a character, which no JSON takes
        return _WRITES.encode([msgspec.structs.replace(one, text=whole(one.text)) for one in replies])


def from_json(text: bytes) -> tuple[Reply, ...]:
    return _READS.decode(text)


def whole(text: str) -> str:
    """The text with halves of a character, which neither JSON nor a database takes, replaced."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
