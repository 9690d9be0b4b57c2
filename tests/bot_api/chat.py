"""A private chat as Telegram's servers have it."""

import asyncio
import json
from dataclasses import dataclass, field, replace
from typing import Any

LONGEST = 4096
MOST_DATA = 64
MOST_BUTTONS = 100

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


class RefusedError(Exception):
    """Telegram refuses the call."""

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.description = description


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the bot. `buttons`: rows of (label, data). `changes` counts how often it was changed."""

    id: int
    text: str
    buttons: tuple[tuple[tuple[str, str], ...], ...] = ()
    changes: int = 0

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(label for row in self.buttons for label, _ in row)

    def data(self, label: str) -> str:
        """The data of the button with this label; a tick before it does not matter. Raises LookupError."""
        for row in self.buttons:
            for shown, data in row:
                if shown.removeprefix("✓ ") == label:
                    return data
        raise LookupError(f"no button {label!r} among {self.labels}")


@dataclass(slots=True)
class Chat:
    """All that the bot did in a chat, in order: each new message and each change is one entry of `seen`."""

    id: int
    kind: str = "private"
    blocked: bool = False
    next_message: int = 1
    messages: dict[int, Message] = field(default_factory=dict)
    seen: list[Message] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    def number(self) -> int:
        self.next_message += 1
        return self.next_message - 1

    async def send(self, text: str, markup: str | None) -> Message:
        self._check_text(text)
        return await self._show(Message(self.number(), text.strip(), _buttons(markup)))

    async def change_text(self, message: int, text: str, markup: str | None) -> Message:
        self._check_text(text)
        return await self._change(message, text=text.strip(), buttons=_buttons(markup))

    async def change_buttons(self, message: int, markup: str | None) -> Message:
        return await self._change(message, buttons=_buttons(markup))

    async def _change(self, message: int, **changes: Any) -> Message:
        old = self.messages.get(message)
        if old is None:
            raise RefusedError(400, "Bad Request: message to edit not found")
        if (new := replace(old, **changes)) == old:
            raise RefusedError(400, NOT_MODIFIED)
        return await self._show(replace(new, changes=old.changes + 1))

    async def _show(self, message: Message) -> Message:
        self.messages[message.id] = message
        self.seen.append(message)
        async with self.news:
            self.news.notify_all()
        return message

    def _check_text(self, text: str) -> None:
        if not text.strip():
            raise RefusedError(400, "Bad Request: message text is empty")
        if len(text) > LONGEST:
            raise RefusedError(400, "Bad Request: message is too long")


def _buttons(markup: str | None) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The buttons of an inline keyboard. Refuses what Telegram refuses."""
    if not markup:
        return ()
    rows: list[tuple[tuple[str, str], ...]] = []
    for row in json.loads(markup).get("inline_keyboard", []):
        for button in row:
            if not button.get("text"):
                raise RefusedError(400, "Bad Request: text buttons are unallowed in the inline keyboard")
            if not 1 <= len(button.get("callback_data", "").encode()) <= MOST_DATA:
                raise RefusedError(400, "Bad Request: BUTTON_DATA_INVALID")
        rows.append(tuple((button["text"], button["callback_data"]) for button in row))
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise RefusedError(400, "Bad Request: reply markup is too long")
    return tuple(rows)


def markup_of(message: Message) -> dict[str, Any]:
    """The keyboard as an update carries it."""
    rows = [[{"text": label, "callback_data": data} for label, data in row] for row in message.buttons]
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}
