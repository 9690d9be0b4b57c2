"""A reply comes back as it was kept, whatever fields it has."""

import msgspec

from conversations.asking.replies import Beside, Button, Expects, Place, Reply, Says
from storage.reply_json import from_json, to_json


def test_every_field_of_a_reply_comes_back() -> None:
    others: dict[str, object] = {
        "says": Says.QUESTION,
        "expects": Expects.MANY,
        "buttons": (Button("One", "v1:1.a", Place.CONTROL, True), Button("Two", "v1:1.b")),
        "most": 3,
        "beside": Beside("pl", "numery", "uwaga"),
    }
    values: dict[str, object] = {}
    for field in msgspec.structs.fields(Reply):
        values[field.name] = others.get(field.name, True if field.type is bool else f"a {field.name} ’\n")
    reply = Reply(**values)  # type: ignore[arg-type]
    assert from_json(to_json((reply, Reply(Says.LINE, "")))) == (reply, Reply(Says.LINE, ""))
    assert b"\n" not in to_json((reply,))


def test_no_replies_come_back_as_none() -> None:
    assert from_json(to_json(())) == ()


def test_half_a_character_is_replaced() -> None:
    assert from_json(to_json((Reply(Says.YOU, "half \ud83d"),))) == (Reply(Says.YOU, "half �"),)
