"""How a reply looks on Telegram: pure. Plain text, no parse mode, so that no character of an answer means anything."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram import TELEGRAM
from conversations.asking.replies import Button, Place, Reply, Says

LONGEST = 4096
"""Characters of one message, counted as UTF-16 units to be on the safe side."""

LONG_LABEL = TELEGRAM.whole_label

TICK = "✓"


@dataclass(frozen=True, slots=True)
class Tapped:
    """The message whose button was tapped: its id in the chat, and its text ("" where Telegram no longer tells)."""

    message: int
    text: str = field(default="", repr=False)

    def to_json(self) -> str:
        return json.dumps({"message": self.message, "text": self.text}, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Tapped | None:
        """None where the context is empty: nothing was tapped."""
        if not text:
            return None
        raw = json.loads(text)
        return cls(int(raw["message"]), str(raw["text"]))


@dataclass(frozen=True, slots=True)
class Send:
    text: str = field(repr=False)
    buttons: InlineKeyboardMarkup | None = None


@dataclass(frozen=True, slots=True)
class ChangeText:
    """The message gets this text and loses its buttons."""

    message: int
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChangeButtons:
    """The message keeps its text and gets these buttons. If that cannot be done, `otherwise` is sent."""

    message: int
    buttons: InlineKeyboardMarkup | None
    otherwise: tuple[Send, ...] = ()


Call = Send | ChangeText | ChangeButtons


def calls(reply: Reply, tapped: Tapped | None) -> tuple[Call, ...]:
    """The calls that show a reply, in order. `tapped` is the message whose button caused it, if one did."""
    if reply.says is Says.YOU:
        return (chosen(reply, tapped),) if tapped else ()
    if reply.replaces and tapped:
        return (ChangeButtons(tapped.message, keyboard(reply.buttons), sends(reply)),)
    return sends(reply)


def keyboard(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """Options one a row, since a phone is narrow; controls two a row."""
    options = [(_button(one),) for one in buttons if one.place is Place.OPTION]
    controls = [_button(one) for one in buttons if one.place is Place.CONTROL]
    rows = [*options, *(controls[at : at + 2] for at in range(0, len(controls), 2))]
    return InlineKeyboardMarkup(rows) if rows else None


def pieces(text: str, longest: int = LONGEST) -> Iterator[str]:
    """The text in pieces that Telegram takes, cut at line ends where there are any, else at spaces, else anywhere."""
    while _length(text) > longest:
        room = text[:longest]
        while _length(room) > longest:
            room = room[:-1]
        cut = next((at for end in ("\n\n", "\n", " ") if (at := room.rfind(end)) > 0), len(room))
        if piece := text[:cut].strip():
            yield piece
        text = text[cut:].lstrip()
    if text.strip():
        yield text


def sends(reply: Reply, above: Sequence[str] = (), *, plain: bool = False) -> tuple[Send, ...]:
    """The messages of a reply, of which there are several only where it is long, with some lines above it. `plain`:
    without buttons, so that all options are to be read."""
    beside = (reply.beside.said, reply.beside.text) if reply.beside else ()
    parts = (*above, reply.progress, reply.text, *beside, _listed(reply.buttons, always=plain), reply.hint)
    cut = list(pieces("\n\n".join(part for part in parts if part)))
    buttons = None if plain else keyboard(reply.buttons)
    return tuple(Send(piece, buttons if at == len(cut) else None) for at, piece in enumerate(cut, 1))


def chosen(reply: Reply, tapped: Tapped) -> ChangeText | ChangeButtons:
    """The question with what was chosen below it; only its buttons go where both do not fit, or its text is unknown."""
    text = f"{tapped.text}\n\n{TICK} {reply.text}"
    if not tapped.text or _length(text) > LONGEST:
        return ChangeButtons(tapped.message, None)
    return ChangeText(tapped.message, text)


def _listed(buttons: Sequence[Button], *, always: bool) -> str:
    """The options as a numbered list, where a phone would cut one of their buttons short. Typing the number works."""
    labels = [one.label for one in buttons if one.place is Place.OPTION]
    if not labels or not (always or any(len(label) > LONG_LABEL for label in labels)):
        return ""
    if all(re.match(r"\d+\. ", label) for label in labels):
        return "\n".join(labels)
    return "\n".join(f"{number}. {label}" for number, label in enumerate(labels, 1))


def _button(button: Button) -> InlineKeyboardButton:
    label = f"{TICK} {button.label}" if button.picked else button.label
    return InlineKeyboardButton(label, callback_data=button.value)


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
