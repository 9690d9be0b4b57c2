"""The service that they all talk with, and those who work there."""

import asyncio
import base64
import re
import socket
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import httpx

from storage.keys import Keys
from storage.keys.sealing import ConsultationKey, derive, pseudonym
from storage.reviewing import Verdict
from storage.sqlite import SqliteStore
from tests.bot.desk.posting import press
from tests.bot_api import BotApi
from tests.bot_api.running import RunningBot
from tests.promises.canary.on_telegram import OnTelegram
from tests.promises.canary.on_the_web import CHAT, OnTheWeb
from tests.promises.canary.people import Canary

ROOT = Path(__file__).parents[3]


class Service(RunningBot):
    """`bot.py` with a log of everything in its data folder."""

    program = ("-W", "always", "-m", "tests.promises.canary.faster")

    def __init__(self, api: BotApi, folder: Path) -> None:
        super().__init__(api, folder)
        for name in ("logs", "exports", "backups"):
            (self.data / name).mkdir(parents=True)
        self.output = self.data / "logs" / "earshot.log"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **super().environment,
            "PYTHONPATH": str(ROOT),
            "EARSHOT_LOG_LEVEL": "DEBUG",
            "EARSHOT_TURNS_A_SECOND": "100000",  # 500 people within seconds
            "EARSHOT_NEW_SESSIONS_A_MINUTE": "100000",
        }

    def printed(self, pattern: str) -> str:
        found = re.search(pattern, self.output.read_text())
        assert found, self.output.read_text()
        return found[1]

    @property
    def web(self) -> str:
        return self.printed(r"Chat page: (http://127\.0\.0\.1:\d+)/")

    def store(self) -> SqliteStore:
        """A second process' view of what is kept."""
        return SqliteStore(self.database, Keys(self.keys))

    def garble(self, canary: Canary) -> None:
        """What is no HTTP at all."""
        host, _, port = self.web.removeprefix("http://").partition(":")
        for sent in (
            f"{canary.first_name} {canary.words}\r\n\r\n",
            f"GET /{canary.handle} HTTP/9.7\r\nUser-Agent: {canary.user_agent}\r\n\r\n",
            f"POST /c/{CHAT} HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\n{canary.words}",
        ):
            with socket.create_connection((host, int(port)), source_address=(canary.address, 0)) as connection:
                connection.sendall(sent.encode())

    async def moderate_and_export(self, someone: Canary) -> None:
        """Somebody signs in, reads, decides, and takes every kind of file; the command line does too."""
        transport = httpx.AsyncHTTPTransport(local_address=someone.address)
        link = self.printed(r"(/desk/link/\S+)")
        exports = self.data / "exports"
        async with httpx.AsyncClient(
            transport=transport, base_url=self.web, headers=_headers(someone), timeout=None
        ) as desk:
            page = await desk.get(link)
            page = await press(desk, page, "", password=someone.mail, again=someone.mail)
            answers = f"/desk/c/{CHAT}/answers"
            for _ in range(4):
                page = await press(desk, await desk.get(answers), "/approve")
            page = await press(desk, page, "/undo")
            page = await press(desk, await desk.get(answers), "/leave-out", own="It was about something else")
            assert "Left out" in page.text
            await desk.get(f"/desk/c/{CHAT}/flags")
            await self._approve_the_rest()
            for name in ("letter.docx", "letter.html", "letter.md", "data.csv", "data.json"):
                kind, form = name.split(".")
                page = await desk.post(f"/desk/c/{CHAT}/{kind}", data={"format": form})
                assert page.status_code == 200, f"{name}: {page.status_code}"
                (exports / f"desk-{name}").write_bytes(page.content)
        async with httpx.AsyncClient(base_url=self.web, timeout=None) as operator:
            figures = await operator.get("/metrics")
            assert figures.status_code == 200
            (exports / "metrics.txt").write_text(figures.text)
        await asyncio.gather(
            self.command("backup", str(self.data / "backups" / "running.sqlite3")),
            self.command("export", CHAT, "--format", "json", "--out", str(exports / "figures.json")),
        )
        await self.command("letter", CHAT, "--format", "docx", "--out", str(exports / "letter.docx"))

    async def _approve_the_rest(self) -> None:
        store = self.store()
        await store.start()
        try:
            now = datetime.now(UTC)
            for queued in [await store.reviewing.queue(CHAT, limit=2000)]:
                await asyncio.gather(
                    *(
                        store.reviewing.decide(
                            one.id, Verdict.APPROVE, reason="", seen=one.answer.text, by="test", at=now
                        )
                        for one in queued
                    )
                )
        finally:
            await store.close()

    async def pseudonyms(self, people: Iterable[OnTelegram | OnTheWeb]) -> dict[str, bytes]:
        """All that finds one of them again while the key is there, made from the key as an intruder would make it."""
        raw = (self.keys / f"consultation-{CHAT}.key").read_bytes()
        key = ConsultationKey(raw)
        lane = derive((self.keys / "outbox.key").read_bytes(), "address")
        store = self.store()
        await store.start()
        try:
            responses = await store._database.rows("SELECT id FROM response")
        finally:
            await store.close()
        found = {f"link {number}": key.link(row[0]) for number, row in enumerate(responses)}
        for one in people:
            number, kind = one.canary.number, "update" if isinstance(one, OnTelegram) else "form"
            found[f"session {number}"] = key.session(one.address)
            found[f"lane {number}"] = pseudonym(lane, one.address.partition(":")[2])
            for at, event in enumerate(one.events):
                name = event if kind == "update" else f"form:{event}"
                found[f"event {at} of {number}"] = key.event(one.address, f"{one.address}\n{name}")
        return found

    def all_keys(self) -> dict[str, bytes]:
        """What must be nowhere but in the folder of keys."""
        return {file.name: file.read_bytes() for file in self.keys.glob("*.key")}


def written(raw: bytes) -> dict[str, bytes]:
    """How bytes may be written down."""
    return {"bytes": raw, "hex": raw.hex().encode(), "base64": base64.b64encode(raw).rstrip(b"=")[:-1]}


def _headers(canary: Canary) -> dict[str, str]:
    return {name: value for name, value in canary.headers.items() if name != "Referer"}
