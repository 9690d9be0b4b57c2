"""The mail server that e-mail goes out through."""

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Protocol

WAITS = 20.0
"""Seconds that a mail server may take for an answer."""

_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


def looks_like_an_address(text: str) -> bool:
    """Whether mail may go there: nothing in it can end a line or name a second one."""
    return len(text) <= 254 and text.isprintable() and _ADDRESS.fullmatch(text) is not None


class SendsMail(Protocol):
    """Whatever takes e-mail."""

    def send(self, to: str, subject: str, words: str) -> None:
        """Waits for an answer: call it from a thread. Raises OSError where it was not taken."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """`security`: "starttls", "tls" or "none". `sender`: the address that messages come from."""

    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    trusts: Callable[[], ssl.SSLContext] = ssl.create_default_context

    def send(self, to: str, subject: str, words: str) -> None:
        """Waits for the server: call it from a thread. Raises OSError (smtplib's errors are some) where it was not
        taken."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        # No machine answers to it, and none that is away from their desk does.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(words)
        with self._connected() as server:
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message)

    def _connected(self) -> smtplib.SMTP:
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=WAITS, context=self.trusts())
        server = smtplib.SMTP(self.host, self.port, timeout=WAITS)
        if self.security == "starttls":
            try:
                server.starttls(context=self.trusts())
            except BaseException:
                server.close()
                raise
        return server
