"""The same name in two messages is known again, and nothing that is kept leads to it."""

import json
from datetime import UTC, datetime

from conversations.asking.session import Part, Session
from conversations.hearing.pipeline import BY_RULES
from conversations.hearing.redaction.entity_marks import KEPT_BYTES, KEY_BYTES, kept, marked, marks
from conversations.hearing.redaction.placeholders import Same, together
from conversations.hearing.values import Heard

KEY, OTHER_KEY = bytes(KEY_BYTES), bytes([1]) * KEY_BYTES
RESPONSE, OTHER_RESPONSE = bytes(16), bytes([1]) * 16


def hear(text: str, key: bytes = KEY) -> Heard:
    return marked(BY_RULES.redact_and_screen(text), key)


def joined(*texts: str) -> list[str]:
    """Messages of one answer, numbered as one."""
    heard = [hear(text) for text in texts]
    return together([(one.redacted, [frozenset(marks) for marks in kept(one.marks, RESPONSE, "SH2")]) for one in heard])


def test_a_name_has_one_number_over_several_messages() -> None:
    assert joined("told Kayleigh", "Siobhan came", "kayleigh's dog and Kayleigh Featherstone") == [
        "told [name 1]",
        "[name 2] came",
        "[name 1]'s dog and [name 1]",
    ]


def test_one_thing_alone_needs_no_number() -> None:
    assert joined("told Kayleigh", "kayleigh came from hartlepool") == ["told [name]", "[name] came from [place]"]


def test_what_was_typed_as_a_placeholder_is_another_thing() -> None:
    assert joined("[name] and [name 2]", "Kayleigh") == ["[name 1] and [name 2]", "[name 3]"]


def test_marks_stand_at_their_placeholders_also_beside_typed_ones() -> None:
    assert [len(one) for one in hear("[name] told Kayleigh Featherstone").marks] == [0, 2]


def test_without_marks_a_text_keeps_its_things_apart_from_others() -> None:
    nothing: list[Same] = []
    assert together([("[name 1] and [name 2]", nothing), ("[name]", nothing)]) == ["[name 1] and [name 2]", "[name 3]"]


def test_another_key_gives_other_marks() -> None:
    assert marks("told Kayleigh", hear("told Kayleigh").spans, KEY) != hear("told Kayleigh", OTHER_KEY).marks


def test_the_same_name_leaves_nothing_in_common_in_two_answers() -> None:
    heard = hear("told Kayleigh").marks
    values = {kept(heard, response, question) for response in (RESPONSE, OTHER_RESPONSE) for question in ("SH2", "SH5")}
    assert len(values) == 4


def test_a_state_keeps_short_values_and_no_mark_and_no_word() -> None:
    heard = hear("told Kayleigh")
    short = kept(heard.marks, RESPONSE, "SH2")
    assert [len(bytes.fromhex(value)) for one in short for value in one] == [KEPT_BYTES]
    part = Part("1", heard.redacted, heard.hidden, marks=short)
    state = Session(version=1, place="q:SH2", at=datetime(2026, 3, 2, tzinfo=UTC), draft=(part,))
    written = state.to_json().decode().lower()
    assert "kayleigh" not in written
    assert heard.marks[0][0].hex() not in written
    assert [part[5] for part in json.loads(written)["draft"]] == [[list(short[0])]]
    assert Session.from_json(state.to_json(), {}).draft == (part,)


def test_when_the_draft_goes_its_marks_go() -> None:
    part = Part("1", "told [name]", marks=(("0a0b0c0d",),))
    state = Session(version=1, place="q:SH2", at=datetime(2026, 3, 2, tzinfo=UTC), draft=(part,))
    assert b"0a0b0c0d" in state.to_json()
    assert b"0a0b0c0d" not in state.but(draft=()).to_json()


def test_marks_are_in_no_repr() -> None:
    heard = hear("told Kayleigh")
    assert heard.marks[0][0].hex() not in repr(heard)
    assert "marks" not in repr(heard)
    assert "0a0b0c0d" not in repr(Part("1", "told [name]", marks=(("0a0b0c0d",),)))
