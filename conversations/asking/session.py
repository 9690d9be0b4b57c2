"""Where one respondent is in one consultation, between turns."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from conversations.asking.answer import Answer
from conversations.asking.steps.places import ASKED
from conversations.hearing.values import Kind, Risk, ToldBefore

if TYPE_CHECKING:
    from conversations.asking.records import Record
    from conversations.asking.replies import Reply


# Structs of msgspec, and no dataclasses: every turn reads one, changes it several times and writes it, and all three
# take a fraction of the time.
class Part(msgspec.Struct, frozen=True, array_like=True):
    """One message of the open answer that is being written. `message` finds it again when it is edited; `marks` tells
    for each hidden thing by what it is known again in the next message (hearing/redaction/entity_marks.py)."""

    message: str
    text: str
    hidden: tuple[Kind, ...] = ()
    sent_again: bool = False
    risk: Risk = Risk.NONE
    marks: tuple[tuple[str, ...], ...] = ()

    def __repr__(self) -> str:
        """Neither words nor marks."""
        return f"Part(message={self.message!r})"

    by_rules: bool = False
    language: str = ""
    english: str = ""


class Session(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where someone is.

    `place` is the step of the way, or a question's; `aside` a short way off it, after which the place is shown again:
    steps/step_registry.py has them all.
    `sitting` holds the questions answered since the last break: only their words may be shown.
    `told_unread`: they were told that no machine reads what they wrote, in another language.
    `stamp` grows with everything shown, and is part of each button's value, so that an old button is known as old.
    `page` of a long list is shown; `found`: the places of those options alone that were looked for.
    `answers` are kept in their own table and handed in by the store: `to_json` leaves them out.
    """

    version: int
    place: str
    at: datetime
    aside: str = ""
    stamp: int = 0
    seed: int = 0
    response: bytes | None = None
    age_band: str = ""
    picked: tuple[str, ...] = ()
    page: int = 0
    found: tuple[int, ...] = ()
    draft: tuple[Part, ...] = ()
    again: int = -1
    quoting: bool | None = None
    changing: bool = False
    finished: bool = False
    sitting: tuple[str, ...] = ()
    receipt: tuple[str, ...] = ()
    told_unread: bool = False
    answers: Mapping[str, Answer] = {}

    def to_json(self) -> bytes:
        """The state without the answers, in one line."""
        without = self.but(answers={})
        try:
            return _WRITES.encode(without)
        except UnicodeEncodeError:  # half a character in a draft: the standard module takes it, several times slower
            return json.dumps(msgspec.to_builtins(without), separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, text: bytes, answers: Mapping[str, Answer]) -> Session:
        try:
            state = _READS.decode(text)
        except msgspec.DecodeError:  # half a character
            state = msgspec.convert(json.loads(text), cls)
        response = state.response
        if response is not None and len(response) == _HEX_READ_AS_BASE64:  # kept before Structs were
            response = bytes.fromhex(b64encode(response).decode())
        return state.but(response=response, answers=answers)

    @property
    def told_before(self) -> ToldBefore:
        """What they said in other answers than the one that is being written, as far as it can be read and raised no
        flag: a worry may be told in pieces. With their age."""
        here = self.place.removeprefix(ASKED)
        earlier = [
            answer.english if answer.language else answer.text
            for question, answer in self.answers.items()
            if question != here and answer.risk is Risk.NONE
        ]
        return ToldBefore("\n".join(filter(None, earlier)), self.age_band)

    def but(self, **changes: Any) -> Session:
        """A copy with these fields changed."""
        return msgspec.structs.replace(self, **changes)

    def __repr__(self) -> str:
        """Neither words nor the receipt's."""
        return f"Session(place={self.place!r}, aside={self.aside!r}, stamp={self.stamp})"


_WRITES = msgspec.json.Encoder()
_READS = msgspec.json.Decoder(Session)
_HEX_READ_AS_BASE64 = 24


@dataclass(frozen=True, slots=True)
class Turn:
    """All that one event causes. `state` is None where the session ends."""

    state: Session | None
    replies: tuple[Reply, ...] = ()
    records: tuple[Record, ...] = ()
