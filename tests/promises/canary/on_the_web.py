"""Someone at the chat page, over HTTP, with a connection and headers of their own."""

from dataclasses import dataclass, field

import aiohttp
from lxml import html

from conversations.asking.locales import line
from conversations.asking.receipts.receipt_words import parse
from tests.promises.canary.people import WORRY, Canary

CHAT = "stable_homes"


@dataclass
class OnTheWeb:
    """`events` are the ids of all forms that were sent."""

    canary: Canary
    base: str
    events: list[str] = field(default_factory=list)
    helped: int = 0
    _page: html.HtmlElement = field(default_factory=lambda: html.Element("p"), repr=False)

    @property
    def address(self) -> str:
        """As the turn knows it."""
        return f"web:{self.canary.found_out[0]}"

    async def take_part(self) -> None:
        """The way through, by number: some go on to the end, some need help, some take all of it back."""
        number = self.canary.number
        connector = aiohttp.TCPConnector(local_addr=(self.canary.address, 0))
        cookies = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(
            self.base, connector=connector, cookie_jar=cookies, headers=self.canary.headers
        ) as self._session:
            await self._open()
            if number % 5 == 3:
                await self._write(self.canary.words)  # where nobody asked for it
            for label in ("16 to 17", line("welcome_next"), line("agree_yes")):
                await self._tap(label)
            self.canary.found_out.append(next(iter(cookies)).value)
            self._remember_receipt()
            await self._tap("2")
            await self._write(self.canary.words, line("done"))
            if number % 10 == 0:
                await self._write(f"{WORRY}. {self.canary.in_short}")
                self.helped += "0800 1111" in html.tostring(self._page, encoding="unicode")
            if number % 10 == 1:
                await self._write("/delete")
                await self._tap(line("delete_yes"))
                return
            if number % 10 == 2:
                await self._malformed()
            await self._tap(line("skip"))

    async def _malformed(self) -> None:
        """What no page of ours sends, with their words in every part of it."""
        words, name = self.canary.words, self.canary.first_name
        path = f"/c/{CHAT}"
        for to, more in (
            (path, {"data": {"id": name, "text": words}}),
            (path, {"json": {"text": words}}),
            (path, {"data": {"text": words * 400}}),
            (f"/c/{self.canary.handle}", {"data": {"id": "0" * 32, "text": words}}),
            (f"/{self.canary.handle}?name={name}", {"data": {"tap": name}}),
            (path, {"data": {"id": "1" * 32, "tap": f"v1:{self.canary.handle}"}}),
            (f"/desk/link/{self.canary.handle}", {"data": {"name": name}}),
            ("/desk/sign-in", {"data": {"name": self.canary.handle, "password": self.canary.mail}}),
        ):
            async with self._session.post(to, **more) as answer:  # type: ignore[arg-type]
                await answer.read()
        self.events.append("1" * 32)

    async def _open(self) -> None:
        async with self._session.get(f"/c/{CHAT}") as answer:
            self._page = html.fromstring(await answer.text())

    async def _tap(self, label: str) -> None:
        """Presses the button with these words."""
        [button] = [one for one in self._page.iter("button") if one.text_content().strip() == label][:1] or [None]
        assert button is not None, f"no button {label!r} in: {self._page.text_content()}"
        await self._send(button.iterancestors("form").__next__(), tap=button.get("value"))

    async def _write(self, words: str, label: str = "") -> None:
        """Writes into the box and presses that button, or sends the words as if there were a box."""
        box = next(self._page.iter("textarea"), None)
        if box is None or not label:
            await self._send(next(self._page.iter("form")), text=words)
            return
        form = next(box.iterancestors("form"))
        button = next(one for one in form.iter("button") if one.text_content().strip() == label)
        await self._send(form, text=words, tap=button.get("value"))

    async def _send(self, form: html.HtmlElement, **fields: str) -> None:
        event = next(one.get("value") for one in self._page.iter("input") if one.get("name") == "id")
        self.events.append(event)
        async with self._session.post(
            f"/c/{CHAT}", data={"id": event, **fields}, headers={"X-Fragment": "1"}
        ) as answer:
            assert answer.status == 200, f"{answer.status} for {self.canary.number}"
            self._page = html.fromstring(await answer.text())

    def _remember_receipt(self) -> None:
        for one in self._page.itertext():
            if words := parse(one):
                self.canary.found_out.append(" ".join(words))
        assert len(self.canary.found_out) == 2, self._page.text_content()
