"""Someone who talks to the bot: what they do becomes updates, what the bot does can be waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.bot_api.chat import Chat, Message
from tests.waiting import HANGS

if TYPE_CHECKING:
    from tests.bot_api.server import BotApi


class Person:
    """Reads what the bot sends in order: `next` gives each new or changed message once."""

    def __init__(self, api: BotApi, number: int, about: dict[str, Any]) -> None:
        self._api = api
        self._about = about
        self._read = 0
        self.patience = HANGS
        self.id = number

    @property
    def chat(self) -> Chat:
        return self._api.chats[self.id]

    @property
    def account(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": False, "first_name": "Sam", **self._about}

    # What they do

    async def say(self, text: str, **more: Any) -> int:
        """A message of words. Returns its number in the chat."""
        return await self.send(text=text, **more)

    async def send(self, **content: Any) -> int:
        """A message with anything in it. Returns its number in the chat."""
        number = self.chat.number()
        await self._api.push("message", self._message(number, **content))
        return number

    async def edit(self, number: int, text: str) -> None:
        await self._api.push("edited_message", self._message(number, text=text, edit_date=1_790_000_100))

    async def tap(self, label: str, message: Message | None = None) -> str:
        """Presses the button with this label, of the newest message that has it. Returns the press's id."""
        message = message or self.with_button(label)
        query = self._api.query()
        await self._api.push(
            "callback_query",
            {
                "id": query,
                "from": self.account,
                "chat_instance": "1",
                "data": message.data(label),
                "message": self._api.as_sent(self.chat, message.id),
            },
        )
        return query

    async def voice(self) -> int:
        return await self.send(voice={"file_id": "v", "file_unique_id": "v", "duration": 3})

    async def photo(self, caption: str | None = None) -> int:
        picture = {"file_id": "p", "file_unique_id": "p", "width": 90, "height": 90}
        return await self.send(photo=[picture], **({"caption": caption} if caption else {}))

    async def sticker(self) -> int:
        return await self.send(
            sticker={
                "file_id": "s",
                "file_unique_id": "s",
                "type": "regular",
                "width": 512,
                "height": 512,
                "is_animated": False,
                "is_video": False,
            }
        )

    async def file(self) -> int:
        return await self.send(document={"file_id": "d", "file_unique_id": "d"})

    async def contact(self) -> int:
        return await self.send(contact={"phone_number": "+447700900123", "first_name": "Sam"})

    async def location(self) -> int:
        return await self.send(location={"latitude": 51.5, "longitude": -0.1})

    async def forward(self, text: str) -> int:
        origin = {"type": "hidden_user", "date": 1_780_000_000, "sender_user_name": "Someone"}
        return await self.send(text=text, forward_origin=origin)

    def block(self) -> None:
        self.chat.blocked = True

    # What they see

    def with_button(self, label: str) -> Message:
        """The newest message with this button. Raises LookupError."""
        for message in reversed(self.chat.messages.values()):
            if label in (shown.removeprefix("✓ ") for shown in message.labels):
                return message
        raise LookupError(f"no message with a button {label!r}")

    async def next(self) -> Message:
        """The next thing that the bot did, new message or change."""
        return await self.next_that(lambda _: True)

    async def next_that(self, fits: Callable[[Message], bool]) -> Message:
        """The next one that fits; those before it are passed over. Raises TimeoutError, which says what came last."""
        try:
            async with asyncio.timeout(self.patience), self.chat.news:
                while True:
                    while self._read < len(self.chat.seen):
                        self._read += 1
                        if fits(self.chat.seen[self._read - 1]):
                            return self.chat.seen[self._read - 1]
                    await self.chat.news.wait()
        except TimeoutError:
            came = "\n".join(f"{one.text!r} {one.labels}" for one in self.chat.seen[-5:])
            raise TimeoutError(f"nothing that fits; last came:\n{came}") from None

    async def next_with(self, label: str) -> Message:
        """The next one with this button."""
        return await self.next_that(lambda message: label in message.labels)

    async def next_saying(self, words: str) -> Message:
        """The next one with these words in it."""
        return await self.next_that(lambda message: words in message.text)

    async def next_question(self) -> Message:
        """The newest message that waits for an answer, once one has come."""
        found = await self.next_that(lambda message: bool(message.buttons))
        for later in self.chat.seen[self._read :]:
            self._read += 1
            if later.buttons:
                found = later
        return found

    def unread(self) -> list[Message]:
        """What the bot did that was not read yet; now it is."""
        news = self.chat.seen[self._read :]
        self._read = len(self.chat.seen)
        return news

    def _message(self, number: int, **content: Any) -> dict[str, Any]:
        chat = {"id": self.id, "type": "private", "first_name": self.account["first_name"]}
        return {"message_id": number, "date": 1_790_000_000, "chat": chat, "from": self.account, **content}
