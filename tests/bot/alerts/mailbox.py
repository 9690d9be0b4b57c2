"""A mail server of the tests, on this machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

import pytest

from bot.alerts.mail_server import MailServer


class Mailbox:
    """What came in. `refuses`: it takes nothing."""

    def __init__(self) -> None:
        self.came: list[Message] = []
        self.refuses = False
        self.server = MailServer("127.0.0.1", 0, "none", "desk@example.org")

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refuses:
            return "451 not now"
        self.came.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"

    @property
    def words(self) -> list[str]:
        """Of each message, its text."""
        return [str(one.get_payload()) for one in self.came]


@asynccontextmanager
async def open_mailbox() -> AsyncIterator[Mailbox]:
    smtp = pytest.importorskip("aiosmtpd.smtp", reason="`make test-setup` installs it")
    mailbox = Mailbox()
    loop = asyncio.get_running_loop()
    running = await loop.create_server(lambda: smtp.SMTP(mailbox, hostname="mail.test"), "127.0.0.1", 0)
    async with running:
        port = running.sockets[0].getsockname()[1]
        mailbox.server = MailServer("127.0.0.1", port, "none", "desk@example.org")
        yield mailbox


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    async with open_mailbox() as opened:
        yield opened
