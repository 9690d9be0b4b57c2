"""Replies as JSON, for the outbox and for events that come again."""

from collections.abc import Sequence
from dataclasses import replace

from pydantic import TypeAdapter

from conversations.asking.reply import Reply

_REPLIES = TypeAdapter(tuple[Reply, ...])


def to_json(replies: Sequence[Reply]) -> bytes:
    """In one line. Fields that are as usual are left out."""
    try:
        return _REPLIES.dump_json(tuple(replies), exclude_defaults=True)
    except ValueError:  # half a character, which no JSON takes
        return _REPLIES.dump_json(tuple(replace(one, text=whole(one.text)) for one in replies), exclude_defaults=True)


def from_json(text: bytes) -> tuple[Reply, ...]:
    return _REPLIES.validate_json(text)


def whole(text: str) -> str:
    """The text with halves of a character, which neither JSON nor a database takes, replaced."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
