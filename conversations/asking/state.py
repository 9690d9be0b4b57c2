"""Where one respondent is in one consultation, between turns."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from conversations.asking.answer import Answer
from conversations.hearing.heard import Kind, Risk

if TYPE_CHECKING:
    from conversations.asking.record import Record
    from conversations.asking.reply import Reply


@dataclass(frozen=True, slots=True)
class Part:
    """One message of the open answer that is being written. `message` finds it again when it is edited; `marks` tells
    for each hidden thing by what it is known again in the next message (conversations/hearing/marks.py)."""

    message: str
    text: str
    hidden: tuple[Kind, ...] = ()
    sent_again: bool = False
    risk: Risk = Risk.NONE
    marks: tuple[tuple[str, ...], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where someone is.

    `place` is the step of the way: age, code, elsewhere, welcome, agree, a question's id, quoting, check, done.
    `aside` is a short way off it, after which the place is shown again: delete, change, language, again, paused.
    `sitting` holds the questions answered since the last break: only their words may be shown.
    `stamp` grows with everything shown, and is part of each button's value, so that an old button is known as old.
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
    draft: tuple[Part, ...] = ()
    again: int = -1
    quoting: bool | None = None
    changing: bool = False
    finished: bool = False
    sitting: tuple[str, ...] = ()
    receipt: tuple[str, ...] = field(default=(), repr=False)
    answers: Mapping[str, Answer] = field(default_factory=dict)

    def to_json(self) -> str:
        """The state without the answers."""
        plain = {
            "version": self.version,
            "place": self.place,
            "at": self.at.isoformat(),
            "aside": self.aside,
            "stamp": self.stamp,
            "seed": self.seed,
            "response": self.response.hex() if self.response else None,
            "age_band": self.age_band,
            "picked": self.picked,
            "draft": [(p.message, p.text, p.hidden, p.sent_again, p.risk) for p in self.draft],
            "marks": [p.marks for p in self.draft],
            "again": self.again,
            "quoting": self.quoting,
            "changing": self.changing,
            "finished": self.finished,
            "sitting": self.sitting,
            "receipt": self.receipt,
        }
        try:
            return _WRITES.encode(plain).decode()
        except UnicodeEncodeError:  # half a character in a draft: the standard module takes it, several times slower
            return json.dumps(plain, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str, answers: Mapping[str, Answer]) -> State:
        try:
            raw = _READS.decode(text)
        except msgspec.DecodeError:  # half a character
            raw = msgspec.convert(json.loads(text), _Written)
        marks = raw.marks or ((),) * len(raw.draft)
        return cls(
            version=raw.version,
            place=raw.place,
            at=raw.at,
            aside=raw.aside,
            stamp=raw.stamp,
            seed=raw.seed,
            response=bytes.fromhex(raw.response) if raw.response else None,
            age_band=raw.age_band,
            picked=raw.picked,
            draft=tuple(replace(Part(*part), marks=one) for part, one in zip(raw.draft, marks, strict=True)),
            again=raw.again,
            quoting=raw.quoting,
            changing=raw.changing,
            finished=raw.finished,
            sitting=raw.sitting,
            receipt=raw.receipt,
            answers=answers,
        )

    def but(self, **changes: Any) -> State:
        """A copy with these fields changed."""
        return replace(self, **changes)


class _Written(msgspec.Struct):
    """What `State.to_json` writes."""

    version: int
    place: str
    at: datetime
    aside: str
    stamp: int
    seed: int
    response: str | None
    age_band: str
    picked: tuple[str, ...]
    draft: tuple[tuple[str, str, tuple[Kind, ...], bool, Risk], ...]
    again: int
    quoting: bool | None
    changing: bool
    sitting: tuple[str, ...]
    receipt: tuple[str, ...]
    finished: bool = False
    marks: tuple[tuple[tuple[str, ...], ...], ...] = ()


_WRITES = msgspec.json.Encoder()
_READS = msgspec.json.Decoder(_Written)


@dataclass(frozen=True, slots=True)
class Turn:
    """All that one event causes. `state` is None where the session ends."""

    state: State | None
    replies: tuple[Reply, ...] = ()
    records: tuple[Record, ...] = ()
