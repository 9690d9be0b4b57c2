"""The calls that the door makes while people answer, past the library's own: its types would have to read each answer
whole, and one that it cannot read would be sent again, although Telegram did what it was asked."""

import json
from collections.abc import Mapping
from typing import Any, Protocol

from telegram import InlineKeyboardMarkup

from bot.telegram.transport import AiohttpTransport

NO_PREVIEW = '{"is_disabled": true}'

LONGEST_TOAST = 200
"""Characters of the words that pass when a button was tapped."""


class Calls(Protocol):
    """What is done in a chat. Each raises TelegramError."""

    async def send(self, chat: int, text: str, buttons: InlineKeyboardMarkup | None) -> int | None:
        """Sends a message. Its id; None where the answer does not say it."""

    async def change_text(self, chat: int, message: int, text: str) -> None:
        """Another text, and no buttons any more."""

    async def change_buttons(self, chat: int, message: int, buttons: InlineKeyboardMarkup | None) -> None: ...

    async def answer_tap(self, query: str, toast: str) -> None:
        """Stops a button's spinner, with words that pass, if any."""


class BotCalls:
    """Over aiohttp. `base` is the address of all methods, with the token in it."""

    def __init__(self, transport: AiohttpTransport, base: str) -> None:
        self._transport = transport
        self._base = base

    async def send(self, chat: int, text: str, buttons: InlineKeyboardMarkup | None) -> int | None:
        values = {"chat_id": str(chat), "text": text, "link_preview_options": NO_PREVIEW, **_markup(buttons)}
        return _message_id(await self._tell("sendMessage", values))

    async def change_text(self, chat: int, message: int, text: str) -> None:
        values = {"chat_id": str(chat), "message_id": str(message), "text": text, "link_preview_options": NO_PREVIEW}
        await self._tell("editMessageText", values)

    async def change_buttons(self, chat: int, message: int, buttons: InlineKeyboardMarkup | None) -> None:
        values = {"chat_id": str(chat), "message_id": str(message), **_markup(buttons)}
        await self._tell("editMessageReplyMarkup", values)

    async def answer_tap(self, query: str, toast: str) -> None:
        values = {"callback_query_id": query} | ({"text": toast[:LONGEST_TOAST]} if toast else {})
        await self._tell("answerCallbackQuery", values)

    async def name(self) -> str:
        """What the bot is called; "bot" where the answer does not say it."""
        found = await self._tell("getMe", {})
        name = found.get("username") if isinstance(found, Mapping) else None
        return name if isinstance(name, str) and name else "bot"

    async def _tell(self, method: str, values: Mapping[str, str]) -> Any:
        return await self._transport.tell(f"{self._base}/{method}", values)


def _markup(buttons: InlineKeyboardMarkup | None) -> dict[str, str]:
    """The keyboard as JSON; the library's own way there takes several times as long."""
    if buttons is None:
        return {}
    rows = [[{"text": one.text, "callback_data": one.callback_data} for one in row] for row in buttons.inline_keyboard]
    return {"reply_markup": json.dumps({"inline_keyboard": rows}, ensure_ascii=False, separators=(",", ":"))}


def _message_id(result: Any) -> int | None:
    found = result.get("message_id") if isinstance(result, Mapping) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None
