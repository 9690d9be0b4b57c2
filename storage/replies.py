"""Replies as JSON, for the outbox and for events that come again."""

import json
from collections.abc import Iterable
from typing import Any

from conversations.asking.reply import Button, Expects, Place, Reply, Says


def to_json(replies: Iterable[Reply]) -> str:
    """In one line."""
    return json.dumps([_reply(reply) for reply in replies], separators=(",", ":"))


def from_json(text: str | bytes) -> tuple[Reply, ...]:
    return tuple(_read(raw) for raw in json.loads(text))


def _reply(reply: Reply) -> dict[str, Any]:
    # What is as usual is left out: most of these go with every turn.
    raw: dict[str, Any] = {"says": reply.says, "text": reply.text}
    if reply.buttons:
        raw["buttons"] = [(one.label, one.value, one.place, one.picked) for one in reply.buttons]
    if reply.expects != Expects.NOTHING:
        raw["expects"] = reply.expects
    if reply.progress:
        raw["progress"] = reply.progress
    if reply.hint:
        raw["hint"] = reply.hint
    if reply.most:
        raw["most"] = reply.most
    if reply.replaces:
        raw["replaces"] = True
    if reply.anchor:
        raw["anchor"] = reply.anchor
    if reply.done:
        raw["done"] = reply.done
    return raw


def _read(raw: dict[str, Any]) -> Reply:
    return Reply(
        says=Says(raw["says"]),
        text=raw["text"],
        buttons=tuple(
            Button(label, value, Place(place), picked) for label, value, place, picked in raw.get("buttons", ())
        ),
        expects=Expects(raw.get("expects", Expects.NOTHING)),
        progress=raw.get("progress", ""),
        hint=raw.get("hint", ""),
        most=raw.get("most", 0),
        replaces=raw.get("replaces", False),
        anchor=raw.get("anchor", ""),
        done=raw.get("done", ""),
    )
