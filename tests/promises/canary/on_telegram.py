"""Someone on Telegram, whose every update is full of who they are."""

from dataclasses import dataclass, field
from typing import Any

from conversations.asking.locales import line
from conversations.asking.receipts.receipt_words import parse
from tests.bot_api import BotApi
from tests.bot_api.chat import Message
from tests.promises.canary.people import WORRY, Canary
from tests.waiting import HANGS


@dataclass
class OnTelegram:
    """`events` are the ids of all updates that came from them."""

    canary: Canary
    api: BotApi
    events: list[str] = field(default_factory=list)
    helped: int = 0

    def __post_init__(self) -> None:
        self._person = self.api.person(self.canary.telegram, **self.canary.account)
        self._person.patience = HANGS

    @property
    def address(self) -> str:
        """As the turn knows it."""
        return f"telegram:{self.canary.telegram}"

    async def take_part(self) -> None:
        """The way through, by number: some send what is no update, some need help, some take all of it back."""
        number = self.canary.number
        if number % 10 == 3:
            await self._malformed()
        await self._push("message", **self._message(text=f"/start {self.canary.handle}"))
        if number % 5 == 3:
            await self._person.next_question()  # words right behind would take its place
            await self._push("message", **self._message(text=self.canary.words))  # where nobody asked for it
        for label in ("16 to 17", line("welcome_next"), line("agree_yes"), "2"):
            await self._tap(label)
        self._remember_receipt()
        await self._with(line("skip"))
        # What no library can read beside the words costs nobody their words.
        beside = {"entities": self.canary.words} if number % 10 == 3 else {}
        written = await self._message_and_answer(text=self.canary.words, **beside)
        if number % 5 == 2:
            await self._push("edited_message", **written, edit_date=1_790_000_100)
        await self._message_and_answer(**self._personal(number % 4))
        if number % 10 == 4:
            await self._push("message", **self._message(text=f"{WORRY}. {self.canary.in_short}"))
            await self._person.next_saying("0800 1111")
            self.helped += 1
            await self._person.next_question()
        if number % 10 == 5:
            await self._push("message", **self._message(text="/delete"))
            await self._tap(line("delete_yes"))
            await self._person.next_saying(line("deleted"))
            return

    def _personal(self, kind: int) -> dict[str, Any]:
        """What people send instead of words."""
        canary = self.canary
        phone = f"+44{canary.phone.replace(' ', '')[1:]}"
        return (
            {"contact": {"phone_number": phone, "user_id": canary.telegram, **canary.account}},
            {"location": {"latitude": canary.latitude, "longitude": -0.1}},
            {
                "photo": [{"file_id": canary.handle, "file_unique_id": canary.handle, "width": 9, "height": 9}],
                "caption": canary.in_short,
            },
            {
                "text": canary.in_short,
                "forward_origin": {"type": "user", "date": 1, "sender_user": self._from},
            },
        )[kind]

    async def _malformed(self) -> None:
        """Updates that no library can read, and one of a kind that there is none of."""
        canary, message = self.canary, self._message(text=self.canary.words)
        await self._push("message", **{**message, "from": canary.first_name})
        await self._push("message", **{**message, "chat": {"id": canary.telegram, "username": canary.handle}})
        await self._push("message", **{name: value for name, value in message.items() if name != "message_id"})
        await self._push("callback_query", id=1, data=canary.words, **{"from": self._from})
        await self._push(canary.handle, **message)

    @property
    def _from(self) -> dict[str, Any]:
        return {"id": self.canary.telegram, "is_bot": False, **self.canary.account}

    def _message(self, **content: Any) -> dict[str, Any]:
        account = {name: value for name, value in self.canary.account.items() if name != "language_code"}
        return {
            "message_id": self._person.chat.number(),
            "date": 1_790_000_000,
            "chat": {"id": self.canary.telegram, "type": "private", **account},
            "from": self._from,
            **content,
        }

    async def _push(self, kind: str, **content: Any) -> None:
        self.events.append(f"update:{await self.api.push(kind, content)}")

    async def _message_and_answer(self, **content: Any) -> dict[str, Any]:
        """Sends it and waits until there is something to answer."""
        message = self._message(**content)
        await self._push("message", **message)
        await self._person.next_question()
        return message

    async def _with(self, label: str) -> Message:
        return await self._person.next_with(label)

    async def _tap(self, label: str) -> None:
        """Taps the next button called so; where a toast says that it was an old one, since more was on its way, the
        one after it."""
        while True:
            message, query = await self._with(label), self.api.query()
            await self._push(
                "callback_query",
                id=query,
                chat_instance="1",
                data=message.data(label),
                message=self.api.as_sent(self._person.chat, message.id),
                **{"from": self._from},
            )
            await self.api.until(lambda query=query: query in self.api.answered)  # type: ignore[misc]
            if self.api.answered[query] != line("stale_toast"):
                return

    def _remember_receipt(self) -> None:
        lines = [one for message in self._person.chat.seen for one in message.text.splitlines()]
        words = [parsed for one in lines if (parsed := parse(one))]
        self.canary.found_out.append(" ".join(words[0]))
